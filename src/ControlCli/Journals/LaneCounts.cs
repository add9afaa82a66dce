namespace ControlCli.Journals;

/// <summary>What came through one lane.</summary>
internal sealed class LaneCounts
{
    public required int LaneId { get; init; }

    public long Inputs { get; set; }

    /// <summary>Decided because of its inputs.</summary>
    public long Decisions { get; set; }

    public required long FirstTimeNs { get; init; }

    public long LastTimeNs { get; set; }
}
