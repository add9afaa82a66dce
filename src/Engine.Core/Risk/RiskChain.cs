using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.State;

namespace Engine.Core.Risk;

/// <summary>
/// The checks of an order or a replacement, one after the other; the first that fails names the denial. What is taken
/// (a token, a place under a cap) is taken last, so that only an accepted order takes it.
/// </summary>
internal sealed class RiskChain
{
    private readonly StateTable<RiskInstrumentState> _instruments;
    private readonly StateTable<RiskStrategyState> _strategies;
    private readonly StateTable<RiskAccountState> _account;
    private readonly OpenOrderSums _open;
    private readonly ExposureChecks _exposures;
    private readonly SelfCross _selfCross;
    private readonly OrderCaps _caps;
    private readonly RecentIntents _intents;
    private readonly RepeatedRejects _rejects;
    private readonly MessageBucket _messages;
    private readonly SizeLadder _ladder;

    public RiskChain(
        StateTable<RiskInstrumentState> instruments, StateTable<RiskStrategyState> strategies,
        StateTable<RiskAccountState> account, OpenOrderSums open, ExposureChecks exposures, SelfCross selfCross,
        OrderCaps caps, RecentIntents intents, RepeatedRejects rejects, MessageBucket messages,
        SizeLadder ladder)
    {
        _instruments = instruments;
        _strategies = strategies;
        _account = account;
        _open = open;
        _exposures = exposures;
        _selfCross = selfCross;
        _caps = caps;
        _intents = intents;
        _rejects = rejects;
        _messages = messages;
        _ladder = ladder;
    }

    public RiskCode Decide(
        TradeAction action, in OrderPayload request, in RiskInputs inputs, in OrderState replaced,
        out RiskVerdict verdict)
    {
        var figures = new RiskFigures { ReferencePrice = FixedPoint.Absent };
        var isGuarded = action == TradeAction.Submit && !IsExit(in request) && IsPlain(in request);
        var key = isGuarded ? IntentKey.Of(in request, in inputs) : default;
        var code = CheckRequest(action, in request, in inputs, in replaced, ref figures, out var orderClass);
        if (code == RiskCode.Accepted && isGuarded && _rejects.IsBlocked(in key, inputs.NowNs, out var count))
            code = figures.Deny(RiskCode.RepeatedReject, _account[0].MaxIdenticalRejects, count);
        if (code == RiskCode.Accepted) code = CheckSize(in request, in inputs, orderClass, ref figures);
        if (code == RiskCode.Accepted) code = CheckMarket(in request, in inputs, in replaced, orderClass, ref figures);
        if (code == RiskCode.Accepted)
            code = CheckPosition(in request, in inputs, in replaced, orderClass, ref figures);
        if (code == RiskCode.Accepted)
            code = CheckIntent(in request, in inputs, orderClass, in key, isGuarded, ref figures);
        if (code == RiskCode.Accepted) code = CheckCounts(action, in request, in inputs, in replaced, ref figures);
        if (isGuarded) NoteOutcome(in key, code, inputs.NowNs);
        verdict = new RiskVerdict
        {
            Limit = figures.Limit,
            Measured = figures.Measured,
            ReferencePrice = figures.ReferencePrice,
            Tightest = figures.Tightest,
        };
        return code;
    }

    // Request, phase and permission, tradable now, what it claims to be.
    private RiskCode CheckRequest(
        TradeAction action, in OrderPayload request, in RiskInputs inputs, in OrderState replaced,
        ref RiskFigures figures, out OrderClass orderClass)
    {
        orderClass = OrderClass.Opening;
        if ((uint)inputs.InstrumentId >= (uint)_instruments.Capacity
            || _instruments[inputs.InstrumentId].IsDefined == 0)
        {
            return figures.Deny(RiskCode.UnknownInstrument, _instruments.Capacity, inputs.InstrumentId);
        }

        var code = RiskChecks.Validity(in request, in inputs, ref figures);
        if (code != RiskCode.Accepted) return code;
        if (request.Quantity <= replaced.CumulativeQuantity)
            return figures.Deny(RiskCode.InvalidQuantity, replaced.CumulativeQuantity + 1, request.Quantity);

        if (!inputs.IsStrategyEnabled) return RiskCode.StrategyDisabled;

        // The order to be replaced makes room for its replacement.
        ref readonly var open = ref _open.Of(0, inputs.InstrumentId);
        var buys = open.BuyQuantity - (replaced.Side == Side.Buy ? replaced.WorstCaseLeaves : 0);
        var sells = open.SellQuantity - (replaced.Side == Side.Sell ? replaced.WorstCaseLeaves : 0);
        var leaves = request.Quantity - replaced.CumulativeQuantity;
        orderClass = request.Class is OrderClass.None or OrderClass.Opening
            ? OrderClassifier.Classify(request.Side, leaves, inputs.Position, buys, sells)
            : request.Class;
        code = PermissionTable.Decide(inputs.Phase, inputs.Permission, action, orderClass);
        if (code != RiskCode.Accepted) return figures.Deny(code, 0, (long)inputs.Permission);
        var isKept = inputs.Maintenance == MaintenanceStage.Closed
            || (inputs.Maintenance == MaintenanceStage.Draining && orderClass == OrderClass.Opening);
        if (isKept) return figures.Deny(RiskCode.Maintenance, 0, (long)inputs.Maintenance);
        if (!inputs.IsMarketOpen) return RiskCode.MarketClosed;
        if (orderClass == OrderClass.Opening) return RiskCode.Accepted;

        // Protective legs guard the same position together; every other order has the room that the rest leaves.
        var isLeg = orderClass == OrderClass.Protective;
        var room = OrderClassifier.ReducingRoom(request.Side, inputs.Position, isLeg ? 0 : buys, isLeg ? 0 : sells);
        return figures.Check(RiskCode.PermissionReducing, room, leaves);
    }

    // The restricted list, quantity.
    private RiskCode CheckSize(
        in OrderPayload request, in RiskInputs inputs, OrderClass orderClass, ref RiskFigures figures)
    {
        if (IsExit(in request)) return RiskCode.Accepted; // The position bounds it.
        if (orderClass == OrderClass.Opening && _instruments[inputs.InstrumentId].IsRestricted != 0)
            return figures.Deny(RiskCode.Restricted, 0, request.Quantity);

        var limit = _instruments[inputs.InstrumentId].MaxOrderQuantity;
        if (inputs.StrategyId != 0)
        {
            var own = LimitsInForce.ScaleQuantity(_strategies[inputs.StrategyId].MaxOrderQuantity, inputs.SizeExponent);
            limit = Math.Min(limit, own);
        }
        return figures.Check(RiskCode.OrderQuantityLimit, limit, request.Quantity);
    }

    // Notional, collar, staleness. An emergency exit must work when the feed does not, and brings its own collar.
    private RiskCode CheckMarket(
        in OrderPayload request, in RiskInputs inputs, in OrderState replaced, OrderClass orderClass,
        ref RiskFigures figures)
    {
        ref readonly var limits = ref _instruments[inputs.InstrumentId];
        // A leg that guards a position is fired because the market ran away: no distance from it may hold the leg back.
        RiskChecks.Price(in request, in inputs, ref figures);
        if (IsExit(in request)) return RiskCode.Accepted;
        if (figures.ReferencePrice == FixedPoint.Absent) return figures.Deny(RiskCode.NoReferencePrice, 0, 0);
        if (!inputs.HasUsableMark && orderClass == OrderClass.Opening) return RiskCode.NoUsableMark;

        var limit = limits.MaxOrderNotional;
        if (inputs.StrategyId != 0)
        {
            var own = _ladder.NotionalLimit(inputs.StrategyId, _strategies[inputs.StrategyId].MaxOrderNotional,
                isOpeningAlone: _open.ClosingPart(in request, in inputs, in replaced) == 0);
            limit = Math.Min(limit, own);
        }
        var code = RiskChecks.Notional(request.Quantity, limit, in inputs, RiskCode.OrderNotionalLimit, ref figures);
        if (code != RiskCode.Accepted) return code;

        code = RiskChecks.Collar(limits.PriceCollarBps, in inputs, ref figures);
        return code != RiskCode.Accepted ? code : RiskChecks.Staleness(limits.StaleQuoteNs, in inputs, ref figures);
    }

    private RiskCode CheckPosition(
        in OrderPayload request, in RiskInputs inputs, in OrderState replaced, OrderClass orderClass,
        ref RiskFigures figures)
    {
        ref readonly var limits = ref _instruments[inputs.InstrumentId];
        ref readonly var open = ref _open.Of(0, inputs.InstrumentId);
        var side = request.Side;

        // Of an order and its replacement the larger counts, because either may be what the venue executes. One that
        // asks for no more than before adds nothing, and passes even where a limit is exceeded already.
        var old = replaced.WorstCaseLeaves;
        var added = Math.Max(request.Quantity - replaced.CumulativeQuantity, old) - old;
        if (added == 0) return RiskCode.Accepted;

        var working = side == Side.Buy ? open.BuyQuantity : open.SellQuantity;
        var total = (Int128)working + added;
        if (total > RiskGate.OpenQuantityCeiling)
            return figures.Deny(RiskCode.Overflow, RiskGate.OpenQuantityCeiling, RiskChecks.Clamp(total));

        var worst = RiskChecks.WorstCase(side, inputs.Position, working, added);
        var isShortAllowed = inputs.IsShortable && limits.IsShortSellingAllowed != 0;
        if (side == Side.Sell && worst < 0 && !isShortAllowed)
            return figures.Deny(RiskCode.ShortSelling, 0, RiskChecks.Clamp(worst));

        var exposure = side == Side.Buy ? worst : -worst;
        var code = figures.Check(RiskCode.PositionLimit, limits.MaxPosition, RiskChecks.Clamp(exposure));
        if (code == RiskCode.Accepted && limits.MaxPositionNotional != RiskLimits.None && exposure > 0
            && figures.NotionalPrice != FixedPoint.Absent)
        {
            code = RiskChecks.Notional(
                (long)exposure, limits.MaxPositionNotional, in inputs, RiskCode.PositionLimit, ref figures);
        }
        if (code == RiskCode.Accepted && inputs.StrategyId != 0)
            code = CheckStrategyPosition(side, added, in inputs, ref figures);
        return code == RiskCode.Accepted && orderClass == OrderClass.Opening
            ? _exposures.Check(side, worst, in inputs, ref figures)
            : code;
    }

    private RiskCode CheckStrategyPosition(Side side, long added, in RiskInputs inputs, ref RiskFigures figures)
    {
        ref readonly var open = ref _open.Of(inputs.StrategyId, inputs.InstrumentId);
        var working = side == Side.Buy ? open.BuyQuantity : open.SellQuantity;
        var worst = RiskChecks.WorstCase(side, inputs.StrategyPosition, working, added);
        var exposure = side == Side.Buy ? worst : -worst;
        var own = LimitsInForce.ScaleQuantity(_strategies[inputs.StrategyId].MaxPosition, inputs.SizeExponent);
        var limit = _ladder.PositionLimit(inputs.StrategyId, own, _instruments[inputs.InstrumentId].MaxPosition);
        var code = figures.Check(RiskCode.StrategyPositionLimit, limit, RiskChecks.Clamp(exposure));
        return code == RiskCode.Accepted ? CheckStrategyCapital(side, added, in inputs, ref figures) : code;
    }

    // What the strategy could come to hold over all its instruments. What does not make it more passes, so that a limit
    // that was lowered never stands in the way of an exit.
    private RiskCode CheckStrategyCapital(Side side, long added, in RiskInputs inputs, ref RiskFigures figures)
    {
        var own = _strategies[inputs.StrategyId].MaxCapital;
        if (own == RiskLimits.None || figures.NotionalPrice == FixedPoint.Absent) return RiskCode.Accepted;

        ref readonly var open = ref _open.Of(inputs.StrategyId, inputs.InstrumentId);
        var (buys, sells) = (open.BuyQuantity, open.SellQuantity);
        var before = RiskChecks.LargestWorstCase(inputs.StrategyPosition, buys, sells);
        var after = side == Side.Buy
            ? RiskChecks.LargestWorstCase(inputs.StrategyPosition, buys + added, sells)
            : RiskChecks.LargestWorstCase(inputs.StrategyPosition, buys, sells + added);
        if (after <= before) return RiskCode.Accepted;

        var limit = _ladder.CapitalLimit(inputs.StrategyId, own);
        var isMeasured = FixedPoint.TryNotional(
            figures.NotionalPrice, RiskChecks.Clamp(after), inputs.Multiplier,
            inputs.PriceExponent + inputs.SizeExponent, out var here);
        return isMeasured
            ? figures.Check(
                RiskCode.StrategyCapitalLimit, limit, RiskChecks.Clamp((Int128)inputs.StrategyCapitalElsewhere + here))
            : figures.Deny(RiskCode.Overflow, limit, FixedPoint.Absent);
    }

    // The account's own orders on the other side, and the same intent a moment ago. A protective leg must not wait for
    // an order of our own that stands in its way.
    private RiskCode CheckIntent(
        in OrderPayload request, in RiskInputs inputs, OrderClass orderClass, in IntentKey key, bool isGuarded,
        ref RiskFigures figures)
    {
        ref readonly var account = ref _account[0];
        var canCross = IsPlain(in request) && orderClass is OrderClass.Opening or OrderClass.Reducing;
        if (account.IsSelfCrossAllowed == 0 && canCross)
        {
            var code = _selfCross.Check(request.Side, figures.ExpectedPrice, inputs.InstrumentId, ref figures);
            if (code != RiskCode.Accepted) return code;
        }
        if (!isGuarded || account.RepeatWindowNs == 0) return RiskCode.Accepted;
        return _intents.TryFind(in key, account.RepeatWindowNs, inputs.NowNs, out var ageNs)
            ? figures.Deny(RiskCode.RepeatedIntent, account.RepeatWindowNs, ageNs)
            : RiskCode.Accepted;
    }

    // An order that passes is remembered, so that an equal one a moment later stands out.
    private void NoteOutcome(in IntentKey key, RiskCode code, long nowNs)
    {
        if (code == RiskCode.Accepted)
        {
            _rejects.OnLetThrough(in key);
            if (_account[0].RepeatWindowNs != 0) _intents.Add(in key, nowNs);
        }
        else if (RepeatedRejects.Counts(code))
        {
            _rejects.OnRefused(in key, (int)code, nowNs);
        }
    }

    // Open orders, caps, in flight, messages, rate. What is taken comes last, so that only an accepted order takes it.
    private RiskCode CheckCounts(
        TradeAction action, in OrderPayload request, in RiskInputs inputs, in OrderState replaced,
        ref RiskFigures figures)
    {
        ref readonly var account = ref _account[0];
        var isExit = IsExit(in request);
        var added = AddedNotional(in request, in replaced, in figures);
        if (action == TradeAction.Submit && request.Class != OrderClass.EmergencyExit)
        {
            var open = CheckOpenOrders(in inputs, ref figures);
            if (open != RiskCode.Accepted) return open;
        }
        if (!isExit)
        {
            var caps = _caps.Check(added, in inputs, ref figures);
            if (caps != RiskCode.Accepted) return caps;
        }
        var code = figures.Check(RiskCode.InFlightLimit, account.MaxInFlight, account.InFlight + 1L);
        if (code != RiskCode.Accepted) return code;

        var messageClass = isExit ? MessageClass.EmergencyExit : MessageClass.Order;
        if (inputs.IsMetered
            && (inputs.AreCancelsWaiting || !_messages.Has(messageClass, inputs.NowNs)))
        {
            var room = _messages.RoomOf(messageClass);
            return figures.Deny(RiskCode.MessageRateLimit, room, room + 1L);
        }
        var rate = new TokenBucket { IntervalNs = account.RateIntervalNs, Burst = account.RateBurst };
        if (!rate.TryTake(ref _account.Edit(0).RateFullAgainNs, inputs.NowNs))
            return figures.Deny(RiskCode.OrderRateLimit, account.RateBurst, account.RateBurst + 1L);

        if (inputs.IsMetered) _messages.Take(inputs.NowNs);
        if (!isExit) _caps.Count(added);
        return RiskCode.Accepted;
    }

    private RiskCode CheckOpenOrders(in RiskInputs inputs, ref RiskFigures figures)
    {
        ref readonly var account = ref _account[0];
        var code = figures.Check(RiskCode.OpenOrdersLimit, account.MaxOpenOrders, account.OpenOrders + 1L);
        if (code != RiskCode.Accepted) return code;

        code = figures.Check(
            RiskCode.OpenOrdersLimit, _instruments[inputs.InstrumentId].MaxOpenOrders,
            _open.Of(0, inputs.InstrumentId).OrderCount + 1);
        if (code != RiskCode.Accepted || inputs.StrategyId == 0) return code;

        ref readonly var strategy = ref _strategies[inputs.StrategyId];
        return figures.Check(RiskCode.OpenOrdersLimit, strategy.MaxOpenOrders, strategy.OpenOrders + 1L);
    }

    // What closes a position in need: the closing orders of a flatten, and the legs that guard a position.
    private static bool IsExit(in OrderPayload request) =>
        request.Class is OrderClass.EmergencyExit or OrderClass.Protective;

    // Stands in the book of the venue as soon as it is there, and is told by its price alone.
    private static bool IsPlain(in OrderPayload request) => request.Type is OrderType.Market or OrderType.Limit;

    // Of a replacement the part that it adds.
    private static long AddedNotional(in OrderPayload request, in OrderState replaced, in RiskFigures figures)
    {
        if (replaced.Quantity == 0) return figures.Notional;

        var added = Math.Max(0, request.Quantity - replaced.QuantityMax);
        return (long)((Int128)figures.Notional * added / request.Quantity);
    }
}
