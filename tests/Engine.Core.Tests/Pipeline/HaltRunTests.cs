using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Strategies;
using Engine.Testing;
using Engine.Testing.FaultyStorage;
using Xunit;

namespace Engine.Core.Tests.Pipeline;

/// <summary>
/// A whole engine whose threads the test runs by hand: no order is written to the venue after the logic has taken a
/// halt, however slow journal and venue are.
/// </summary>
public sealed class HaltRunTests : IDisposable
{
    private static readonly string[] Settings =
    [
        "account=TEST", "journal.directory=/none", "simulated.duration=10h", "simulated.rate=500",
        "simulated.symbols=AAA,BBB", "limits.segmentRecords=8192", "limits.outboundRingSlots=8192",
        "limits.laneSlots=1024", "limits.stateHashIntervalRecords=500", "journal.hashChain=false", "data.pace=1",
        "strategies.q.type=eager", "venue.address=unix:/unused", "limits.openOrdersMax=900",
        "risk.maxOpenOrders=900", "risk.priceCollarBps=5000",
        "threads.layout=source|logic|journal|gateway|follower",
    ];

    private readonly RestingVenue _venue = new();
    private readonly ManualTimeProvider _time = new();
    private readonly TradingEngine _engine;

    public HaltRunTests()
    {
        var config = LogicBench.ConfigOf([.. Settings, "mode=paper"]);
        _engine = TradingEngine.Open(
            new EngineSetup(config, Eager(), "test")
            {
                DecorateGateway = _ => _venue,
                IsSingleThreaded = true,
                Time = _time,
            },
            new FaultyJournalStorage());
        _venue.Connect(1);
        _engine.Begin();
        Run(() => _venue.Written.Count > 20, "source", "logic", "journal", "gateway", "follower");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_order_is_written_after_the_logic_has_taken_a_halt(bool isJournalSlow)
    {
        // Orders gather: behind a journal that is not synced, or in the queue of a venue that takes none.
        _venue.IsBusy = !isJournalSlow;
        string[] going = isJournalSlow ? ["source", "logic"] : ["source", "logic", "journal", "gateway"];
        var decided = Orders;
        Run(() => Orders >= decided + 12, going);
        var written = _venue.Written.Count(IsOpening);
        var halt = _engine.Control.SubmitAsync(OperatorCommand.Halt(Issuer.Of()));
        Run(() => _engine.Pipeline.Model.Chain.View.Holds.Count > 0, "logic");
        Assert.False(halt.IsCompleted);

        _venue.IsBusy = false;
        Run(() => halt.IsCompleted, "gateway", "source", "logic", "journal", "gateway", "follower");
        var answer = await halt;
        Assert.True(answer.Result.OrdersAffected > 0);
        Run(() => _engine.Pipeline.Model.Chain.OpenOrderCount == 0, "source", "logic", "journal", "gateway",
            "follower");
        Assert.Equal(written, _venue.Written.Count(IsOpening));
        Assert.Empty(_venue.Working);
        Assert.True(_engine.Pipeline.Model.Chain.View.State.VenueRejectCount == 0);
        Assert.Equal(Permission.Halted, _engine.Board.Status!.Permission);
    }

    [Fact]
    public async Task A_halt_does_not_wait_for_a_follower_that_lags()
    {
        // Its thread goes on and tells what the gateway has noted; its model stands still.
        string[] allButFollower = ["source", "logic", "journal", "gateway"];
        var pause = _engine.Control.SubmitAsync(OperatorCommand.Pause(Issuer.Of()));
        Run(() => IsTold(pause), allButFollower);
        var halt = _engine.Control.SubmitAsync(OperatorCommand.Halt(Issuer.Of()));
        Run(() => _engine.Pipeline.Model.Chain.View.Holds.Count == 2, "logic");
        Assert.False(IsTold(halt)); // Not durable.
        Run(() => IsTold(halt), allButFollower);

        var answer = await halt;
        Assert.True(answer.Sequence <= _engine.DurableSequence);
        Assert.Equal([(await pause).Result.HoldId, answer.Result.HoldId], answer.Holds.Select(h => h.HoldId));
        var status = _engine.Board.Status!;
        Assert.True(status.Sequence < answer.Sequence);
        Assert.Equal((Permission.Halted, 2), (status.Permission, status.Holds.Count));

        var resume = _engine.Control.SubmitAsync(OperatorCommand.Resume(Issuer.Of()));
        Run(() => resume.IsCompleted, [.. allButFollower, "follower"]);
        Assert.Equal((Permission.Active, 0), (_engine.Board.Status!.Permission, (await resume).Holds.Count));
    }

    [Fact]
    public void Every_order_that_was_held_back_is_reported_once()
    {
        _venue.IsBusy = true;
        var decided = Orders;
        Run(() => Orders >= decided + 10, "source", "logic", "journal", "gateway");
        var halt = _engine.Control.SubmitAsync(OperatorCommand.Halt(Issuer.Of(), policy: CancelPolicy.Keep));
        Run(() => halt.IsCompleted, "logic", "journal", "gateway", "follower");
        Run(() => _engine.Pipeline.Model.Chain.View.Risk.Account.InFlight == 0, "logic", "journal", "gateway");
        var notSent = 0;
        foreach (ref readonly var order in _engine.Pipeline.Model.Chain.View.Orders.Working)
            Assert.True(_venue.Orders.ContainsKey(order.OrderId), $"order {order.OrderId} neither here nor there");
        for (var slot = 0; slot < _engine.Pipeline.Model.Chain.View.Orders.SlotCount; slot++)
        {
            ref readonly var order = ref _engine.Pipeline.Model.Chain.View.Orders.AtSlot(slot);
            if (order.Reason == VenueReason.Halted && order.Status == OrderStatus.Rejected) notSent++;
        }
        Assert.True(notSent >= 10, $"{notSent} orders were reported as not sent");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_two_stops_the_one_that_was_asked_for_last_counts_however_close_they_are(bool isCommandLast)
    {
        if (isCommandLast) _engine.RequestStop(StopMode.Cancel, "signal", "SIGTERM");
        var commanded = _engine.Control.SubmitAsync(OperatorCommand.Stop(Issuer.Of(), StopMode.Park));
        Run(() => commanded.IsCompleted, "logic", "journal", "gateway", "follower");
        if (!isCommandLast) _engine.RequestStop(StopMode.Cancel, "signal", "SIGTERM"); // The host has not looked yet.
        Assert.True(_engine.IsOver());
        Assert.Equal(isCommandLast ? StopMode.Park : StopMode.Cancel, _engine.LatestStop()!.Mode);
    }

    private bool IsTold(Task answer)
    {
        _engine.Pipeline.Follower!.TellFirst!();
        return answer.IsCompleted;
    }

    // An order for every fifth quote, resting below the market.
    private static ScriptedCatalog Eager() => new ScriptedCatalog().Add("eager", () => new ScriptedStrategy
    {
        Quoted = (StrategyContext context, int id, in QuotePayload quote) =>
        {
            if (quote.SourceRow % 5 != 0 || quote.BidPrice <= 0) return;
            var tick = Math.Max(1, context.Market.Instrument(id).TickSize);
            context.Submit(OrderTicket.Limit(
                id, Side.Buy, context.Market.Instrument(id).LotSize, quote.BidPrice - (quote.BidPrice % tick)));
        },
    });

    public void Dispose() => _engine.Dispose();

    private long Orders => _engine.Pipeline.Model.Chain.View.State.OrderCount;

    private static bool IsOpening(EngineEvent written) => written.Kind == EventKind.OrderRequested;

    private void Run(Func<bool> isDone, params string[] threads)
    {
        for (var pass = 0; !isDone(); pass++)
        {
            Assert.True(pass < 200_000, "It never came to that.");
            foreach (var name in threads)
            {
                if (pass % 2 == 0) _time.Advance(200_000);
                _engine.Pipeline.Threads.First(thread => thread.Name == name).RunOnce();
                if (_engine.RunControl.Fault is { } fault) throw new InvalidOperationException(fault.ToString());
            }
            _engine.Attend();
        }
    }

    private sealed class ManualTimeProvider : TimeProvider
    {
        private long _ns = 1_700_000_000_000_000_000;

        public override long TimestampFrequency => 1_000_000_000;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_ns / 100);

        public override long GetTimestamp() => _ns;

        public void Advance(long ns) => _ns += ns;
    }
}
