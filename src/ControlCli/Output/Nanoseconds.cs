using System.Globalization;
using System.Text.Json.Nodes;

namespace ControlCli.Output;

/// <summary>A length of time: three digits and the unit that fits for people, whole nanoseconds in JSON.</summary>
internal static class Nanoseconds
{
    private const double NsPerUs = 1e3;
    private const double NsPerMs = 1e6;
    private const double NsPerSecond = 1e9;

    public static Cell Of(long ns) => new(Text(ns), JsonValue.Create(ns), IsNumber: true);

    public static string Text(long ns) => ns switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{ns} ns"),
        < 1_000_000 => Digits(ns / NsPerUs) + " us",
        < 1_000_000_000 => Digits(ns / NsPerMs) + " ms",
        _ => Digits(ns / NsPerSecond) + " s",
    };

    private static string Digits(double value) => value.ToString(
        value < 9.995 ? "0.00" : value < 99.95 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
