namespace ControlCli.Output;

/// <summary>
/// Values as a row of bars, the lowest and the highest as the bounds, on a logarithmic scale: a latency that doubles is
/// a step, whether it is small or large.
/// </summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    public static string Of(IReadOnlyList<long> values)
    {
        if (values.Count == 0) return "";

        var low = Scale(values.Min());
        var range = Scale(values.Max()) - low;
        return string.Concat(values.Select(value => range <= 0
            ? Bars[0]
            : Bars[(int)Math.Round((Scale(value) - low) / range * (Bars.Length - 1))]));
    }

    private static double Scale(long value) => Math.Log(Math.Max(1, value));
}
