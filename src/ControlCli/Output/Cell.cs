using System.Globalization;
using System.Text.Json.Nodes;
using Engine.Core.Events;

namespace ControlCli.Output;

/// <summary>
/// One value in both forms: text for a table, JSON for programs. Decimals are strings in JSON, exact to the last digit;
/// whole numbers are numbers; what is not there is empty text and null.
/// </summary>
internal readonly record struct Cell(string Text, JsonNode? Json, bool IsNumber = false, Paint Paint = Paint.None)
{
    public static Cell Empty { get; } = new("", null);

    public static Cell Whole(long value) =>
        value == FixedPoint.Absent
            ? Empty with { IsNumber = true }
            : new(value.ToString(CultureInfo.InvariantCulture), JsonValue.Create(value), IsNumber: true);

    public static Cell Decimal(long value, int exponent)
    {
        var text = FixedPoint.Format(value, exponent);
        return new(text, text.Length == 0 ? null : JsonValue.Create(text), IsNumber: true);
    }

    /// <summary>Money: at least two decimals in a table, exact in both.</summary>
    public static Cell Money(long value)
    {
        if (value == FixedPoint.Absent) return Empty with { IsNumber = true };
        var paint = value < 0 ? Paint.Bad : Paint.None;
        var exact = FixedPoint.Format(value, FixedPoint.MoneyExponent);
        var shown = FixedPoint.Format(value, FixedPoint.MoneyExponent, decimalsMin: 2);
        return new(shown, JsonValue.Create(exact), IsNumber: true, paint);
    }

    /// <summary>A time; 0 and absent are no time.</summary>
    public static Cell Time(long timeNs) => timeNs is 0 or FixedPoint.Absent ? Empty : Of(IsoTime.Format(timeNs));

    public static Cell Of(string text) => new(text, text.Length == 0 ? null : JsonValue.Create(text));

    public static Cell Of(bool value) => new(value ? "yes" : "no", JsonValue.Create(value));

    /// <summary>The name of a code; its zero value is nothing.</summary>
    public static Cell Name<T>(T value)
        where T : struct, Enum =>
        EqualityComparer<T>.Default.Equals(value, default) ? Empty : Of(value.ToString());

    public static Cell Digest(ulong digest) => Of(digest.ToString("x16", CultureInfo.InvariantCulture));

    public Cell With(Paint paint) => this with { Paint = paint };
}
