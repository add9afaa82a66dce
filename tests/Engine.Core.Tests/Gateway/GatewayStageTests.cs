using Engine.Core.Events;
using Engine.Core.Gateway;
using Xunit;
using static Engine.Core.Tests.Gateway.VenueRecords;

namespace Engine.Core.Tests.Gateway;

/// <summary>
/// Goal: only durable intents of this run leave, at most once, cancels first; the stage never waits and never drops.
/// </summary>
public sealed class GatewayStageTests
{
    private readonly FakeRecords _records = new();
    private readonly ScriptedGateway _gateway = new();

    [Fact]
    public void Nothing_above_the_durable_sequence_leaves()
    {
        var lane = new FakeLane(64);
        var stage = Stage(lane);
        _records.Add(Limit(0, 1, Side.Buy, 1, 1));
        _records.Add(Limit(0, 2, Side.Buy, 1, 1), isDurable: false);
        RunToRest(stage);
        Assert.Equal(["order1"], _gateway.Calls);

        _records.DurableSequence = 2;
        RunToRest(stage);
        Assert.Equal(["order1", "order2"], _gateway.Calls);
        Assert.Equal("OrderSent(1,None) OrderSent(2,None)", lane.Kinds);
    }

    [Fact]
    public void A_source_that_leaks_above_the_durable_sequence_halts_the_stage()
    {
        _records.LeaksAboveDurable = true;
        _records.Add(Limit(0, 1, Side.Buy, 1, 1), isDurable: false);
        Assert.Throws<InvalidOperationException>(() => Stage(new FakeLane(64)).RunOnce());
        Assert.Empty(_gateway.Calls);
    }

    [Fact]
    public void History_is_shown_and_never_sent()
    {
        _records.Add(Limit(0, 1, Side.Buy, 1, 1));
        _records.Add(Question(1, QueryKind.None));
        _records.Add(Limit(0, 2, Side.Buy, 1, 1));
        RunToRest(Stage(new FakeLane(64), firstSequence: 3));
        Assert.Equal(["order2"], _gateway.Calls);
        Assert.Equal(3, _gateway.RecordsSeen);
    }

    [Fact]
    public void Cancels_overtake_orders_and_replaces_do_not()
    {
        _records.Add(Limit(0, 2, Side.Buy, 1, 1));
        _records.Add(Replace(0, 2, 2, 1));
        _records.Add(Cancel(0, 1));
        var lane = new FakeLane(64);
        RunToRest(Stage(lane));
        Assert.Equal(["cancel1", "order2", "replace2"], _gateway.Calls);
        Assert.Equal([OrderStatus.PendingCancel, OrderStatus.PendingNew, OrderStatus.PendingReplace],
            lane.Inputs.Select(r => r.OrderReport.Status));
    }

    [Fact]
    public void An_order_leaves_with_its_terms_and_not_before_they_are_durable()
    {
        var stage = Stage(new FakeLane(64));
        foreach (var record in Stop(1, 101)) _records.Add(record, isDurable: record.Kind == EventKind.OrderRequested);
        RunToRest(stage);
        Assert.Empty(_gateway.Calls);
        _records.DurableSequence = 2;
        _records.Add(Limit(0, 2, Side.Buy, 1, 1));
        foreach (var record in ReplaceStop(0, 1, 1, 102)) _records.Add(record);
        RunToRest(stage);
        Assert.Equal(["order1 stop 101", "order2", "replace1 stop 102"], _gateway.Calls);
    }

    [Fact]
    public void Terms_stay_with_their_orders_when_others_are_dropped()
    {
        _gateway.Code = GatewaySendCode.Busy;
        var stage = Stage(new FakeLane(64));
        for (var id = 1; id <= 4; id++)
            foreach (var record in Stop(id, 100 + id)) _records.Add(record);
        _records.Add(Cancel(0, 2));
        var halt = At(0, EventKind.HoldPlaced, -1);
        halt.Hold.Permission = Permission.Halted;
        halt.Hold.Scope = HoldScope.Instrument;
        halt.Hold.ScopeId = 7; // another one: keeps everything here, and still moves through the queue
        _records.Add(halt);
        RunToRest(stage);
        _gateway.Code = GatewaySendCode.Written;
        RunToRest(stage);
        Assert.Equal(["order1 stop 101", "order3 stop 103", "order4 stop 104"], _gateway.Calls);
    }

    private static EngineEvent[] Stop(long orderId, long stop) => Termed(
        0, orderId, Side.Buy, 1, OrderType.Stop, new OrderTermsPayload { StopPrice = stop });

    [Fact]
    public void A_cancel_of_an_unwritten_order_keeps_both_here()
    {
        _gateway.Code = GatewaySendCode.Busy;
        var lane = new FakeLane(64);
        var stage = Stage(lane);
        _records.Add(Limit(0, 1, Side.Buy, 1, 1));
        _records.Add(Limit(0, 2, Side.Buy, 1, 1));
        _records.Add(Replace(0, 1, 2, 1));
        RunToRest(stage);
        _records.Add(Cancel(0, 1));
        RunToRest(stage);
        _gateway.Code = GatewaySendCode.Written;
        RunToRest(stage);
        Assert.Equal(["order2"], _gateway.Calls);
        Assert.Equal("OrderNotSent(1,Requested) ReplaceRejected(1,Requested) OrderSent(2,None)", lane.Kinds);
    }

    [Theory]
    [InlineData(Permission.Halted, "cancel9 order2 order3")]
    [InlineData(Permission.ReadOnly, "order3")]
    [InlineData(Permission.Reducing, "cancel9 order1 order2 order3")]
    public void A_halt_turns_unwritten_orders_into_not_sent(Permission permission, string sent)
    {
        _gateway.Code = GatewaySendCode.Busy;
        var lane = new FakeLane(64);
        var stage = Stage(lane);
        _records.Add(Limit(0, 1, Side.Buy, 1, 1));
        var exit = Limit(0, 2, Side.Buy, 1, 1);
        exit.Order.Class = OrderClass.EmergencyExit;
        _records.Add(exit);
        _records.Add(Cancel(0, 9));
        var hold = At(0, EventKind.HoldPlaced, -1);
        hold.Hold.Scope = HoldScope.Account;
        hold.Hold.Permission = permission;
        _records.Add(hold);
        _records.Add(Limit(0, 3, Side.Buy, 1, 1)); // decided under the hold: risk let it pass
        RunToRest(stage);
        _gateway.Code = GatewaySendCode.Written;
        RunToRest(stage);
        Assert.Equal(sent, string.Join(" ", _gateway.Calls));
        Assert.Equal(permission != Permission.Reducing,
            lane.Kinds.Contains("OrderNotSent(1,Halted)", StringComparison.Ordinal));
        Assert.Equal(permission == Permission.ReadOnly,
            lane.Kinds.Contains("CancelRejected(9,Halted)", StringComparison.Ordinal));
    }

    [Fact]
    public void A_hold_on_a_strategy_stops_only_its_orders()
    {
        _gateway.Code = GatewaySendCode.Busy;
        var lane = new FakeLane(64);
        var stage = Stage(lane);
        var other = Limit(0, 2, Side.Buy, 1, 1);
        other.StrategyId = 2;
        _records.Add(Limit(0, 1, Side.Buy, 1, 1));
        _records.Add(other);
        var hold = At(0, EventKind.HoldPlaced, -1);
        (hold.Hold.Scope, hold.Hold.ScopeId, hold.Hold.Permission) = (HoldScope.Strategy, 2, Permission.Halted);
        _records.Add(hold);
        RunToRest(stage);
        Assert.Equal("OrderNotSent(2,Halted)", lane.Kinds);
    }

    [Theory]
    [InlineData(GatewaySendCode.NotConnected)]
    [InlineData(GatewaySendCode.OldSession)]
    public void Without_a_session_everything_is_known_not_to_be_sent(GatewaySendCode code)
    {
        _gateway.Code = code;
        var lane = new FakeLane(64);
        _records.Add(Limit(0, 1, Side.Buy, 1, 1));
        _records.Add(Cancel(0, 7));
        _records.Add(Replace(0, 8, 1, 1));
        RunToRest(Stage(lane));
        Assert.Equal(
            "CancelRejected(7,ConnectionLost) OrderNotSent(1,ConnectionLost) ReplaceRejected(8,ConnectionLost)",
                lane.Kinds);
    }

    [Fact]
    public void More_intents_than_risk_may_let_through_halt_the_stage()
    {
        _gateway.Code = GatewaySendCode.Busy;
        var stage = Stage(new FakeLane(64), inFlight: 2);
        for (var i = 1; i <= 2; i++) _records.Add(Limit(0, i, Side.Buy, 1, 1));
        RunToRest(stage);
        _records.Add(Limit(0, 3, Side.Buy, 1, 1));
        Assert.Throws<InvalidOperationException>(() => stage.RunOnce());
    }

    [Fact]
    public void A_full_lane_keeps_the_order_of_inputs_and_loses_none()
    {
        _gateway.FillsPerOrder = 500;
        var lane = new FakeLane(8);
        var stage = Stage(lane, inFlight: 4);
        for (var i = 1; i <= 4; i++) _records.Add(Limit(0, i, Side.Buy, 1, 1));
        var seen = new List<long>();
        for (var step = 0; step < 2_000; step++)
        {
            stage.RunOnce();
            if (lane.Inputs.TryDequeue(out var input) && input.Kind == EventKind.Execution)
                seen.Add(input.Execution.OrderId);
            else continue;
        }
        while (lane.Inputs.TryDequeue(out var input))
        {
            if (input.Kind == EventKind.Execution) seen.Add(input.Execution.OrderId);
            stage.RunOnce();
        }
        Assert.Equal(Enumerable.Range(1, 4).SelectMany(id => Enumerable.Repeat((long)id, 500)), seen);
    }

    [Fact]
    public void A_hundred_fills_per_order_and_the_smallest_queues_do_not_lock_up()
    {
        const int ringSlots = 16;
        const int orders = 50;
        _gateway.FillsPerOrder = 100;
        var lane = new FakeLane(8);
        var stage = Stage(lane, inFlight: 1);
        var sent = 0;
        var fills = 0;
        var inFlight = 0;
        for (var step = 0; step < 50_000 && fills < orders * 100; step++)
        {
            // The logic: takes an input only if the ring has room for its group, as the engine does.
            while (_records.Unread < ringSlots - 2 && lane.Inputs.TryDequeue(out var input))
            {
                if (input.Kind == EventKind.OrderSent) inFlight--;
                if (input.Kind == EventKind.Execution) fills++;
                _records.Add(input);
            }
            if (inFlight == 0 && sent < orders && _records.Unread < ringSlots)
            {
                _records.Add(Limit(0, ++sent, Side.Buy, 1, 1));
                inFlight++;
            }
            stage.RunOnce();
        }
        Assert.Equal((orders, orders * 100), (sent, fills));
    }

    [Fact]
    public void Running_allocates_nothing()
    {
        var lane = new FakeLane(4_096);
        var stage = Stage(lane, inFlight: 64);
        for (var i = 1; i <= 64; i++) _records.Add(Quote(i, 1, 2));
        stage.RunOnce();
        for (var i = 1; i <= 64; i++) _records.Add(Quote(i, 1, 2));
        var before = GC.GetAllocatedBytesForCurrentThread();
        stage.RunOnce();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private GatewayStage Stage(FakeLane lane, long firstSequence = 1, int inFlight = 16) =>
        new(_records, _gateway, lane, firstSequence, inFlight);

    private static void RunToRest(GatewayStage stage)
    {
        for (var i = 0; i < 100 && stage.RunOnce() > 0; i++)
        {
        }
    }
}
