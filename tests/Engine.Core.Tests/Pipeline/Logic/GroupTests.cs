using Engine.Core.Events;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Sequencing;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>Goal: a group is one input and what was decided because of it, and never more than it may be.</summary>
public sealed class GroupTests
{
    [Fact]
    public void An_input_and_its_decisions_are_one_group_with_one_cause_one_time_and_one_end()
    {
        var catalog = new ScriptedCatalog().Add("two", () => new ScriptedStrategy
        {
            Quoted = (StrategyContext context, int id, in QuotePayload _) =>
            {
                context.Signal(id, 1, 2, 3, 4);
                context.Submit(OrderTicket.Limit(id, Side.Buy, 5, LogicBench.Price));
            },
        });
        var bench = new LogicBench(catalog, "strategies.a.type=two").Start();
        var id = bench.Define("AAPL");
        var group = bench.Quote(id);

        Assert.Equal([EventKind.Quote, EventKind.Signal, EventKind.OrderRequested], group.Select(e => e.Kind));
        Assert.True(group[0].IsInput);
        Assert.All(group, e => Assert.Equal(group[0].Sequence, e.CauseSequence));
        Assert.All(group, e => Assert.Equal(bench.NowNs, e.TimestampNs));
        Assert.All(group, e => Assert.Equal(LaneIds.FirstSource, e.LaneId));
        Assert.Equal([false, false, true], group.Select(e => e.IsLastOfGroup));
        Assert.Equal(group[0].Sequence + 2, group[2].Sequence);
        Assert.Equal([0, 1, 1], group.Select(e => (int)e.StrategyId));
    }

    [Fact]
    public void Sequences_have_no_gap_and_no_group_is_without_end()
    {
        var bench = new LogicBench(new ScriptedCatalog()).Start();
        var id = bench.Define("AAPL");
        for (var i = 0; i < 5; i++) bench.Quote(id);
        Assert.Equal(Enumerable.Range(1, bench.Records.Length).Select(i => (long)i), bench.Records.Select(e =>
            e.Sequence));
        var isStart = true;
        foreach (var e in bench.Records)
        {
            Assert.Equal(isStart, e.IsInput);
            isStart = e.IsLastOfGroup;
        }
        Assert.True(isStart);
    }

    [Fact]
    public void A_callback_may_emit_its_budget_and_the_rest_is_refused_and_counted()
    {
        var accepted = 0;
        var catalog = new ScriptedCatalog().Add("greedy", () => new ScriptedStrategy
        {
            Quoted = (StrategyContext context, int id, in QuotePayload _) =>
            {
                accepted = 0;
                for (var i = 0; i < 100; i++)
                    if (context.Signal(id, i, 0, 0, 0)) accepted++;
            },
        });
        var bench = new LogicBench(catalog, "strategies.a.type=greedy").Start();
        var id = bench.Define("AAPL");
        bench.Quote(id);
        Assert.Equal(bench.Chain.Limits.IntentsPerCallbackMax, accepted);
        Assert.Equal(100 - accepted, bench.View.Strategy(1).EmissionsRefused);
    }

    [Fact]
    public void A_group_that_fills_up_keeps_its_reserve_and_the_strategies_behind_get_nothing()
    {
        var left = new List<int>();
        var catalog = new ScriptedCatalog().Add("greedy", () => new ScriptedStrategy
        {
            Quoted = (StrategyContext context, int id, in QuotePayload _) =>
            {
                left.Add(context.EmissionsLeft);
                while (context.Signal(id, 0, 0, 0, 0))
                {
                }
            },
        });
        var settings = Enumerable.Range(1, 5).Select(i => $"strategies.s{i}.type=greedy").ToArray();
        var bench = new LogicBench(catalog, settings).Start();
        var id = bench.Define("AAPL");
        var group = bench.Quote(id);
        Assert.Equal([64, 64, 63, 0, 0], left);
        Assert.Equal(bench.Chain.Limits.GroupEventsMax - StrategyFlow.ReservedRecords, group.Length);
    }

    [Fact]
    public void Records_beyond_the_largest_group_are_refused_before_they_are_written()
    {
        var ring = new RingBuffer<EngineEvent>(4);
        var group = new GroupWriter(ring, recordsMax: 3);
        group.Begin(0, 1);
        group.AppendInput(new EngineEvent { Kind = EventKind.ConfigApplied }, 1, 0);
        group.AppendInput(new EngineEvent { Kind = EventKind.ConfigApplied, Flags = EventFlags.Continuation }, 1, 0);
        group.Append(EventKind.PhaseChanged, -1, 0);
        ring[3].Sequence = 77;
        Assert.Throws<InvalidOperationException>(() => group.Append(EventKind.PhaseChanged, -1, 0));
        Assert.Throws<InvalidOperationException>(
            () => group.AppendInput(new EngineEvent { Flags = EventFlags.Continuation }, 1, 0));
        Assert.Equal(77, ring[3].Sequence);
    }

    [Fact]
    public void A_state_hash_closes_the_group_that_reaches_the_interval_and_counts_from_there()
    {
        var bench = new LogicBench(new ScriptedCatalog(), "limits.stateHashIntervalRecords=10").Start();
        var id = bench.Define("AAPL");
        for (var i = 0; i < 60; i++) bench.Quote(id);

        var since = 0;
        var hashes = 0;
        for (var i = 0; i < bench.Records.Length; i++)
        {
            ref readonly var e = ref bench.Records.AsSpan()[i];
            since++;
            if (e.Kind != EventKind.StateHash) continue;
            Assert.True(e.IsLastOfGroup);
            Assert.Equal(i + 1, e.StateHash.RecordCount);
            Assert.True(since >= 10);
            since = 0;
            hashes++;
        }
        Assert.True(hashes >= 5);
        Assert.Equal(bench.Records.Length, bench.Chain.Cursor.RecordCount);
        Assert.Equal(bench.Chain.StateDigest, bench.Chain.ComputeStateDigest());
    }
}
