using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Replay;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// Is what was measured also right? Every row is in the journal once and in order, and a replay from the first record
/// decides the same and ends in the same state.
/// </summary>
internal static class JournalCheck
{
    public static void Run(Report report, string folder, long lastSequence, ulong stateDigest, string fallbackConfig)
    {
        var storage = new DiskStorage(folder);
        var denials = new SortedDictionary<RiskCode, long>();
        var (rows, isComplete) = CountRows(storage, lastSequence, denials);
        foreach (var (code, orders) in denials) report.Add($"denied: {code}", orders, "orders");
        report.Check("check: consumed rows", isComplete, $"{rows:N0} rows, each once and in order in its lane");

        var factory = new ModelFactory(new AnswerStrategy.Catalog());
        var recovered = ModelRecovery.Recover(
            storage, ManifestFile.Read(storage), lastSequence, factory.Create, fallbackConfig, useSnapshots: false);
        report.Check(
            "check: replay", recovered.Model.Chain.StateDigest == stateDigest,
            $"state {recovered.Model.Chain.StateDigest:x16}, live {stateDigest:x16}, every decision compared");
    }

    private static (long Rows, bool IsComplete) CountRows(
        DiskStorage storage, long lastSequence, SortedDictionary<RiskCode, long> denials)
    {
        var lastRows = new long[ushort.MaxValue + 1];
        var rows = 0L;
        var isComplete = true;
        using var reader = JournalReader.Open(storage);
        while (reader.ReadUpTo(lastSequence) is { Length: > 0 } records)
        {
            foreach (ref readonly var e in records)
            {
                if (e.Kind == EventKind.OrderDenied)
                    denials[e.Order.Code] = denials.GetValueOrDefault(e.Order.Code) + 1;
                if (!e.IsInput || !RecordedRows.IsRow(in e)) continue;
                rows++;
                var row = e.Kind == EventKind.Quote ? e.Quote.SourceRow
                    : e.Kind == EventKind.Trade ? e.Trade.SourceRow : e.Bar.SourceRow;
                if (row != ++lastRows[e.LaneId]) isComplete = false;
            }
        }
        return (rows, isComplete);
    }
}
