using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Risk;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Fires the stops and targets that the engine holds. Market data of an instrument is looked at before the strategies
/// see it. One leg of a protection works at a time, never for more than what is left to guard, nor for more than the
/// position of the account less everything that already works in that direction: so the position never crosses zero.
/// </summary>
internal sealed class ProtectionFlow
{
    private readonly LogicParts _parts;
    private readonly OrderFlow _orders;

    public ProtectionFlow(LogicParts parts, OrderFlow orders)
    {
        _parts = parts;
        _orders = orders;
    }

    public void OnQuote(GroupWriter group, in EngineEvent e)
    {
        if (_parts.Protections.CountOfInstrument(e.InstrumentId) == 0) return;

        // Stops look at trades where there are any, as at the venue; targets at what a leg would be paid.
        var hasTrades = _parts.Market.View.Market(e.InstrumentId).LastTradePrice != FixedPoint.Absent;
        Look(group, e.InstrumentId, e.TimestampNs, hasTrades, e.Quote.BidPrice, e.Quote.AskPrice);
    }

    public void OnTrade(GroupWriter group, in EngineEvent e)
    {
        if (_parts.Protections.CountOfInstrument(e.InstrumentId) == 0) return;
        Look(group, e.InstrumentId, e.TimestampNs, isTargetOnly: false, e.Trade.Price, e.Trade.Price);
    }

    // A sell leg looks at the bid, a buy leg at the ask; a trade is both.
    private void Look(GroupWriter group, int instrumentId, long nowNs, bool isTargetOnly, long bid, long ask)
    {
        var tick = _parts.Market.View.Instrument(instrumentId).TickSize;
        for (var next = _parts.Protections.FirstOf(instrumentId); next >= 0;)
        {
            var slot = next;
            next = _parts.Protections.NextOf(slot);
            ref readonly var protection = ref _parts.Protections.At(slot);
            var price = protection.Side == Side.Sell ? bid : ask;
            if (protection.OpenQuantity <= 0 || price == FixedPoint.Absent) continue;

            if (!isTargetOnly) FollowMarket(slot, price, tick);
            if (protection.LegOrderId != 0 || nowNs < protection.NextTryNs) continue;
            if (protection.IsTriggered != 0) Fire(group, slot, OrderLeg.ProtectiveStop, nowNs);
            else if (IsTargetReached(in protection, price)) Fire(group, slot, OrderLeg.ProfitTarget, nowNs);
        }
    }

    private void FollowMarket(int slot, long price, long tick)
    {
        ref readonly var protection = ref _parts.Protections.At(slot);
        if (protection.IsTriggered != 0) return;
        if (protection.StopPrice != 0 && StopTrigger.IsHit(protection.Side, protection.StopPrice, price))
        {
            _parts.Protections.Edit(slot).IsTriggered = 1;
            return;
        }
        if (!protection.IsTrailing) return;

        var stop = StopTrigger.Trail(
            protection.Side, protection.StopPrice, price, protection.TrailPrice, protection.TrailBps, tick);
        if (stop != protection.StopPrice) _parts.Protections.Edit(slot).StopPrice = stop;
    }

    private static bool IsTargetReached(in ProtectionState protection, long price) =>
        protection.TargetPrice != 0
        && (protection.Side == Side.Sell ? price >= protection.TargetPrice : price <= protection.TargetPrice);

    private void Fire(GroupWriter group, int slot, OrderLeg leg, long nowNs)
    {
        var protection = _parts.Protections.At(slot);
        if (!CanFire(in protection, nowNs) || group.Remaining <= StrategyFlow.ReservedRecords) return;

        if (leg == OrderLeg.ProtectiveStop) CancelOthers(group, in protection, nowNs);
        var quantity = QuantityOf(in protection);
        if (quantity == 0 || group.Remaining <= StrategyFlow.ReservedRecords) return;

        var isStop = leg == OrderLeg.ProtectiveStop;
        var order = new OrderPayload
        {
            Side = protection.Side,
            Type = isStop ? OrderType.Market : OrderType.Limit,
            TimeInForce = isStop ? TimeInForce.Day : TimeInForce.ImmediateOrCancel,
            LimitPrice = isStop ? FixedPoint.Absent : protection.TargetPrice,
            Quantity = quantity,
            Class = OrderClass.Protective,
            SourceEventTimeNs = nowNs,
        };
        var terms = new OrderTermsPayload { ParentOrderId = protection.ParentOrderId, Leg = leg };
        var code = _orders.SubmitOwn(
            group, ref order, in terms, protection.InstrumentId, nowNs, protection.StrategyId);
        ref var state = ref _parts.Protections.Edit(slot);
        if (code != RiskCode.Accepted)
        {
            state.NextTryNs = nowNs + ProtectionTable.RetryNs;
            return;
        }
        state.LegOrderId = order.OrderId;
        state.LegLeaves = quantity;
    }

    // Where risk would say no for as long as it lasts, nothing is asked: the journal is not filled with denials.
    private bool CanFire(in ProtectionState protection, long nowNs)
    {
        var permission = _parts.Holds.PermissionFor(protection.StrategyId, protection.InstrumentId);
        var code = PermissionTable.Decide(
            _parts.StateView.Phase, permission, TradeAction.Submit, OrderClass.Protective);
        var calendarId = _parts.Market.View.Instrument(protection.InstrumentId).CalendarId;
        return code == RiskCode.Accepted && !_parts.IsFrozen(protection.InstrumentId)
            && _parts.Calendar.View.IsOpen(calendarId, nowNs);
    }

    // Orders of the strategy that would reduce the same position stand in the way of the stop: they go first.
    private void CancelOthers(GroupWriter group, in ProtectionState protection, long nowNs)
    {
        if (QuantityOf(in protection) == RoundToLot(in protection, protection.OpenQuantity)) return;

        foreach (ref readonly var order in _parts.Orders.View.WorkingOf(protection.StrategyId, protection.InstrumentId))
        {
            var isInTheWay = order.Side == protection.Side && order.Class != OrderClass.Protective
                && !order.IsCancelPending;
            if (!isInTheWay) continue;
            if (group.Remaining <= StrategyFlow.ReservedRecords || !_parts.HasRoomToCancel) return;
            _orders.RequestCancel(group, order.OrderId, strategyId: 0, nowNs);
        }
    }

    private long QuantityOf(in ProtectionState protection)
    {
        ref readonly var open = ref _parts.Risk.Open(0, protection.InstrumentId);
        var position = _parts.Portfolio.View.Position(protection.InstrumentId).Quantity;
        var room = OrderClassifier.ReducingRoom(protection.Side, position, open.BuyQuantity, open.SellQuantity);
        return RoundToLot(in protection, Math.Min(protection.OpenQuantity, room));
    }

    private long RoundToLot(in ProtectionState protection, long quantity)
    {
        var lot = Math.Max(1, _parts.Market.View.Instrument(protection.InstrumentId).LotSize);
        return quantity - (quantity % lot);
    }
}
