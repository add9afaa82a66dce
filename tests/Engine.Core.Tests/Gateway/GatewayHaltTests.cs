using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Xunit;
using static Engine.Core.Tests.Gateway.VenueRecords;

namespace Engine.Core.Tests.Gateway;

/// <summary>Goal: from the moment the logic takes a halt, nothing that it covers is written any more.</summary>
public sealed class GatewayHaltTests
{
    private readonly FakeRecords _records = new();
    private readonly ScriptedGateway _gateway = new();
    private readonly FakeLane _lane = new(256);
    private readonly HaltMarks _halts = new(new EngineLimits { InstrumentsMax = 4, StrategiesMax = 3 });

    [Fact]
    public void An_order_that_becomes_durable_after_the_halt_was_taken_is_not_written()
    {
        var stage = Stage();
        _records.Add(Limit(0, 1, Side.Buy, 1, 1));
        _records.Add(Limit(0, 2, Side.Buy, 1, 1), isDurable: false);
        _records.Add(Cancel(0, 9), isDurable: false);
        _records.Add(Limit(0, 3, Side.Buy, 1, 1), isDurable: false); // A slow journal: none of these has left it.
        RunToRest(stage);
        Halt(sequence: 5);
        _records.DurableSequence = 4;
        RunToRest(stage);
        Assert.Equal(["order1", "cancel9"], _gateway.Calls);
        Assert.Equal(
            "OrderSent(1,None) OrderNotSent(2,Halted) OrderNotSent(3,Halted) OrderSent(9,None)", Sorted());
    }

    [Fact]
    public void An_order_that_a_slow_venue_kept_waiting_is_not_written_after_the_halt()
    {
        var stage = Stage();
        _gateway.Code = GatewaySendCode.Busy;
        for (var id = 1; id <= 5; id++) _records.Add(Limit(0, id, Side.Buy, 1, 1));
        _records.Add(Replace(0, 1, 2, 1));
        RunToRest(stage);
        Halt(sequence: 20);
        RunToRest(stage); // Reported at once, not when the venue takes orders again.
        Assert.Equal(5, _lane.Inputs.Count(r => r.Kind == EventKind.OrderNotSent));
        Assert.Equal(1, _lane.Inputs.Count(r => r.Kind == EventKind.ReplaceRejected));
        Assert.All(_lane.Inputs, r => Assert.Equal(VenueReason.Halted, r.OrderReport.Reason));
        _gateway.Code = GatewaySendCode.Written;
        RunToRest(stage);
        Assert.Empty(_gateway.Calls);
        Assert.Equal(0, stage.Unsent);
    }

    [Fact]
    public void A_gateway_that_is_closed_does_not_wait_for_a_venue_that_takes_nothing()
    {
        var stage = Stage();
        _gateway.Code = GatewaySendCode.Busy;
        _records.Add(Limit(0, 1, Side.Buy, 1, 1));
        _records.Add(Limit(0, 2, Side.Buy, 1, 1));
        _records.Add(Cancel(0, 9));
        RunToRest(stage);
        Assert.Equal(3, stage.Unsent);
        stage.IsClosed = true;
        RunToRest(stage);
        Assert.Equal((0, 0), (stage.Unsent, stage.Backlog));
        Assert.Equal(
            "CancelRejected(9,ConnectionLost) OrderNotSent(1,ConnectionLost) OrderNotSent(2,ConnectionLost)",
            string.Join(' ', Sorted().Split(' ').Order(StringComparer.Ordinal)));
        Assert.Empty(_gateway.Calls);
    }

    [Theory]
    [InlineData(HoldScope.Account, 0, Permission.Halted, "order4 order5 cancel9")]
    [InlineData(HoldScope.Strategy, 2, Permission.Halted, "order1 order3 order4 order5 cancel9")]
    [InlineData(HoldScope.Instrument, 1, Permission.Halted, "order1 order2 order4 order5 cancel9")]
    [InlineData(HoldScope.Account, 0, Permission.ReadOnly, "")]
    [InlineData(HoldScope.Instrument, 0, Permission.ReadOnly, "order3")]
    [InlineData(HoldScope.Account, 0, Permission.Reducing, "order1 order2 order3 order4 order5 cancel9")]
    public void A_halt_stops_the_classes_and_the_scope_that_it_covers(
        HoldScope scope, int scopeId, Permission permission, string written)
    {
        var stage = Stage();
        Add(1, OrderClass.Opening);
        Add(2, OrderClass.Reducing, strategyId: 2);
        Add(3, OrderClass.Opening, instrumentId: 1);
        Add(4, OrderClass.Protective);
        Add(5, OrderClass.EmergencyExit, strategyId: 2);
        _records.Add(Cancel(0, 9), isDurable: false);
        Halt(sequence: 7, scope, scopeId, permission);
        _records.DurableSequence = 6;
        RunToRest(stage);
        Assert.Equal(written, string.Join(" ", _gateway.Calls.Order(StringComparer.Ordinal)
            .OrderBy(c => c.StartsWith("cancel", StringComparison.Ordinal))));
    }

    [Fact]
    public void What_was_decided_after_the_halt_or_its_release_is_written()
    {
        var stage = Stage();
        Halt(sequence: 2);
        for (var id = 1; id <= 4; id++) _records.Add(Limit(0, id, Side.Buy, 1, 1));
        RunToRest(stage);
        Assert.Equal(["order2", "order3", "order4"], _gateway.Calls);
    }

    [Fact]
    public void A_venue_that_takes_intents_from_the_records_is_told_of_all_of_them()
    {
        _gateway.TakesIntentsFromRecords = true;
        var stage = Stage();
        Halt(sequence: 9);
        _records.Add(Limit(0, 1, Side.Buy, 1, 1));
        RunToRest(stage);
        Assert.Equal(["order1"], _gateway.Calls);
    }

    [Fact]
    public void A_halt_over_full_queues_and_a_full_lane_reports_every_order_once()
    {
        const int orders = 64;
        var lane = new FakeLane(2);
        var stage = new GatewayStage(_records, _gateway, lane, 1, orders, _halts);
        _gateway.Code = GatewaySendCode.Busy;
        for (var id = 1; id <= orders; id++) _records.Add(Limit(0, id, Side.Buy, 1, 1));
        for (var id = 1; id <= orders; id++) _records.Add(Cancel(0, 1_000 + id));
        RunToRest(stage);
        Halt(sequence: 1_000, HoldScope.Account, 0, Permission.ReadOnly);
        var seen = new List<long>();
        for (var i = 0; i < 2_000 && seen.Count < 2 * orders; i++)
        {
            stage.RunOnce();
            if (lane.Inputs.TryDequeue(out var input)) seen.Add(input.OrderReport.OrderId);
        }
        Assert.Equal(2 * orders, seen.Distinct().Count());
        Assert.Equal((0, 0), (stage.Unsent, stage.Backlog));
        Assert.Empty(_gateway.Calls);
    }

    private GatewayStage Stage() => new(_records, _gateway, _lane, 1, inFlightMessages: 16, _halts);

    private void Halt(
        long sequence, HoldScope scope = HoldScope.Account, int scopeId = 0, Permission permission = Permission.Halted)
    {
        var hold = new HoldPayload { Scope = scope, ScopeId = scopeId, Permission = permission };
        _halts.Publish(in hold, sequence);
    }

    private void Add(long orderId, OrderClass orderClass, ushort strategyId = 1, int instrumentId = 0)
    {
        var order = Limit(0, orderId, Side.Buy, 1, 1, id: instrumentId);
        order.Order.Class = orderClass;
        order.StrategyId = strategyId;
        _records.Add(order, isDurable: false);
    }

    private string Sorted() => string.Join(" ", _lane.Inputs.OrderBy(r => r.OrderReport.OrderId)
        .Select(r => $"{r.Kind}({r.OrderReport.OrderId},{r.OrderReport.Reason})"));

    private static void RunToRest(GatewayStage stage)
    {
        for (var i = 0; i < 100 && stage.RunOnce() > 0; i++)
        {
        }
    }
}
