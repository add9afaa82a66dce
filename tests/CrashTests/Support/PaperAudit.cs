using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Journal;
using Engine.Core.Loading;
using Engine.Core.Replay;
using Xunit;

namespace CrashTests.Support;

/// <summary>
/// Everything that must hold of a journal after whatever happened, against the venue's own log as the independent
/// witness. Fails with the first thing that does not hold.
/// </summary>
internal sealed class PaperAudit
{
    private readonly string _journal;
    private readonly IReadOnlyList<DurableMark> _marks;
    private readonly List<EngineEvent> _records = [];
    private readonly Dictionary<long, EngineEvent> _ordersById = [];
    private readonly Dictionary<string, EngineEvent> _executionsById = new(StringComparer.Ordinal);

    private PaperAudit(string journal, IReadOnlyList<DurableMark> marks)
    {
        _journal = journal;
        _marks = marks;
    }

    /// <param name="venueLog">Null if the venue lived in the engine.</param>
    /// <param name="state">What the engine printed at its end: digest and sequence.</param>
    /// <returns>A line of figures.</returns>
    public static string Run(string journal, string? venueLog, IReadOnlyList<DurableMark> marks, string state)
    {
        var audit = new PaperAudit(journal, marks);
        audit.CheckChain();
        audit.ReadAndCheckMarks();
        audit.IndexOrdersAndExecutions();
        var model = audit.Replay(state);
        audit.CheckPositions(model);
        audit.CheckNothingIsUnknown(model);
        if (venueLog is not null) audit.CheckVenue(VenueLogReader.Open(venueLog), model);
        return string.Create(CultureInfo.InvariantCulture,
            $"audit: {audit._records.Count} records, {audit._ordersById.Count} orders, "
                + $"{audit._executionsById.Count} executions, {marks.Count} kills")
            + "; " + string.Join(", ", audit._records.CountBy(r => r.Kind).OrderByDescending(k =>
                k.Value).Take(6).Select(k => $"{k.Value} {k.Key}"));
    }

    private void CheckChain()
    {
        var report = JournalVerifier.Verify(new DiskStorage(_journal));
        Assert.True(report.IsIntact, string.Join('\n', report.Findings));
        Assert.False(report.HasOpenRun);
        Assert.Equal(report.LastSequence, report.ChainedSequence);
    }

    // Same bytes in the same places as when the process died: nothing missing, nothing renumbered.
    private void ReadAndCheckMarks()
    {
        using var reader = JournalReader.Open(new DiskStorage(_journal));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var records = reader.Read(); !records.IsEmpty; records = reader.Read()) _records.AddRange(records);
        var all = CollectionsMarshal.AsSpan(_records);
        var hashed = 0;
        foreach (var mark in _marks)
        {
            Assert.True(mark.Records <= all.Length, $"{mark.Cause}: {mark.Records} records then, {all.Length} now");
            hash.AppendData(MemoryMarshal.AsBytes(all[hashed..(int)mark.Records]));
            hashed = (int)mark.Records;
            if (hashed > 0) Assert.Equal(mark.LastSequence, all[hashed - 1].Sequence);
            Assert.True(mark.Sha256 == Convert.ToHexString(hash.GetCurrentHash()), $"{mark.Cause}: the bytes changed");
        }
        for (var i = 1; i < all.Length; i++)
            Assert.True(all[i].Sequence > all[i - 1].Sequence, $"{all[i].Sequence} follows {all[i - 1].Sequence}");
    }

    private void IndexOrdersAndExecutions()
    {
        var liveIds = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in _records)
        {
            if (record.Kind == EventKind.OrderRequested)
                Assert.True(_ordersById.TryAdd(record.Order.OrderId, record),
                    $"order {record.Order.OrderId} decided twice");
            if (record.Kind != EventKind.Execution) continue;

            var id = record.Execution.ExecutionId.ToString();
            if (record.Execution.IsQueryAnswer == 0)
                Assert.True(liveIds.Add(id), $"execution {id} is in the journal twice as it happened");
            if (!_executionsById.TryAdd(id, record)) AssertSame(_executionsById[id], record);
        }
        Assert.NotEmpty(_ordersById);
        Assert.NotEmpty(_executionsById);
    }

    // From the first record, without snapshots: every decision byte for byte, and the state the engine ended with.
    private TradingModel Replay(string state)
    {
        var storage = new DiskStorage(_journal);
        var last = _records[^1].Sequence;
        var recovered = ModelRecovery.Recover(
            storage, ManifestFile.Read(storage), last, new ModelFactory(new StrategyCatalog()).Create, "",
            useSnapshots: false);
        Assert.Equal(state, string.Create(CultureInfo.InvariantCulture,
            $"{recovered.Model.Chain.StateDigest:x16} at sequence {last}"));
        Assert.Equal(recovered.Model.All.ComputeDigest(), recovered.Model.All.FoldDigest());
        return recovered.Model;
    }

    private void CheckPositions(TradingModel model)
    {
        var view = model.Chain.View;
        Assert.Equal(_executionsById.Count, view.State.ExecutionCount);
        var sums = SumPositions(_executionsById.Values);
        for (var id = 0; id < view.Market.InstrumentCount; id++)
            Assert.Equal(sums.GetValueOrDefault(id), view.Portfolio.Position(id).Quantity);
    }

    // Stopped in order: everything is settled. What is not known must have been named by the last reconciliation.
    private void CheckNothingIsUnknown(TradingModel model)
    {
        var named = _records.Where(r => r.Kind == EventKind.ReconciliationDifference).Select(r =>
            r.Difference.Id).ToHashSet();
        foreach (ref readonly var order in model.Chain.View.Orders.Working)
            if (order.Status == OrderStatus.Unknown) Assert.Contains(order.OrderId, named);
        Assert.Empty(named);

        var settled = _records.Where(r => r.Kind == EventKind.OrderResolved).Select(r =>
            r.OrderReport.OrderId).ToHashSet();
        foreach (var unknown in _records.Where(r => r.Kind == EventKind.OrderBecameUnknown))
        {
            var id = unknown.OrderReport.OrderId;
            ref readonly var order = ref model.Chain.View.Orders.Find(id, out var isRemembered);
            Assert.True(!isRemembered || order.IsTerminal
                || settled.Contains(id), $"order {id} is still {order.Status}");
        }
    }

    private void CheckVenue(VenueLogReader venue, TradingModel model)
    {
        // At most once, and nothing that the venue saw is missing from the journal or different there.
        foreach (var (orderId, count) in venue.CountOrdersById())
            Assert.True(count == 1, $"order {orderId} reached the venue {count} times");
        foreach (var received in venue.Intents.Where(r => r.Kind == EventKind.OrderRequested))
        {
            Assert.True(_ordersById.TryGetValue(received.Order.OrderId, out var decided),
                $"order {received.Order.OrderId} is not in the journal");
            Assert.Equal(decided.Sequence, received.Sequence);
            Assert.Equal(decided.Order.Quantity, received.Order.Quantity);
            Assert.Equal(decided.Order.Side, received.Order.Side);
            Assert.Equal(decided.InstrumentId, received.InstrumentId);
        }

        // Every execution of the venue counted once, and none that it does not know.
        var venueIds = new HashSet<string>(StringComparer.Ordinal);
        foreach (var execution in venue.Executions)
        {
            var id = execution.Execution.ExecutionId.ToString();
            Assert.True(venueIds.Add(id), $"the venue said execution {id} twice");
            Assert.True(_executionsById.TryGetValue(id, out var journaled), $"execution {id} is not in the journal");
            AssertSame(execution, journaled);
        }
        Assert.Equal(venueIds.Count, _executionsById.Count);

        var positions = venue.SumPositions();
        for (var id = 0; id < model.Chain.View.Market.InstrumentCount; id++)
            Assert.Equal(positions.GetValueOrDefault(id), model.Chain.View.Portfolio.Position(id).Quantity);
    }

    private static void AssertSame(in EngineEvent first, in EngineEvent second)
    {
        Assert.Equal(first.InstrumentId, second.InstrumentId);
        Assert.Equal(first.Execution.OrderId, second.Execution.OrderId);
        Assert.Equal(first.Execution.Quantity, second.Execution.Quantity);
        Assert.Equal(first.Execution.Price, second.Execution.Price);
        Assert.Equal(first.Execution.Side, second.Execution.Side);
    }

    private static Dictionary<int, long> SumPositions(IEnumerable<EngineEvent> executions) =>
        executions.GroupBy(r => r.InstrumentId).ToDictionary(
            g => g.Key, g => g.Sum(r => r.Execution.Side == Side.Buy ? r.Execution.Quantity : -r.Execution.Quantity));
}
