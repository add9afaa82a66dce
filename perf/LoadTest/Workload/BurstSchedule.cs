namespace LoadTest.Workload;

/// <summary>
/// Profiles played one after the other, again and again, with a pause after each. Every row has a time of its own, so
/// that an order tells which row it answers: rows of one recorded instant are due a nanosecond apart.
/// </summary>
internal sealed class BurstSchedule
{
    private readonly List<(long DueNs, int Record)> _rows = [];
    private readonly Dictionary<long, (int Episode, int Position)> _burstRows = [];

    /// <param name="speed">Spacing is divided by it.</param>
    public BurstSchedule(IReadOnlyList<BurstProfile> profiles, int repeats, double speed, long pauseNs)
    {
        var startNs = 0L;
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            foreach (var profile in profiles)
            {
                for (var i = 0; i < profile.Records.Count; i++)
                {
                    var dueNs = startNs + (long)(profile.OffsetsNs[i] / speed);
                    if (_rows.Count > 0 && dueNs <= _rows[^1].DueNs) dueNs = _rows[^1].DueNs + 1;
                    _rows.Add((dueNs, profile.Records[i]));
                    if (profile.Positions[i] > 0) _burstRows.Add(dueNs, (EpisodeCount, profile.Positions[i]));
                }
                EpisodeCount++;
                startNs = _rows[^1].DueNs + pauseNs;
            }
        }
    }

    public IReadOnlyList<(long DueNs, int Record)> Rows => _rows;

    public int EpisodeCount { get; private set; }

    /// <summary>Which row of which burst was due at a time; null for a row around one.</summary>
    public (int Episode, int Position)? BurstRowAt(long dueNs) =>
        _burstRows.TryGetValue(dueNs, out var row) ? row : null;

    /// <summary>When the last row of each burst was due.</summary>
    public long[] LastDueNs()
    {
        var last = new long[EpisodeCount];
        foreach (var (dueNs, (episode, _)) in _burstRows) last[episode] = Math.Max(last[episode], dueNs);
        return last;
    }
}
