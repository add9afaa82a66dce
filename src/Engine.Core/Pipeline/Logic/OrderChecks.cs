using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Risk;

namespace Engine.Core.Pipeline.Logic;

/// <summary>Asks risk about orders, with everything that it needs to know of the world outside it.</summary>
internal sealed class OrderChecks
{
    private readonly LogicParts _parts;

    public OrderChecks(LogicParts parts) => _parts = parts;

    /// <summary>
    /// Scales a new order to the size ladder, checks it and fills in class and the figures of a denial. One that was
    /// scaled and accepted carries the factor as its limit and the asked quantity as what was measured; a denied one
    /// carries the quantity that was asked for.
    /// </summary>
    public RiskCode Order(
        ref OrderPayload order, in OrderTermsPayload terms, int instrumentId, int strategyId, long nowNs)
    {
        var inputs = InputsFor(instrumentId, strategyId, nowNs);
        inputs.Terms = terms;
        inputs.HasProtectionRoom = _parts.Protections.HasRoom;

        // What guards a position outlives its strategy.
        if (order.Class == OrderClass.Protective) inputs.IsStrategyEnabled = true;
        if (terms.OcoGroup != 0) inputs.IsGroupKnown = IsGroup(terms.OcoGroup, instrumentId, strategyId);
        var asked = order.Quantity;
        order.Quantity = _parts.Risk.Scale(in order, in inputs, default);
        if (order.Quantity == 0 && asked > 0) return RoundsToZero(ref order, asked, strategyId);

        order.Class = _parts.Risk.Classify(in order, in inputs);
        var code = _parts.Risk.Check(
            in order, in inputs, out order.Limit, out order.Measured, out order.ReferencePrice);
        NoteHold(ref order, code, strategyId, instrumentId);
        NoteLadder(ref order, code, asked, strategyId);
        return code;
    }

    /// <summary>Checks a replacement, scaled alike; the payload carries the new price and total.</summary>
    /// <param name="stopPrice">The new stop; 0 leaves it where it is.</param>
    public RiskCode Replacement(ref OrderPayload replacement, in OrderState order, long stopPrice, long nowNs)
    {
        var inputs = InputsFor(order.InstrumentId, order.StrategyId, nowNs);
        inputs.Terms = TermsOfReplacement(in order, stopPrice, nowNs);
        var asked = replacement.Quantity;
        var request = replacement;
        if (request.Class == OrderClass.Reducing) request.Class = OrderClass.None; // As found, not claimed.
        replacement.Quantity = _parts.Risk.Scale(in request, in inputs, in order);
        if (replacement.Quantity != asked && replacement.Quantity <= order.CumulativeQuantity)
            return RoundsToZero(ref replacement, asked, order.StrategyId);

        var code = _parts.Risk.CheckReplace(
            in order, replacement.LimitPrice, replacement.Quantity, in inputs,
            out replacement.Limit, out replacement.Measured, out replacement.ReferencePrice);
        NoteHold(ref replacement, code, order.StrategyId, order.InstrumentId);
        NoteLadder(ref replacement, code, asked, order.StrategyId);
        return code;
    }

    public RiskCode Cancel(in OrderState order)
    {
        var permission = _parts.Holds.PermissionFor(order.StrategyId, order.InstrumentId);
        return _parts.Risk.CheckCancel(in order, _parts.StateView.Phase, permission);
    }

    // What stays as it is was checked when the order came; only the new stop has to stand on its side of the market.
    private OrderTermsPayload TermsOfReplacement(in OrderState order, long stopPrice, long nowNs)
    {
        var terms = _parts.OrderTerms.Find(order.OrderId, out _).ToPayload();
        terms.OcoGroup = 0;
        terms.ProtectStopPrice = terms.ProtectTargetPrice = terms.ProtectTrailPrice = terms.ProtectTrailBps = 0;
        if (stopPrice != 0) terms.StopPrice = stopPrice;
        else if (order.Type == OrderType.TrailingStop) terms.StopPrice = 0; // It has moved since.
        if (terms.ExpireTimeNs != 0) terms.ExpireTimeNs = Math.Max(terms.ExpireTimeNs, nowNs + 1);
        return terms;
    }

    private bool IsGroup(long firstOrderId, int instrumentId, int strategyId)
    {
        ref readonly var first = ref _parts.Orders.Find(firstOrderId, out var isFound);
        return isFound && first.IsWorking && first.InstrumentId == instrumentId && first.StrategyId == strategyId
            && !OrderTypeTable.IsImmediate(first.TimeInForce);
    }

    private RiskCode RoundsToZero(ref OrderPayload order, long asked, int strategyId)
    {
        order.Quantity = asked;
        order.Limit = _parts.Risk.Ladder.FactorOf(strategyId);
        order.Measured = asked;
        order.ReferencePrice = FixedPoint.Absent;
        return RiskCode.LadderRoundsToZero;
    }

    private void NoteLadder(ref OrderPayload order, RiskCode code, long asked, int strategyId)
    {
        if (order.Quantity == asked) return;
        if (code == RiskCode.Accepted)
        {
            order.Limit = _parts.Risk.Ladder.FactorOf(strategyId);
            order.Measured = asked;
        }
        else
        {
            order.Quantity = asked;
        }
    }

    private RiskInputs InputsFor(int instrumentId, int strategyId, long nowNs)
    {
        var inputs = new RiskInputs
        {
            InstrumentId = instrumentId,
            StrategyId = strategyId,
            NowNs = nowNs,
            Phase = _parts.StateView.Phase,
            Permission = _parts.Holds.PermissionFor(strategyId, instrumentId),
            IsStrategyEnabled = strategyId == 0 || _parts.Strategies.IsEnabled(strategyId),
        };
        if ((uint)instrumentId >= (uint)_parts.Market.InstrumentCount)
        {
            inputs.InstrumentId = -1;
            return inputs;
        }
        ref readonly var instrument = ref _parts.Market.View.Instrument(instrumentId);
        inputs.PriceExponent = instrument.PriceExponent;
        inputs.SizeExponent = instrument.SizeExponent;
        inputs.Multiplier = instrument.Multiplier;
        inputs.TickSize = instrument.TickSize;
        inputs.LotSize = instrument.LotSize;
        inputs.IsShortable = instrument.IsShortable != 0;
        inputs.SessionCloseNs = _parts.Calendar.View.SessionCloseNs(instrument.CalendarId, nowNs);
        inputs.IsMarketOpen = _parts.Calendar.View.IsOpen(instrument.CalendarId, nowNs);
        ref readonly var market = ref _parts.Market.View.Market(instrumentId);
        inputs.Bid = market.BidPrice;
        inputs.Ask = market.AskPrice;
        inputs.Last = market.LastTradePrice;
        inputs.QuoteTimeNs = market.QuoteEngineTimeNs;
        inputs.TradeTimeNs = market.LastTradeEngineTimeNs;
        inputs.Position = _parts.Portfolio.View.Position(instrumentId).Quantity;
        inputs.StrategyPosition = _parts.Portfolio.StrategyView.Position(strategyId, instrumentId).Quantity;
        return inputs;
    }

    // A denial by permission names the hold that decided, so that the operator need not search.
    private void NoteHold(ref OrderPayload order, RiskCode code, int strategyId, int instrumentId)
    {
        var isHeld =
            code is RiskCode.PermissionReducing or RiskCode.PermissionHalted or RiskCode.PermissionReadOnly;
        if (isHeld && _parts.Holds.TryFindDeciding(strategyId, instrumentId, out var hold))
            order.HoldSequence = hold.PlacedSequence;
    }
}
