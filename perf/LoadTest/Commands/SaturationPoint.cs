using System.Globalization;

namespace LoadTest.Commands;

/// <summary>What one rate did.</summary>
/// <param name="BacklogUs">Median of what was due and not taken, as time at this rate.</param>
/// <param name="FollowerLag">Records, when the quotes ended; nothing waits for the follower, so it decides nothing.
/// </param>
internal sealed record SaturationPoint(
    double Rate, LatencyFigures Figures, double BacklogUs, long LaneOccupiedMax, long DurableLagMax, long FollowerLag)
{
    public const string Header = "quotes/s, p50, w99, p99.9 in us, median backlog in us, lane max, durable lag max, "
        + "follower lag in records, cores";

    public required CoreDistance Distance { get; init; }

    /// <summary>Within the bounds.</summary>
    public required bool IsKept { get; init; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Rate,10:0} {Us(Figures.P50)} {Us(Figures.W99)} {Us(Figures.P999)} {BacklogUs,9:0.0} ")
        + string.Create(CultureInfo.InvariantCulture,
            $"{LaneOccupiedMax,7} {DurableLagMax,7} {FollowerLag,9} {Distance,-5} {(IsKept ? "kept" : "NOT KEPT")}");

    private static string Us(double ns) => (ns / 1e3).ToString("0.0", CultureInfo.InvariantCulture).PadLeft(9);
}
