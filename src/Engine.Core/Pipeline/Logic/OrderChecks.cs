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
    /// Rounds a new order to tick and lot if the settings say so, scales it to the size ladder, checks it and fills in
    /// class and figures. One that was scaled and accepted carries the factor as its limit and the quantity before as
    /// what was measured; a denied one carries what was asked for.
    /// </summary>
    /// <param name="asked">What was asked for, with an order id, if the order was rounded and let through.</param>
    public RiskCode Order(
        ref OrderPayload order, in OrderTermsPayload terms, int instrumentId, int strategyId, long nowNs,
        out OrderRoundedPayload asked)
    {
        var inputs = InputsFor(instrumentId, strategyId, nowNs);
        inputs.Terms = terms;
        inputs.HasProtectionRoom = _parts.Protections.HasRoom;

        // What guards a position outlives its strategy.
        if (order.Class == OrderClass.Protective) inputs.IsStrategyEnabled = true;
        if (terms.OcoGroup != 0) inputs.IsGroupKnown = IsGroup(terms.OcoGroup, instrumentId, strategyId);
        var before = order;
        Round(ref order, order.Side, order.Type, in inputs, out asked);
        var whole = order.Quantity;
        order.Quantity = _parts.Risk.Scale(in order, in inputs, default);
        if (order.Quantity == 0 && whole > 0) return RoundsToZero(ref order, in before, strategyId, ref asked);

        order.Class = _parts.Risk.Classify(in order, in inputs);
        var code = _parts.Risk.Check(in order, in inputs, out var verdict);
        Note(ref order, code, in verdict, in inputs, in before, ref asked);
        NoteLadder(ref order, code, whole, strategyId);
        return code;
    }

    /// <summary>Checks a replacement, rounded and scaled alike; the payload carries the new price and total.</summary>
    /// <param name="stopPrice">The new stop; 0 leaves it where it is.</param>
    /// <param name="asked">What was asked for, with an order id, if it was rounded and let through.</param>
    public RiskCode Replacement(
        ref OrderPayload replacement, in OrderState order, long stopPrice, long nowNs, out OrderRoundedPayload asked)
    {
        var inputs = InputsFor(order.InstrumentId, order.StrategyId, nowNs);
        inputs.Terms = TermsOfReplacement(in order, stopPrice, nowNs);
        var before = replacement;
        Round(ref replacement, order.Side, order.Type, in inputs, out asked);
        var whole = replacement.Quantity;
        var request = replacement;
        if (request.Class == OrderClass.Reducing) request.Class = OrderClass.None; // As found, not claimed.
        replacement.Quantity = _parts.Risk.Scale(in request, in inputs, in order);
        if (replacement.Quantity != whole && replacement.Quantity <= order.CumulativeQuantity)
            return RoundsToZero(ref replacement, in before, order.StrategyId, ref asked);

        var code = _parts.Risk.CheckReplace(
            in order, replacement.LimitPrice, replacement.Quantity, in inputs, out var verdict);
        Note(ref replacement, code, in verdict, in inputs, in before, ref asked);
        NoteLadder(ref replacement, code, whole, order.StrategyId);
        return code;
    }

    /// <summary>What the checks looked at, for the record behind a denial.</summary>
    public void Fill(ref RiskFiguresPayload figures, in OrderPayload order, int instrumentId, long nowNs)
    {
        figures.OrderId = order.OrderId;
        figures.BidPrice = figures.AskPrice = figures.LastTradePrice = figures.QuoteAgeNs = FixedPoint.Absent;
        figures.Margin = RiskFiguresPayload.MarginOf(order.Limit, order.Measured);
        if ((uint)instrumentId >= (uint)_parts.Market.InstrumentCount) return;

        ref readonly var market = ref _parts.Market.View.Market(instrumentId);
        figures.BidPrice = market.BidPrice;
        figures.AskPrice = market.AskPrice;
        figures.LastTradePrice = market.LastTradePrice;
        var timeNs = market.QuoteEngineTimeNs != FixedPoint.Absent
            ? market.QuoteEngineTimeNs
            : market.LastTradeEngineTimeNs;
        if (timeNs != FixedPoint.Absent) figures.QuoteAgeNs = nowNs - timeNs;
        ref readonly var position = ref _parts.Portfolio.View.Position(instrumentId);
        ref readonly var open = ref _parts.Risk.Open(0, instrumentId);
        figures.PositionQuantity = position.Quantity;
        figures.OpenBuyQuantity = open.BuyQuantity;
        figures.OpenSellQuantity = open.SellQuantity;
        if (!position.IsDefined) return;
        figures.Exposure = _parts.Risk.Currency(position.CurrencyNumber).GrossExposure;
        figures.Equity = _parts.Portfolio.View.Currency(position.CurrencyNumber - 1).Equity;
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

    private RiskCode RoundsToZero(
        ref OrderPayload order, in OrderPayload before, int strategyId, ref OrderRoundedPayload asked)
    {
        order.LimitPrice = before.LimitPrice;
        order.Quantity = before.Quantity;
        order.Limit = _parts.Risk.Ladder.FactorOf(strategyId);
        order.Measured = before.Quantity;
        order.ReferencePrice = FixedPoint.Absent;
        asked = default;
        return RiskCode.LadderRoundsToZero;
    }

    // What the ladder took away is told before the limit that the rest came nearest to.
    private void NoteLadder(ref OrderPayload order, RiskCode code, long whole, int strategyId)
    {
        if (code != RiskCode.Accepted || order.Quantity == whole) return;

        order.Limit = _parts.Risk.Ladder.FactorOf(strategyId);
        order.Measured = whole;
        order.HoldSequence = (long)RiskCode.LadderRoundsToZero;
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
            IsMetered = _parts.Messages.IsMetered,
            AreCancelsWaiting = _parts.Messages.AreCancelsWaiting,
            AccountDay = AccountDayOf(nowNs),
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
        inputs.Maintenance = _parts.Maintenance.Stage;
        inputs.HasUsableMark = _parts.Market.View.HasUsableMark(instrumentId);
        inputs.SessionCloseNs = _parts.Calendar.View.SessionCloseNs(instrument.CalendarId, nowNs);
        inputs.IsMarketOpen = _parts.Calendar.View.IsOpen(instrument.CalendarId, nowNs);
        ref readonly var market = ref _parts.Market.View.Market(instrumentId);
        inputs.Bid = market.BidPrice;
        inputs.Ask = market.AskPrice;
        inputs.Last = market.LastTradePrice;
        inputs.QuoteTimeNs = market.QuoteEngineTimeNs;
        inputs.TradeTimeNs = market.LastTradeEngineTimeNs;
        ref readonly var position = ref _parts.Portfolio.View.Position(instrumentId);
        inputs.Position = position.Quantity;
        inputs.Equity = _parts.Portfolio.View.Currency(position.CurrencyNumber - 1).Equity;
        inputs.StrategyPosition = _parts.Portfolio.StrategyView.Position(strategyId, instrumentId).Quantity;
        if (_parts.Risk.HasCapitalLimit(strategyId))
            inputs.StrategyCapitalElsewhere = CapitalElsewhere(strategyId, instrumentId, position.CurrencyNumber);
        return inputs;
    }

    // A look at each instrument, and only for a strategy with a limit of capital: nothing is kept for it.
    private long CapitalElsewhere(int strategyId, int exceptId, int currencyNumber)
    {
        Int128 capital = 0;
        for (var id = 0; id < _parts.Market.InstrumentCount; id++)
        {
            if (id == exceptId || _parts.Portfolio.View.Position(id).CurrencyNumber != currencyNumber) continue;

            var held = _parts.Portfolio.StrategyView.Position(strategyId, id).Quantity;
            ref readonly var open = ref _parts.Risk.Open(strategyId, id);
            var worst = RiskChecks.LargestWorstCase(held, open.BuyQuantity, open.SellQuantity);
            if (worst == 0) continue;

            ref readonly var instrument = ref _parts.Market.View.Instrument(id);
            var isMeasured = FixedPoint.TryNotional(
                _parts.MarkOf(id), RiskChecks.Clamp(worst), instrument.Multiplier, instrument.NotionalScaleExponent,
                out var value);
            capital += isMeasured ? Math.Abs(value) : long.MaxValue;
        }
        return RiskChecks.Clamp(capital);
    }

    // Before the first roll is known, days of UTC.
    private long AccountDayOf(long nowNs) =>
        _parts.AccountDays.Current.IsKnown ? _parts.AccountDays.Current.Date : LogicParts.SessionDay(nowNs);

    private void Round(
        ref OrderPayload order, Side side, OrderType type, in RiskInputs inputs, out OrderRoundedPayload asked)
    {
        asked = default;
        if (_parts.Risk.Account.RoundsPassively == 0) return;

        var (price, quantity) = (order.LimitPrice, order.Quantity);
        if (!OrderRounding.TryRound(ref order, side, type, inputs.TickSize, inputs.LotSize)) return;
        asked.OrderId = order.OrderId;
        asked.AskedPrice = price;
        asked.AskedQuantity = quantity;
        asked.TickSize = inputs.TickSize;
        asked.LotSize = inputs.LotSize;
    }

    // A denied order is recorded as it was asked for. A denial by permission names the hold that decided, so that the
    // operator need not search; an accepted order the check whose limit it came nearest to.
    private void Note(
        ref OrderPayload order, RiskCode code, in RiskVerdict verdict, in RiskInputs inputs, in OrderPayload before,
        ref OrderRoundedPayload asked)
    {
        order.Limit = verdict.Limit;
        order.Measured = verdict.Measured;
        order.ReferencePrice = verdict.ReferencePrice;
        if (code == RiskCode.Accepted)
        {
            order.HoldSequence = (long)verdict.Tightest;
            return;
        }
        order.LimitPrice = before.LimitPrice;
        order.Quantity = before.Quantity;
        asked = default;
        var isHeld =
            code is RiskCode.PermissionReducing or RiskCode.PermissionHalted or RiskCode.PermissionReadOnly;
        if (isHeld && _parts.Holds.TryFindDeciding(inputs.StrategyId, inputs.InstrumentId, out var hold))
            order.HoldSequence = hold.PlacedSequence;
    }
}
