using ControlCli.Output;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Rows;

/// <summary>One latency of a running engine.</summary>
/// <param name="Trend">Its recent maximum in the pictures so far, oldest first.</param>
internal sealed record LatencyRow(V1.LatencyFigures Figures, IReadOnlyList<long> Trend)
{
    public static IReadOnlyList<Column<LatencyRow>> Columns { get; } =
    [
        new("LATENCY", "name", row => Cell.Of(row.Figures.Name)),
        new("COUNT", "count", row => Cell.Whole(row.Figures.Count)),
        new("P50", "p50Ns", row => row.Time(row.Figures.P50Ns)),
        new("P90", "p90Ns", row => row.Time(row.Figures.P90Ns)),
        new("P99", "p99Ns", row => row.Time(row.Figures.P99Ns)),
        new("P99.9", "p999Ns", row => row.Time(row.Figures.P999Ns)),
        new("MAX", "maxNs", row => row.Time(row.Figures.MaxNs)),
        new("MAX 10S", "recentMaxNs", row => row.Time(row.Figures.RecentMaxNs)),
        new("SHAPE", "shape", row => Cell.Of(row.Shape)),
        new("TREND", "trend", row => Cell.Of(Sparkline.Of(row.Trend))),
    ];

    // From the median to the maximum: how long the tail is.
    private string Shape => Figures.Count == 0
        ? ""
        : Sparkline.Of([Figures.P50Ns, Figures.P90Ns, Figures.P99Ns, Figures.P999Ns, Figures.MaxNs]);

    private Cell Time(long ns) => Figures.Count == 0 ? Cell.Empty with { IsNumber = true } : Nanoseconds.Of(ns);
}
