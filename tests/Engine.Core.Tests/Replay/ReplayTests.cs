using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Core.Snapshots;
using Engine.Core.Strategies;
using Engine.Testing;
using Engine.Testing.FaultyStorage;
using Xunit;
using Xunit.Abstractions;

namespace Engine.Core.Tests.Replay;

/// <summary>
/// Goal: a journal decides the same again, from its start or from any snapshot; where it does not, both show.
/// </summary>
public sealed class ReplayTests(ITestOutputHelper output)
{
    private static readonly string[] Settings =
    [
        "strategies.a.type=trader", "strategies.a.limit=1000", "limits.stateHashIntervalRecords=37",
    ];

    [Fact]
    public void A_replay_gives_the_same_records_and_the_same_state()
    {
        var bench = Traded(inputs: 2_000, seed: 1);
        var runner = bench.Replay(NewModel());
        Assert.Null(runner.Divergence);
        Assert.Equal(bench.Records.Length, runner.RecordCount);
        Assert.Equal(bench.Chain.Cursor, runner.Model.Chain.Cursor);
        Assert.Equal(bench.Chain.StateDigest, runner.Model.Chain.ComputeStateDigest());
        Assert.True(bench.View.State.ExecutionCount > 0 && bench.View.State.CancelCount > 0);
    }

    [Fact]
    public void Going_on_from_a_snapshot_at_a_random_point_equals_the_straight_run()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var bench = Traded(inputs: 600, seed);
        var random = new Random(seed);
        var ends = bench.Records.Select((e, i) => (e, i)).Where(p => p.e.IsLastOfGroup).Select(p => p.i + 1).ToArray();
        for (var point = 0; point < 8; point++)
        {
            var cut = ends[random.Next(ends.Length)];
            var storage = new FaultyJournalStorage();
            var first = new ReplayRunner(NewModel());
            Assert.True(first.Feed(bench.Records.AsSpan(0, cut)));
            using var taker = new SnapshotTaker(storage, "test", retained: 2);
            var name = taker.Take(first.Model);

            var second = NewModel();
            var info = SnapshotReader.Load(storage, name, second.All);
            second.Chain.Restore(first.Model.Chain.Cursor);
            Assert.Equal(cut, info.Sequence);
            var rest = new ReplayRunner(second);
            Assert.True(rest.Feed(bench.Records.AsSpan(cut)), $"cut at {cut}");
            Assert.Equal(bench.Chain.StateDigest, second.Chain.StateDigest);
            Assert.Equal(bench.Chain.Cursor, second.Chain.Cursor);
        }
    }

    [Fact]
    public void Pieces_of_any_length_replay_the_same()
    {
        var bench = Traded(inputs: 500, seed: 3);
        var random = new Random(3);
        var runner = new ReplayRunner(NewModel());
        for (var at = 0; at < bench.Records.Length;)
        {
            var length = Math.Min(random.Next(0, 9), bench.Records.Length - at);
            Assert.True(runner.Feed(bench.Records.AsSpan(at, length)));
            at += length;
        }
        Assert.Equal(bench.Chain.StateDigest, runner.Model.Chain.StateDigest);
    }

    [Fact]
    public void A_planted_change_of_a_parameter_is_reported_at_its_first_differing_event_with_both_events()
    {
        var bench = Traded(inputs: 500, seed: 4);
        var model = NewModel();
        model.Chain.ConfigRewrite = text => text.Replace("limit=1000", "limit=999", StringComparison.Ordinal);
        var runner = new ReplayRunner(model) { ComparesStateHashes = false };
        Assert.False(runner.Feed(bench.Records));
        var first = bench.Records.First(e => e.Kind == EventKind.OrderRequested);
        var divergence = runner.Divergence!;
        Assert.Equal(first.Sequence, divergence.Sequence);
        Assert.Equal(first.Order.OrderId, divergence.Recorded!.Value.Order.OrderId);
        Assert.Equal((1_000, 999), (divergence.Recorded.Value.Order.Tag, divergence.Replayed!.Value.Order.Tag));
        Assert.Equal(first.CauseSequence, divergence.Input.Sequence);
        var text = ReplayDivergedException.Text(divergence);
        Assert.Contains($"sequence {first.Sequence}", text, StringComparison.Ordinal);
        Assert.Contains("Tag: recorded 1000, replayed 999", text, StringComparison.Ordinal);
        Assert.False(runner.Feed(bench.Records));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_decision_too_many_or_too_few_is_a_difference(bool isMissing)
    {
        var bench = Traded(inputs: 200, seed: 5);
        var records = bench.Records.ToList();
        var index = records.FindIndex(e => e.Kind == EventKind.OrderRequested);
        if (isMissing)
        {
            records.RemoveAt(index);
            var before = records[index - 1];
            before.Flags |= EventFlags.LastOfGroup;
            records[index - 1] = before;
        }
        else
        {
            var before = records[index];
            before.Flags &= ~EventFlags.LastOfGroup;
            var more = records[index] with { Kind = EventKind.Signal, Flags = EventFlags.LastOfGroup };
            records[index] = before;
            records.Insert(index + 1, more);
        }
        var runner = new ReplayRunner(NewModel());
        Assert.False(runner.Feed(records.ToArray()));
        Assert.InRange(runner.Divergence!.Sequence, bench.Records[index].CauseSequence,
            bench.Records[index].Sequence + 1);
        Assert.NotEmpty(ReplayDivergedException.Text(runner.Divergence));
    }

    [Fact]
    public void A_changed_byte_of_state_is_found_by_the_next_state_hash()
    {
        var bench = Traded(inputs: 400, seed: 6);
        var half = bench.Records.ToList().FindIndex(200, e => e.IsLastOfGroup) + 1;
        var runner = new ReplayRunner(NewModel());
        Assert.True(runner.Feed(bench.Records.AsSpan(0, half)));
        runner.Model.All.Tables[0].WriteBytes(0, Changed(runner.Model.All.Tables[0].ReadBytes(0).ToArray()));
        Assert.False(runner.Feed(bench.Records.AsSpan(half)));
        Assert.Equal(EventKind.StateHash, runner.Divergence!.Recorded!.Value.Kind);
    }

    // The count of refused inputs: nothing reads it but the hash.
    private static byte[] Changed(byte[] state)
    {
        state[168] ^= 1;
        return state;
    }

    private static TradingModel NewModel() => new LogicBench(Catalog(), Settings).Model;

    private static LogicBench Traded(int inputs, int seed)
    {
        var bench = new LogicBench(Catalog(), Settings).Start();
        var random = new Random(seed);
        var ids = new[] { bench.Define("AAPL"), bench.Define("MSFT") };
        for (var i = 0; i < inputs; i++)
        {
            bench.NowNs += random.Next(0, 3) * 1_000_000;
            var id = ids[random.Next(2)];
            switch (random.Next(5))
            {
                case 0 or 1:
                    bench.Quote(id, LogicBench.Price - 1 - random.Next(5), LogicBench.Price + 1 + random.Next(5));
                    break;
                case 2:
                    bench.Trade(id, LogicBench.Price + random.Next(-5, 6), 1 + random.Next(50));
                    break;
                default:
                    Answer(bench, random);
                    break;
            }
            bench.GoOn();
        }
        return bench;
    }

    private static void Answer(LogicBench bench, Random random)
    {
        var working = new List<(long Id, long Left, Side Side)>();
        foreach (ref readonly var order in bench.View.Orders.Working)
            working.Add((order.OrderId, order.LeavesQuantity, order.Side));
        if (working.Count == 0) return;

        var (id, left, side) = working[random.Next(working.Count)];
        bench.Gateway(EventKind.OrderSent, id);
        if (random.Next(4) == 0) bench.Report(EventKind.OrderCanceled, id);
        else if (left > 0) bench.Execute(id, side, 1 + random.Next((int)left));
    }

    private static ScriptedCatalog Catalog() => new ScriptedCatalog().Add("trader", () =>
    {
        var limit = 0L;
        return new ScriptedStrategy
        {
            Configured = (self, setup) =>
            {
                limit = setup.Parameters.GetLong("limit", 0, 10_000);
                self.State = setup.AddState<long>(setup.InstrumentsMax);
                setup.RequestBars(new BarSpec(BarKind.Tick, 5));
            },
            Started = context => context.SetTimer(context.NowNs + 5_000_000, 1),
            TimerFired = (context, tag) => context.SetTimer(context.NowNs + 5_000_000, tag + 1),
            BarClosed = (StrategyContext context, int id, in BarPayload bar) => context.Signal(id, bar.Close, 1, 0, 0),
            Quoted = (StrategyContext context, int id, in QuotePayload quote) =>
            {
                var side = quote.BidPrice % 2 == 0 ? Side.Buy : Side.Sell;
                context.Submit(OrderTicket.Limit(id, side, 10, quote.BidPrice) with { Tag = limit });
                foreach (ref readonly var order in context.Orders.WorkingOfStrategy(context.StrategyId))
                {
                    if (order.OrderId % 3 == 0) context.Cancel(order.OrderId);
                    else if (order.OrderId % 7 == 0) context.Replace(order.OrderId, quote.BidPrice - 2, 20);
                    break;
                }
            },
        };
    });
}
