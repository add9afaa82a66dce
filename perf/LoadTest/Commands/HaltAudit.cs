using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Journal;

namespace LoadTest.Commands;

/// <summary>
/// What the halts have to have done, by the journal and by the venue's own log. Order on the wire needs no clock: the
/// line to the venue keeps the order of what was written.
/// </summary>
internal sealed class HaltAudit
{
    private readonly Dictionary<long, long> _requested = [];       // Order to sequence.
    private readonly Dictionary<long, long> _halted = [];          // Order, not sent because of a halt, to sequence.
    private readonly HashSet<long> _otherwiseNotSent = [];
    private readonly List<EngineEvent> _received;
    private readonly IReadOnlyList<HaltRound> _rounds;

    private HaltAudit(string journal, string venueLog, IReadOnlyList<HaltRound> rounds)
    {
        _rounds = rounds;
        _received = [.. VenueLogReader.Open(venueLog).Intents];
        using var reader = JournalReader.Open(new DiskStorage(journal));
        for (var records = reader.Read(); !records.IsEmpty; records = reader.Read())
        {
            foreach (ref readonly var e in records)
            {
                if (e.Kind == EventKind.OrderRequested) _requested.Add(e.Order.OrderId, e.Sequence);
                if (e.Kind != EventKind.OrderNotSent) continue;
                if (e.OrderReport.Reason == VenueReason.Halted) _halted.Add(e.OrderReport.OrderId, e.Sequence);
                else _otherwiseNotSent.Add(e.OrderReport.OrderId);
            }
        }
    }

    public static void Run(
        Report report, string name, string journal, string venueLog, IReadOnlyList<HaltRound> rounds, int standing)
    {
        var audit = new HaltAudit(journal, venueLog, rounds);
        audit.CheckOutcomes(report, name);
        audit.CheckWire(report, name);
        audit.CheckCancels(report, name, standing);
        audit.AddDepths(report, name, venueLog);
    }

    /// <summary>What must hold whatever was halted or stopped: each order is there once, or known not to be.</summary>
    public static void CheckOutcomes(Report report, string name, string journal, string venueLog) =>
        new HaltAudit(journal, venueLog, []).CheckOutcomes(report, name);

    private void CheckOutcomes(Report report, string name)
    {
        var orders = _received.Where(r => r.Kind == EventKind.OrderRequested).Select(r => r.Order.OrderId).ToList();
        var venue = orders.ToHashSet();
        report.Check($"{name}: check: nothing reached the venue twice", venue.Count == orders.Count,
            $"{orders.Count:N0} orders in its log");
        report.Check($"{name}: check: no unsent order was ever sent", !_halted.Keys.Any(venue.Contains),
            $"{_halted.Count:N0} ended as OrderNotSent(Halted)");
        var without = _requested.Keys.Count(id =>
            !venue.Contains(id) && !_halted.ContainsKey(id) && !_otherwiseNotSent.Contains(id));
        report.Check($"{name}: check: every order is there or known not to be",
            without == 0 && venue.All(_requested.ContainsKey),
            $"{_requested.Count:N0} decided, {without:N0} of them without an outcome");
    }

    // Once something decided after a halt is in the log, no order decided before it may follow.
    private void CheckWire(Report report, string name)
    {
        var halts = _rounds.Select(r => r.Sequence).ToArray();
        var passed = -1; // The newest halt of which something is in the log.
        var late = 0;
        foreach (var intent in _received)
        {
            while (passed + 1 < halts.Length && intent.Sequence > halts[passed + 1]) passed++;
            if (intent.Kind == EventKind.OrderRequested && passed >= 0 && intent.Sequence < halts[passed]) late++;
        }
        report.Check($"{name}: check: no order in the log behind a cancel of a later halt", late == 0,
            $"{halts.Length} halts, {late} such orders");
    }

    private void CheckCancels(Report report, string name, int standing)
    {
        var cancels = CountPerRound(
            _received.Where(r => r.Kind == EventKind.CancelRequested).Select(r => r.Sequence), isBehind: true);
        var fewest = cancels.Min();
        report.Check($"{name}: check: the working orders were canceled past the queue", fewest >= standing,
            $"at least {fewest} cancels per halt in the venue's log");
    }

    private void AddDepths(Report report, string name, string venueLog)
    {
        var unsent = CountPerRound(_halted.Select(h => _requested[h.Key]), isBehind: false);
        var standing = unsent.Where((_, i) => _rounds[i].IsVenueStanding).Order().ToArray();
        var reading = unsent.Where((_, i) => !_rounds[i].IsVenueStanding).Order().ToArray();
        report.Add($"{name}: unsent orders stopped per halt, venue standing still, least", standing[0], "orders",
            $"median {standing[standing.Length / 2]:N0}");
        if (reading.Length > 0)
            report.Add($"{name}: unsent orders stopped per halt, venue reading, median", reading[reading.Length / 2],
                "orders");

        // Received after the answer, written before the halt: they were on the wire. The log may have them in memory.
        var records = VenueLogReader.Open(venueLog).Records;
        var onWire = _rounds.Select(round =>
        {
            var first = (int)Math.Max(0, (round.LogBytes / EngineEvent.SizeInBytes) - 1);
            return records.Skip(first).Count(r => r.Kind == EventKind.OrderRequested && r.Sequence < round.Sequence);
        }).ToArray();
        report.Add($"{name}: orders on the wire at the answer, most, venue standing still",
            onWire.Where((_, i) => _rounds[i].IsVenueStanding).Max(), "orders");
        report.Add($"{name}: orders on the wire at the answer, most, venue reading",
            onWire.Where((_, i) => !_rounds[i].IsVenueStanding).DefaultIfEmpty().Max(), "orders");
    }

    private int[] CountPerRound(IEnumerable<long> sequences, bool isBehind)
    {
        var counts = new int[_rounds.Count];
        foreach (var sequence in sequences)
        {
            var next = 0; // Index of the first halt behind it.
            while (next < counts.Length && _rounds[next].Sequence < sequence) next++;
            var round = isBehind ? next - 1 : next;
            if (round >= 0 && round < counts.Length) counts[round]++;
        }
        return counts;
    }
}
