namespace Engine.Simulation;

/// <summary>How often the interesting situations came up: a campaign that never met one proves nothing of it.</summary>
public sealed class Coverage
{
    // By a frame of the stack that the death came from; the first that is found names it.
    private static readonly (string Frame, string Name)[] Places =
    [
        ("SnapshotWriter", "in a snapshot"), ("SnapshotCatalog", "in a snapshot"),
        ("HashChainWriter", "in the hash chain"), ("JournalRecovery.Recover", "in recovery"),
        ("JournalFolder.Seal", "in the seal"), ("JournalFolder", "in the start of a run"),
        ("JournalWriter.Roll", "in a segment roll"), ("SegmentPreparer", "in a segment roll"),
        ("JournalWriter.Sync", "in a sync"), ("JournalWriter", "in a write"), ("WitnessGateway", "at a send"),
    ];

    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public long this[string situation] => _counts.GetValueOrDefault(situation);

    public void Count(string situation, long times = 1)
    {
        if (times > 0) _counts[situation] = _counts.GetValueOrDefault(situation) + times;
    }

    public void Add(Coverage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (situation, times) in other._counts) Count(situation, times);
    }

    public override string ToString() => string.Join('\n', _counts.Select(c => $"{c.Value,10}  {c.Key}"));

    internal void CountCrash(SimulatedCrashException crash)
    {
        var stack = crash.StackTrace ?? "";
        var place = Array.Find(Places, p => stack.Contains(p.Frame, StringComparison.Ordinal)).Name ?? "elsewhere";
        Count("died " + place);
    }
}
