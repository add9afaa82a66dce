using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Risk;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Cancels any number of working orders. The orders are marked at once, in their state, so that commands may overlap
/// and a crash forgets nothing; the cancels follow as group and gateway have room, in journaled continuations.
/// </summary>
internal sealed class CancelFlow
{
    private readonly LogicParts _parts;
    private readonly OrderFlow _orders;

    public CancelFlow(LogicParts parts, OrderFlow orders)
    {
        _parts = parts;
        _orders = orders;
    }

    /// <summary>
    /// True if a Continuation would do something: cancels wait for room in the gateway, for a message of the
    /// connection, and for a venue.
    /// </summary>
    public bool CanGoOn => IsReady && _parts.Messages.Has(MessageClass.Cancel, _parts.StateView.EngineTimeNs);

    /// <summary>Engine time at which it can go on; the end of time if it waits for nothing but inputs.</summary>
    public long WakeNs => IsReady ? _parts.Messages.ReadyNs(MessageClass.Cancel) : long.MaxValue;

    private bool IsReady => (_parts.StateView.PendingWork & PendingWork.CancelMarked) != 0 && _parts.IsVenueThere
        && _parts.HasRoomToCancel;

    /// <summary>Marks the orders of a scope; returns how many will be canceled because of it.</summary>
    /// <param name="tag">Only orders that this operator has submitted; null for all.</param>
    public int Mark(HoldScope scope, int scopeId, OrderSweep sweep, long? tag = null) =>
        Sweep(scope, scopeId, sweep, tag, isDryRun: false);

    /// <summary>How many <see cref="Mark(HoldScope, int, OrderSweep, long?)"/> would mark; changes nothing.</summary>
    public int Count(HoldScope scope, int scopeId, OrderSweep sweep, long? tag = null) =>
        Sweep(scope, scopeId, sweep, tag, isDryRun: true);

    private int Sweep(HoldScope scope, int scopeId, OrderSweep sweep, long? tag, bool isDryRun)
    {
        var view = _parts.Orders.View;
        var orders = scope switch
        {
            HoldScope.Strategy => view.WorkingOfStrategy(scopeId),
            HoldScope.Instrument => view.WorkingOfInstrument(scopeId),
            _ => view.Working,
        };
        var count = 0;
        foreach (ref readonly var order in orders)
            if (IsChosen(in order, sweep, tag) && (isDryRun ? !IsUnderWay(in order) : Mark(in order))) count++;
        return count;
    }

    /// <summary>
    /// True if the cancel of an order is on its way. Whether one of an Unknown order ever left is unknown as well: once
    /// more does no harm.
    /// </summary>
    public static bool IsUnderWay(in OrderState order) =>
        order.IsCancelPending && order.Status != OrderStatus.Unknown;

    /// <summary>Marks one order; false if its cancel is under way.</summary>
    public bool Mark(in OrderState order)
    {
        if (IsUnderWay(in order)) return false;
        _parts.WantCancel(order.OrderId);
        return true;
    }

    /// <summary>Requests as many cancels as fit; what is left waits for the next Continuation.</summary>
    public void GoOn(GroupWriter group, long nowNs)
    {
        if ((_parts.StateView.PendingWork & PendingWork.CancelMarked) == 0 || !_parts.IsVenueThere) return;

        foreach (ref readonly var order in _parts.Orders.Working)
        {
            if (order.OrderId <= _parts.Control.CancelOrderId || !order.IsCancelWanted) continue;
            if (group.Remaining <= StrategyFlow.ReservedRecords) return;
            if (_parts.Risk.Account.InFlight >= _parts.Limits.InFlightMessages) return; // It waits for room.
            if (!_parts.Messages.Has(MessageClass.Cancel, nowNs)) return;

            _parts.Control.CancelOrderId = order.OrderId;
            _parts.Orders.ForgetCancel(order.OrderId);
            _orders.RequestCancel(group, order.OrderId, strategyId: 0, nowNs);
        }
        _parts.State.PendingWork &= ~PendingWork.CancelMarked;
        _parts.Control.CancelOrderId = 0;
    }

    private bool IsChosen(in OrderState order, OrderSweep sweep, long? tag)
    {
        if (tag is not null && (order.StrategyId != 0 || order.Tag != tag)) return false;
        return CommandTable.EffectOn(sweep, order.Class) switch
        {
            OrderEffect.Canceled => true,
            OrderEffect.CanceledIfIncreasing => CouldIncrease(in order),
            _ => false,
        };
    }

    // With everything else in its direction executed; an order that was let through as reducing has had its siblings
    // counted then.
    private bool CouldIncrease(in OrderState order)
    {
        var leaves = order.WorstCaseLeaves;
        ref readonly var open = ref _parts.Risk.Open(0, order.InstrumentId);
        var isReducing = order.Class == OrderClass.Reducing;
        var buys = isReducing ? 0 : open.BuyQuantity - (order.Side == Side.Buy ? leaves : 0);
        var sells = isReducing ? 0 : open.SellQuantity - (order.Side == Side.Sell ? leaves : 0);
        var position = _parts.Portfolio.View.Position(order.InstrumentId).Quantity;
        return leaves > OrderClassifier.ReducingRoom(order.Side, position, buys, sells);
    }
}
