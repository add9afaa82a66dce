using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Sequencing;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Allocation;

/// <summary>Goal: orders with terms, and stops that the engine holds, follows and fires, allocate nothing on the logic
/// thread.</summary>
public sealed class ProtectionAllocationTests
{
    private const int Rounds = 300;
    private const long Second = LogicBench.Second;

    private readonly RingBuffer<EngineEvent> _ring = new(1_024);
    private readonly LogicBench _bench = new LogicBench(new ScriptedCatalog(), "risk.priceCollarBps=10").Start();
    private readonly GroupWriter _group;
    private long _sequence;

    public ProtectionAllocationTests()
    {
        _group = new GroupWriter(_ring, _bench.Chain.Limits.GroupEventsMax);
        _bench.Define("AAPL");
        _bench.Quote(0);
        _sequence = _bench.NextSequence;
    }

    [Fact]
    public void Held_stops_allocate_nothing()
    {
        var inputs = Enumerable.Range(0, 2 * Rounds).SelectMany(Round).ToArray();
        Process(inputs.AsSpan(0, inputs.Length / 2)); // Warm-up.
        var orders = _bench.View.State.OrderCount;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Process(inputs.AsSpan(inputs.Length / 2));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2 * Rounds, _bench.View.State.OrderCount - orders); // An entry and a leg per round.
        Assert.Equal(0, _bench.View.Protections.Count);
        Assert.Equal(_bench.Chain.StateDigest, _bench.Chain.ComputeStateDigest());
    }

    private void Process(ReadOnlySpan<EngineEvent[]> inputs)
    {
        foreach (var input in inputs)
        {
            _group.Begin(0, _sequence);
            for (var i = 0; i < input.Length; i++)
                _group.AppendInput(in input[i], _bench.NowNs, (ushort)(i == 0 ? input[0].LaneId : LaneIds.Control));
            _bench.Chain.Process(_group);
            _bench.Chain.Seal(_group, _ring, seed: 0);
            _sequence += _group.Count;
            _bench.NowNs += Second;
        }
    }

    // An entry that is guarded by a trailing stop, its fill, a market that rises and falls, and the fill of the leg.
    private static IEnumerable<EngineEvent[]> Round(int round)
    {
        var entry = (2 * round) + 1;
        var order = new OrderPayload
        {
            Side = Side.Buy,
            Type = OrderType.Market,
            TimeInForce = TimeInForce.Day,
            Quantity = 10,
            LimitPrice = FixedPoint.Absent,
        };
        yield return [Quote()];
        yield return CommandRecords.Build(
            OperatorCommand.Submit(
                Issuer.Of(), 0, in order, terms: new OrderTermsPayload { ProtectTrailPrice = 50 }), round);
        yield return [Execution(entry, Side.Buy)];
        for (var i = 0; i < 8; i++) yield return [Trade(LogicBench.Price + (20 * i))];
        yield return [Trade(LogicBench.Price)];
        yield return [Execution(entry + 1, Side.Sell)];
        for (var i = 0; i < 2; i++) yield return [Sent(entry + i)];
    }

    private static EngineEvent Quote()
    {
        var quote = new EngineEvent { Kind = EventKind.Quote, LaneId = LaneIds.FirstSource };
        quote.Quote.BidPrice = LogicBench.Price - 1;
        quote.Quote.AskPrice = LogicBench.Price + 1;
        quote.Quote.BidSize = quote.Quote.AskSize = 1;
        return quote;
    }

    private static EngineEvent Trade(long price)
    {
        var trade = new EngineEvent { Kind = EventKind.Trade, LaneId = LaneIds.FirstSource };
        trade.Trade.Price = price;
        trade.Trade.Size = 1;
        return trade;
    }

    private static EngineEvent Execution(long orderId, Side side)
    {
        var execution = new EngineEvent { Kind = EventKind.Execution, LaneId = LaneIds.Venue };
        execution.Execution.ExecutionId = AsciiText32.From($"E-{orderId}");
        execution.Execution.OrderId = orderId;
        execution.Execution.Side = side;
        execution.Execution.Quantity = 10;
        execution.Execution.Price = LogicBench.Price;
        execution.Execution.VenueEventId = orderId;
        return execution;
    }

    private static EngineEvent Sent(long orderId)
    {
        var report = new EngineEvent { Kind = EventKind.OrderSent, LaneId = LaneIds.Venue };
        report.OrderReport.OrderId = orderId;
        return report;
    }
}
