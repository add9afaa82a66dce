using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.State;

namespace Engine.Core.Risk;

/// <summary>
/// Decides whether an order, cancel or replacement may leave the engine. The first check that fails names the denial:
/// request - phase and permission - quantity - notional - collar - staleness - worst-case position - open orders - in
/// flight - rate. Every order that is not terminal counts at its worst case: buys are never netted against sells, a
/// pending cancel is alive, a pending replacement counts the larger version, an Unknown order all of its leaves.
/// </summary>
public sealed class RiskGate
{
    /// <summary>Open quantity per instrument and side stays below this, far from overflow.</summary>
    public const long OpenQuantityCeiling = long.MaxValue / 4;

    private readonly StateTable<RiskInstrumentState> _instruments;
    private readonly StateTable<RiskStrategyState> _strategies;
    private readonly StateTable<RiskAccountState> _account;
    private readonly OpenOrderSums _open;
    private readonly LimitsInForce _limits;
    private readonly int _instrumentsMax;

    public RiskGate(StateRegistry registry, EngineLimits limits)
    {
        _instrumentsMax = limits.InstrumentsMax;
        var rows = limits.StrategiesMax + 1;
        _instruments = registry.Add<RiskInstrumentState>(StateParts.RiskInstruments, version: 1, _instrumentsMax);
        _account = registry.Add<RiskAccountState>(StateParts.RiskAccount, version: 1, capacity: 1);
        _strategies = registry.Add<RiskStrategyState>(StateParts.RiskStrategies, version: 1, rows);
        _open = new OpenOrderSums(registry, _account, _strategies, _instrumentsMax);
        Ladder = new SizeLadder(registry, limits.StrategiesMax);
        _limits = new LimitsInForce(_instruments, _strategies, _account, limits.InFlightMessages);
    }

    /// <summary>How much of what strategies ask for is opened.</summary>
    public SizeLadder Ladder { get; }

    public ref readonly RiskAccountState Account => ref _account[0];

    /// <summary>The limits in force for an instrument.</summary>
    public ref readonly RiskInstrumentState Instrument(int instrumentId) => ref _instruments[instrumentId];

    public ref readonly RiskStrategyState Strategy(int strategyId) => ref _strategies[strategyId];

    /// <summary>What works in an instrument; strategy 0 is the account as a whole.</summary>
    public ref readonly RiskOpenState Open(int strategyId, int instrumentId) => ref _open.Of(strategyId, instrumentId);

    /// <summary>
    /// Puts limits in force for the account. The caller then defines every instrument and strategy again: theirs change
    /// only with <see cref="DefineInstrument"/> and <see cref="DefineStrategy"/>.
    /// </summary>
    public void Configure(RiskLimits limits)
    {
        _limits.Configure(limits);
        Ladder.Configure(limits.Ladder);
    }

    /// <exception cref="InvalidOperationException">No limits are configured yet.</exception>
    public void DefineInstrument(int instrumentId, string symbol, int sizeExponent) =>
        _limits.DefineInstrument(instrumentId, symbol, sizeExponent);

    /// <exception cref="InvalidOperationException">No limits are configured yet.</exception>
    public void DefineStrategy(int strategyId, string name)
    {
        _limits.DefineStrategy(strategyId, name);
        Ladder.Define(strategyId, name);
    }

    /// <summary>
    /// The quantity that the ladder lets through of what a strategy asks for: what closes its own position whole, of
    /// the rest the factor. To be asked before <see cref="Check"/>. What <see cref="Check"/> would refuse anyway, what
    /// claims to reduce, and a replacement by no more than what works come back as they are.
    /// </summary>
    /// <param name="replaced">The order that is to be replaced; default for a new one.</param>
    public long Scale(in OrderPayload request, in RiskInputs inputs, in OrderState replaced)
    {
        var factor = Ladder.FactorOf(inputs.StrategyId);
        var isClaimed = request.Class is OrderClass.Reducing or OrderClass.Protective or OrderClass.EmergencyExit;
        var isWellFormed = (uint)inputs.InstrumentId < (uint)_instrumentsMax && inputs.LotSize > 0
            && request.Quantity > replaced.Quantity && request.Quantity % inputs.LotSize == 0;
        if (factor == SizeLadder.Whole || isClaimed || !isWellFormed) return request.Quantity;

        var closing = ClosingPart(in request, in inputs, in replaced);
        return SizeLadder.Scale(request.Quantity, closing, factor, inputs.LotSize);
    }

    /// <summary>
    /// The class under which an order is checked: the one it claims (reduce-only, protective, emergency exit), which
    /// <see cref="Check"/> holds it to, else opening or reducing by the account's position and open orders.
    /// </summary>
    public OrderClass Classify(in OrderPayload request, in RiskInputs inputs)
    {
        if (request.Class is OrderClass.Reducing or OrderClass.Protective or OrderClass.EmergencyExit)
            return request.Class;
        if ((uint)inputs.InstrumentId >= (uint)_instrumentsMax) return OrderClass.Opening;

        ref readonly var open = ref Open(0, inputs.InstrumentId);
        return OrderClassifier.Classify(
            request.Side, request.Quantity, inputs.Position, open.BuyQuantity, open.SellQuantity);
    }

    /// <summary>Checks a new order. An accepted one has taken its token of the order rate.</summary>
    /// <param name="limit">The limit that denied it, in the unit of the check; 0 if accepted.</param>
    /// <param name="measured">What was measured against it; 0 if accepted.</param>
    /// <param name="referencePrice">The market price used; absent if there was none, or no check came so far.</param>
    public RiskCode Check(
        in OrderPayload request, in RiskInputs inputs, out long limit, out long measured, out long referencePrice) =>
        Decide(TradeAction.Submit, in request, in inputs, default, out limit, out measured, out referencePrice);

    /// <summary>
    /// Checks a replacement of an order by a new limit and a new total quantity. Whether the order is in a state to be
    /// replaced is for <see cref="OrderStateMachine.RefusalOf"/> to say.
    /// </summary>
    public RiskCode CheckReplace(
        in OrderState order, long limitPrice, long quantity, in RiskInputs inputs,
        out long limit, out long measured, out long referencePrice)
    {
        var request = new OrderPayload
        {
            OrderId = order.OrderId,
            LimitPrice = limitPrice,
            Quantity = quantity,
            Side = order.Side,
            Type = order.Type,
            TimeInForce = order.TimeInForce,
            Class = order.Class is OrderClass.Protective or OrderClass.EmergencyExit ? order.Class : OrderClass.None,
        };
        return Decide(TradeAction.Replace, in request, in inputs, in order, out limit, out measured,
            out referencePrice);
    }

    /// <summary>
    /// A cancel needs permission and room in the gateway's queue, nothing else: it is never rate limited.
    /// </summary>
    public RiskCode CheckCancel(in OrderState order, EnginePhase phase, Permission permission)
    {
        var code = PermissionTable.Decide(phase, permission, TradeAction.Cancel, order.Class);
        if (code != RiskCode.Accepted) return code;

        return _account[0].InFlight >= _account[0].InFlightCapacity ? RiskCode.InFlightLimit : RiskCode.Accepted;
    }

    /// <summary>
    /// Takes the difference between an order before and after a message into the open sums; a default before is a new
    /// order.
    /// </summary>
    /// <exception cref="OverflowException">
    /// A sum does not fit: the venue reported absurd quantities, and the engine must halt.
    /// </exception>
    public void OnOrderChanged(in OrderState before, in OrderState after) => _open.OnOrderChanged(in before, in after);

    /// <summary>Counts everything again from the orders themselves. For tests and verification; allocates.</summary>
    public bool AgreesWith(OrdersView orders, ForeignOrdersView? foreign = null) => _open.AgreesWith(orders, foreign);

    /// <summary>An order, cancel or replacement went into the journal for the gateway.</summary>
    public void OnIntentJournaled() => _account.Edit(0).InFlight++;

    /// <summary>The gateway has sent or refused one intent.</summary>
    /// <exception cref="InvalidOperationException">Nothing was in flight.</exception>
    public void OnIntentResolved()
    {
        if (_account[0].InFlight == 0)
            throw new InvalidOperationException("The gateway answered an intent that was not in flight.");
        _account.Edit(0).InFlight--;
    }

    /// <summary>After a start nothing is in flight: a gateway never sends from history.</summary>
    public void ResetInFlight()
    {
        if (_account[0].InFlight != 0) _account.Edit(0).InFlight = 0;
    }

    private RiskCode Decide(
        TradeAction action, in OrderPayload request, in RiskInputs inputs, in OrderState replaced,
        out long limit, out long measured, out long referencePrice)
    {
        var figures = new RiskFigures { ReferencePrice = FixedPoint.Absent };
        var code = CheckRequest(action, in request, in inputs, in replaced, ref figures);
        if (code == RiskCode.Accepted) code = CheckMarket(in request, in inputs, in replaced, ref figures);
        if (code == RiskCode.Accepted) code = CheckPosition(in request, in inputs, in replaced, ref figures);
        if (code == RiskCode.Accepted) code = CheckCounts(action, in request, in inputs, ref figures);
        limit = figures.Limit;
        measured = figures.Measured;
        referencePrice = figures.ReferencePrice;
        return code;
    }

    // Request, phase and permission, what it claims to be, quantity.
    private RiskCode CheckRequest(
        TradeAction action, in OrderPayload request, in RiskInputs inputs, in OrderState replaced,
        ref RiskFigures figures)
    {
        if ((uint)inputs.InstrumentId >= (uint)_instrumentsMax || _instruments[inputs.InstrumentId].IsDefined == 0)
            return figures.Deny(RiskCode.UnknownInstrument, _instrumentsMax, inputs.InstrumentId);

        var code = RiskChecks.Validity(in request, in inputs, ref figures);
        if (code != RiskCode.Accepted) return code;
        if (request.Quantity <= replaced.CumulativeQuantity)
            return figures.Deny(RiskCode.InvalidQuantity, replaced.CumulativeQuantity + 1, request.Quantity);

        if (!inputs.IsStrategyEnabled) return RiskCode.StrategyDisabled;

        // The order to be replaced makes room for its replacement.
        ref readonly var open = ref Open(0, inputs.InstrumentId);
        var buys = open.BuyQuantity - (replaced.Side == Side.Buy ? replaced.WorstCaseLeaves : 0);
        var sells = open.SellQuantity - (replaced.Side == Side.Sell ? replaced.WorstCaseLeaves : 0);
        var leaves = request.Quantity - replaced.CumulativeQuantity;
        var orderClass = request.Class is OrderClass.None or OrderClass.Opening
            ? OrderClassifier.Classify(request.Side, leaves, inputs.Position, buys, sells)
            : request.Class;
        code = PermissionTable.Decide(inputs.Phase, inputs.Permission, action, orderClass);
        if (code != RiskCode.Accepted) return figures.Deny(code, 0, (long)inputs.Permission);
        if (!inputs.IsMarketOpen) return RiskCode.MarketClosed;

        if (orderClass != OrderClass.Opening)
        {
            // Protective legs guard the same position together; every other order has the room that the rest leaves.
            var isLeg = orderClass == OrderClass.Protective;
            var room = OrderClassifier.ReducingRoom(request.Side, inputs.Position, isLeg ? 0 : buys, isLeg ? 0 : sells);
            if (leaves > room) return figures.Deny(RiskCode.PermissionReducing, room, leaves);
        }
        return CheckQuantity(in request, in inputs, ref figures);
    }

    private RiskCode CheckQuantity(in OrderPayload request, in RiskInputs inputs, ref RiskFigures figures)
    {
        if (request.Class is OrderClass.EmergencyExit or OrderClass.Protective)
            return RiskCode.Accepted; // The position bounds it.

        var limit = _instruments[inputs.InstrumentId].MaxOrderQuantity;
        if (inputs.StrategyId != 0)
        {
            var own = LimitsInForce.ScaleQuantity(_strategies[inputs.StrategyId].MaxOrderQuantity, inputs.SizeExponent);
            limit = Math.Min(limit, own);
        }
        return request.Quantity > limit
            ? figures.Deny(RiskCode.OrderQuantityLimit, limit, request.Quantity)
            : RiskCode.Accepted;
    }

    // Notional, collar, staleness. An emergency exit must work when the feed does not, and brings its own collar.
    private RiskCode CheckMarket(
        in OrderPayload request, in RiskInputs inputs, in OrderState replaced, ref RiskFigures figures)
    {
        ref readonly var limits = ref _instruments[inputs.InstrumentId];
        // A leg that guards a position is fired because the market ran away: no distance from it may hold the leg back.
        var isExit = request.Class is OrderClass.EmergencyExit or OrderClass.Protective;
        RiskChecks.Price(in request, in inputs, ref figures);
        if (isExit) return RiskCode.Accepted;
        if (figures.ReferencePrice == FixedPoint.Absent) return figures.Deny(RiskCode.NoReferencePrice, 0, 0);

        var limit = limits.MaxOrderNotional;
        if (inputs.StrategyId != 0)
        {
            var own = Ladder.NotionalLimit(inputs.StrategyId, _strategies[inputs.StrategyId].MaxOrderNotional,
                isOpeningAlone: ClosingPart(in request, in inputs, in replaced) == 0);
            limit = Math.Min(limit, own);
        }
        var code = RiskChecks.Notional(request.Quantity, limit, in inputs, RiskCode.OrderNotionalLimit, ref figures);
        if (code != RiskCode.Accepted) return code;

        code = RiskChecks.Collar(limits.PriceCollarBps, in inputs, ref figures);
        return code != RiskCode.Accepted ? code : RiskChecks.Staleness(limits.StaleQuoteNs, in inputs, ref figures);
    }

    private RiskCode CheckPosition(
        in OrderPayload request, in RiskInputs inputs, in OrderState replaced, ref RiskFigures figures)
    {
        ref readonly var limits = ref _instruments[inputs.InstrumentId];
        ref readonly var open = ref Open(0, inputs.InstrumentId);
        var side = request.Side;

        // Of an order and its replacement the larger counts, because either may be what the venue executes. One that
        // asks for no more than before adds nothing, and passes even where a limit is exceeded already.
        var old = replaced.WorstCaseLeaves;
        var added = Math.Max(request.Quantity - replaced.CumulativeQuantity, old) - old;
        if (added == 0) return RiskCode.Accepted;

        var working = side == Side.Buy ? open.BuyQuantity : open.SellQuantity;
        if ((Int128)working + added > OpenQuantityCeiling)
            return figures.Deny(RiskCode.Overflow, OpenQuantityCeiling, RiskChecks.Clamp((Int128)working + added));

        var worst = RiskChecks.WorstCase(side, inputs.Position, working, added);
        var isShortAllowed = inputs.IsShortable && limits.IsShortSellingAllowed != 0;
        if (side == Side.Sell && worst < 0 && !isShortAllowed)
            return figures.Deny(RiskCode.ShortSelling, 0, RiskChecks.Clamp(worst));

        var exposure = side == Side.Buy ? worst : -worst;
        if (exposure > limits.MaxPosition)
            return figures.Deny(RiskCode.PositionLimit, limits.MaxPosition, RiskChecks.Clamp(exposure));
        if (limits.MaxPositionNotional != RiskLimits.None && exposure > 0 && figures.NotionalPrice != FixedPoint.Absent)
        {
            var code = RiskChecks.Notional(
                (long)exposure, limits.MaxPositionNotional, in inputs, RiskCode.PositionLimit, ref figures);
            if (code != RiskCode.Accepted) return code;
        }
        return inputs.StrategyId == 0 ? RiskCode.Accepted : CheckStrategyPosition(side, added, in inputs, ref figures);
    }

    private RiskCode CheckStrategyPosition(Side side, long added, in RiskInputs inputs, ref RiskFigures figures)
    {
        ref readonly var open = ref Open(inputs.StrategyId, inputs.InstrumentId);
        var working = side == Side.Buy ? open.BuyQuantity : open.SellQuantity;
        var worst = RiskChecks.WorstCase(side, inputs.StrategyPosition, working, added);
        var exposure = side == Side.Buy ? worst : -worst;
        var own = LimitsInForce.ScaleQuantity(_strategies[inputs.StrategyId].MaxPosition, inputs.SizeExponent);
        var limit = Ladder.PositionLimit(inputs.StrategyId, own, _instruments[inputs.InstrumentId].MaxPosition);
        return exposure > limit
            ? figures.Deny(RiskCode.StrategyPositionLimit, limit, RiskChecks.Clamp(exposure))
            : RiskCode.Accepted;
    }

    // What of an order closes the strategy's own position, with what works already in its direction taken off. Of a
    // replacement the total counts, as if the order it replaces had never been there.
    private long ClosingPart(in OrderPayload request, in RiskInputs inputs, in OrderState replaced)
    {
        ref readonly var open = ref Open(inputs.StrategyId, inputs.InstrumentId);
        var isBuy = request.Side == Side.Buy;
        var position = inputs.StrategyPosition
            + (isBuy ? -replaced.CumulativeQuantity : replaced.CumulativeQuantity);
        var buys = open.BuyQuantity - (isBuy ? replaced.WorstCaseLeaves : 0);
        var sells = open.SellQuantity - (isBuy ? 0 : replaced.WorstCaseLeaves);
        return Math.Min(request.Quantity, OrderClassifier.ReducingRoom(request.Side, position, buys, sells));
    }

    // Open orders, in flight, rate. The rate comes last, so that only an accepted order takes a token.
    private RiskCode CheckCounts(
        TradeAction action, in OrderPayload request, in RiskInputs inputs, ref RiskFigures figures)
    {
        ref readonly var account = ref _account[0];
        if (action == TradeAction.Submit && request.Class != OrderClass.EmergencyExit)
        {
            if (account.OpenOrders >= account.MaxOpenOrders)
                return figures.Deny(RiskCode.OpenOrdersLimit, account.MaxOpenOrders, account.OpenOrders + 1L);

            var inInstrument = Open(0, inputs.InstrumentId).OrderCount;
            var limit = _instruments[inputs.InstrumentId].MaxOpenOrders;
            if (inInstrument >= limit) return figures.Deny(RiskCode.OpenOrdersLimit, limit, inInstrument + 1);

            ref readonly var strategy = ref _strategies[inputs.StrategyId];
            if (inputs.StrategyId != 0 && strategy.OpenOrders >= strategy.MaxOpenOrders)
                return figures.Deny(RiskCode.OpenOrdersLimit, strategy.MaxOpenOrders, strategy.OpenOrders + 1L);
        }
        if (account.InFlight >= account.MaxInFlight)
            return figures.Deny(RiskCode.InFlightLimit, account.MaxInFlight, account.InFlight + 1L);

        var rate = new TokenBucket { IntervalNs = account.RateIntervalNs, Burst = account.RateBurst };
        return rate.TryTake(ref _account.Edit(0).RateFullAgainNs, inputs.NowNs)
            ? RiskCode.Accepted
            : figures.Deny(RiskCode.OrderRateLimit, account.RateBurst, account.RateBurst + 1L);
    }
}
