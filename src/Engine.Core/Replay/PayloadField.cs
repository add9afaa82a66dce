using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Engine.Core.Events;

namespace Engine.Core.Replay;

/// <summary>
/// One field of a payload struct: its name, where it lies in the record and how it is written. Found by reflection once
/// per kind; reading a record then costs no reflection, so that whole journals can be described.
/// </summary>
internal sealed class PayloadField
{
    private readonly int _offset;
    private readonly ValueWriter _write;
    private readonly byte[] _name;
    private readonly Unit _unit;

    private PayloadField(FieldInfo field)
    {
        Name = field.Name;
        _name = Encoding.ASCII.GetBytes(Name);
        _offset = EngineEvent.PayloadOffset + field.GetCustomAttribute<FieldOffsetAttribute>()!.Value;
        _unit = UnitOf(field);
        _write = WriterOf(field.FieldType);
    }

    private delegate int ValueWriter(ReadOnlySpan<byte> value, Span<byte> text);

    private enum Unit
    {
        None,
        Money,
        Price,
        Size,
        Whole,
    }

    public string Name { get; }

    /// <summary><see cref="Name"/> in ASCII.</summary>
    public ReadOnlySpan<byte> NameBytes => _name;

    public static PayloadField[] Of(Type payload) =>
        [.. payload.GetFields(BindingFlags.Public | BindingFlags.Instance).Select(field => new PayloadField(field))];

    /// <summary>Its value in a record, in ASCII; returns how many bytes, at most
    /// <see cref="EventDescriber.ValueBytesMax"/>.</summary>
    public int Write(ReadOnlySpan<byte> record, InstrumentPayload? instrument, Span<byte> text)
    {
        var value = record[_offset..];
        return _unit == Unit.None ? _write(value, text) : Number(MemoryMarshal.Read<long>(value), instrument, text);
    }

    private int Number(long value, InstrumentPayload? instrument, Span<byte> text)
    {
        if (value == FixedPoint.Absent || (value == 0 && EventDescriber.IsTerm(Name))) return 0;
        if (_unit == Unit.Money) return FixedPoint.Format(value, FixedPoint.MoneyExponent, text);
        if (_unit == Unit.Whole || instrument is not { } definition) return Text(value, text);
        return FixedPoint.Format(value, _unit == Unit.Price ? definition.PriceExponent : definition.SizeExponent, text);
    }

    private static Unit UnitOf(FieldInfo field)
    {
        if (field.FieldType != typeof(long)) return Unit.None;
        if (EventDescriber.IsMoney(field.Name)) return Unit.Money;
        if (EventDescriber.IsPrice(field.Name)) return Unit.Price;
        return EventDescriber.IsSize(field.Name) ? Unit.Size : Unit.Whole;
    }

    private static ValueWriter WriterOf(Type type)
    {
        if (type == typeof(long)) return (value, text) => Text(MemoryMarshal.Read<long>(value), text);
        if (type == typeof(int)) return (value, text) => Text(MemoryMarshal.Read<int>(value), text);
        if (type == typeof(ushort)) return (value, text) => Text(MemoryMarshal.Read<ushort>(value), text);
        if (type == typeof(byte)) return (value, text) => Text(value[0], text);
        if (type == typeof(ulong)) return (value, text) => Text(MemoryMarshal.Read<ulong>(value), text, "x16");
        if (type == typeof(Sha256Text)) return (value, text) => Hex(value[..Sha256Text.SizeInBytes], text);
        if (type.IsEnum)
        {
            return typeof(PayloadField).GetMethod(nameof(EnumText), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type).CreateDelegate<ValueWriter>();
        }
        if (type == typeof(AsciiText8)) return (value, text) => AsciiText.Read(value[..AsciiText8.SizeInBytes], text);
        if (type == typeof(AsciiText24)) return (value, text) => AsciiText.Read(value[..AsciiText24.SizeInBytes], text);
        if (type == typeof(AsciiText32)) return (value, text) => AsciiText.Read(value[..AsciiText32.SizeInBytes], text);
        if (type == typeof(TextBytes88)) return (value, text) => AsciiText.Read(value[..TextBytes88.SizeInBytes], text);
        throw new NotSupportedException($"A payload has a field of type {type.Name}: say here how it is written.");
    }

    private static int Text<T>(T value, Span<byte> text, string format = "")
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(text, out var written, format, CultureInfo.InvariantCulture);
        return written;
    }

    private static int Hex(ReadOnlySpan<byte> value, Span<byte> text)
    {
        Convert.TryToHexStringLower(value, text, out var written);
        return written;
    }

    private static int EnumText<T>(ReadOnlySpan<byte> value, Span<byte> text)
        where T : unmanaged, Enum
    {
        Span<char> name = stackalloc char[EventDescriber.ValueBytesMax];
        Enum.TryFormat(MemoryMarshal.Read<T>(value), name, out var length);
        return Encoding.ASCII.GetBytes(name[..length], text);
    }
}
