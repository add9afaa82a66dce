using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Sequencing;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Allocation;

/// <summary>Goal: commands allocate nothing on the logic thread, whatever they do and however many there are.</summary>
public sealed class CommandAllocationTests
{
    private const int Rounds = 400;

    private readonly RingBuffer<EngineEvent> _ring = new(1_024);
    private readonly LogicBench _bench = new LogicBench(
        new ScriptedCatalog().Add("taker", () => new ScriptedStrategy
        {
            Quoted = (StrategyContext context, int id, in QuotePayload quote) =>
                context.Submit(OrderTicket.Limit(id, Side.Buy, 10, LogicBench.Price)),
        }),
        "strategies.a.type=taker", "limits.idempotencyKeysMax=1024", "risk.maxInFlight=3000",
        "limits.stateHashIntervalRecords=64").Start();

    private readonly GroupWriter _group;
    private long _sequence;

    public CommandAllocationTests()
    {
        _group = new GroupWriter(_ring, _bench.Chain.Limits.GroupEventsMax);
        _bench.Define("AAPL");
        _sequence = _bench.NextSequence;
    }

    [Fact]
    public void A_mixed_load_of_commands_allocates_nothing()
    {
        var inputs = Enumerable.Range(0, 2 * Rounds).SelectMany(Round).ToArray();
        var half = inputs.Length / 2;
        Process(inputs.AsSpan(0, half)); // Warm-up.
        var before = GC.GetAllocatedBytesForCurrentThread();
        Process(inputs.AsSpan(half));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(_bench.View.State.CancelCount > Rounds, "Cancels are part of the measurement.");
        Assert.True(_bench.View.Control.FlattensCompleted == 0 && _bench.View.Control.CancelsWanted > Rounds);
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
            _bench.NowNs += 20 * LogicBench.Second;
        }
    }

    // Two orders, a pause that cancels them, a resume, a halt, its repetition, and cancels of what is not there.
    private IEnumerable<EngineEvent[]> Round(int round)
    {
        yield return [Quote()];
        var pause = OperatorCommand.Pause(Issuer.Of());
        yield return CommandRecords.Build(pause, round);
        yield return CommandRecords.Build(pause, round);
        yield return CommandRecords.Build(OperatorCommand.Resume(Issuer.Of()), round);
        yield return [Quote()];
        yield return CommandRecords.Build(
            OperatorCommand.Halt(Issuer.Of(), HoldScope.Instrument, 0, CancelPolicy.All), round);
        yield return CommandRecords.Build(OperatorCommand.Release(Issuer.Of(), 3 + round), round);
        yield return CommandRecords.Build(OperatorCommand.Resume(Issuer.Of(), HoldScope.Instrument, 0), round);
        yield return CommandRecords.Build(OperatorCommand.CancelOrder(Issuer.Of(), 1 + round), round);
        yield return CommandRecords.Build(OperatorCommand.Cancel(Issuer.Of(), HoldScope.Strategy, 1), round);
        yield return CommandRecords.Build(OperatorCommand.Flatten(Issuer.Of(OperatorRole.Viewer)), round);
        yield return [Report(EventKind.OrderSent, (2 * round) + 1)];
        yield return [Report(EventKind.OrderCanceled, (2 * round) + 1)];
        yield return [Report(EventKind.OrderCanceled, (2 * round) + 2)];
        yield return [new EngineEvent { Kind = EventKind.Continuation, InstrumentId = -1 }];
        for (var i = 0; i < 8; i++) yield return [Report(EventKind.OrderSent, 0)];
    }

    private static EngineEvent Quote()
    {
        var quote = new EngineEvent { Kind = EventKind.Quote, LaneId = LaneIds.FirstSource };
        quote.Quote = new QuotePayload
        {
            BidPrice = LogicBench.Price - 1,
            AskPrice = LogicBench.Price + 1,
            BidSize = 1,
            AskSize = 1,
        };
        return quote;
    }

    private static EngineEvent Report(EventKind kind, long orderId)
    {
        var report = new EngineEvent { Kind = kind, InstrumentId = 0, LaneId = LaneIds.Venue };
        report.OrderReport.OrderId = orderId;
        report.OrderReport.VenueEventId = kind == EventKind.OrderSent ? 0 : orderId;
        return report;
    }
}
