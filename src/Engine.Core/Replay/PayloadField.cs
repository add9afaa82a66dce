using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Replay;

/// <summary>
/// One field of a payload struct: its name, where it lies in the record and how it is written. Found by reflection once
/// per kind; reading a record then costs no reflection, so that whole journals can be described.
/// </summary>
internal sealed class PayloadField
{
    private readonly int _offset;
    private readonly ValueText _write;
    private readonly Unit _unit;

    private PayloadField(FieldInfo field)
    {
        Name = field.Name;
        _offset = EngineEvent.PayloadOffset + field.GetCustomAttribute<FieldOffsetAttribute>()!.Value;
        _unit = UnitOf(field);
        _write = WriterOf(field.FieldType);
    }

    private delegate string ValueText(ReadOnlySpan<byte> value);

    private enum Unit
    {
        None,
        Money,
        Price,
        Size,
        Whole,
    }

    public string Name { get; }

    public static PayloadField[] Of(Type payload) =>
        [.. payload.GetFields(BindingFlags.Public | BindingFlags.Instance).Select(field => new PayloadField(field))];

    public string Read(ReadOnlySpan<byte> record, InstrumentPayload? instrument)
    {
        var value = record[_offset..];
        return _unit == Unit.None ? _write(value) : Number(MemoryMarshal.Read<long>(value), instrument);
    }

    private string Number(long value, InstrumentPayload? instrument)
    {
        if (value == FixedPoint.Absent || (value == 0 && EventDescriber.IsTerm(Name))) return "";
        if (_unit == Unit.Money) return FixedPoint.Format(value, FixedPoint.MoneyExponent);
        if (_unit == Unit.Whole || instrument is not { } definition) return value.ToString(
            CultureInfo.InvariantCulture);
        return FixedPoint.Format(value, _unit == Unit.Price ? definition.PriceExponent : definition.SizeExponent);
    }

    private static Unit UnitOf(FieldInfo field)
    {
        if (field.FieldType != typeof(long)) return Unit.None;
        if (EventDescriber.IsMoney(field.Name)) return Unit.Money;
        if (EventDescriber.IsPrice(field.Name)) return Unit.Price;
        return EventDescriber.IsSize(field.Name) ? Unit.Size : Unit.Whole;
    }

    private static ValueText WriterOf(Type type)
    {
        if (type == typeof(long)) return value => MemoryMarshal.Read<long>(value)
            .ToString(CultureInfo.InvariantCulture);
        if (type == typeof(int)) return value => MemoryMarshal.Read<int>(value).ToString(CultureInfo.InvariantCulture);
        if (type == typeof(ushort)) return value => MemoryMarshal.Read<ushort>(value)
            .ToString(CultureInfo.InvariantCulture);
        if (type == typeof(byte)) return value => value[0].ToString(CultureInfo.InvariantCulture);
        if (type == typeof(ulong)) return value => MemoryMarshal.Read<ulong>(value)
            .ToString("x16", CultureInfo.InvariantCulture);
        if (type == typeof(Sha256Text)) return value => Convert.ToHexStringLower(value[..Sha256Text.SizeInBytes]);
        if (type.IsEnum)
        {
            return typeof(PayloadField).GetMethod(nameof(EnumText), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type).CreateDelegate<ValueText>();
        }
        if (type == typeof(AsciiText8)) return value => AsciiText.Read(value[..AsciiText8.SizeInBytes]);
        if (type == typeof(AsciiText24)) return value => AsciiText.Read(value[..AsciiText24.SizeInBytes]);
        if (type == typeof(AsciiText32)) return value => AsciiText.Read(value[..AsciiText32.SizeInBytes]);
        if (type == typeof(TextBytes88)) return value => AsciiText.Read(value[..TextBytes88.SizeInBytes]);
        throw new NotSupportedException($"A payload has a field of type {type.Name}: say here how it is written.");
    }

    private static string EnumText<T>(ReadOnlySpan<byte> value)
        where T : unmanaged, Enum =>
        MemoryMarshal.Read<T>(value).ToString();
}
