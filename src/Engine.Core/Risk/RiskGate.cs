using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.State;

namespace Engine.Core.Risk;

/// <summary>
/// Decides whether an order, cancel or replacement may leave the engine; docs/ARCHITECTURE.md has the order of the
/// checks. Every order that is not terminal counts at its worst case: buys are never netted against sells, a pending
/// cancel is alive, a pending replacement counts the larger version, an Unknown order all of its leaves.
/// </summary>
public sealed class RiskGate
{
    /// <summary>Open quantity per instrument and side stays below this, far from overflow.</summary>
    public const long OpenQuantityCeiling = long.MaxValue / 4;

    /// <summary>Currencies that are kept apart.</summary>
    public const int CurrenciesMax = 32;

    private readonly StateTable<RiskInstrumentState> _instruments;
    private readonly StateTable<RiskStrategyState> _strategies;
    private readonly StateTable<RiskAccountState> _account;
    private readonly OpenOrderSums _open;
    private readonly LimitsInForce _limits;
    private readonly ExposureBook _exposures;
    private readonly RiskChain _chain;
    private readonly RepeatedRejects _rejects;
    private readonly MessageBucket _messages;
    private readonly int _instrumentsMax;

    public RiskGate(StateRegistry registry, EngineLimits limits, OrdersView orders)
    {
        _instrumentsMax = limits.InstrumentsMax;
        var rows = limits.StrategiesMax + 1;
        _instruments = registry.Add<RiskInstrumentState>(StateParts.RiskInstruments, version: 1, _instrumentsMax);
        _account = registry.Add<RiskAccountState>(StateParts.RiskAccount, version: 1, capacity: 1);
        _strategies = registry.Add<RiskStrategyState>(StateParts.RiskStrategies, version: 1, rows);
        var rates = registry.Add<RiskRatesState>(StateParts.RiskRates, version: 1, capacity: 1);
        _open = new OpenOrderSums(registry, _account, _strategies, _instrumentsMax);
        Ladder = new SizeLadder(registry, limits.StrategiesMax);
        _limits = new LimitsInForce(_instruments, _strategies, _account, limits.InFlightMessages);
        _exposures = new ExposureBook(registry, _account, _open, _instrumentsMax);
        _rejects = new RepeatedRejects(registry, _account, rates);
        _messages = new MessageBucket(_account);
        _chain = new RiskChain(
            _instruments, _strategies, _account, _open, new ExposureChecks(_exposures, _account),
            new SelfCross(_exposures, _open, orders), new OrderCaps(registry, _account, rates),
            new RecentIntents(registry, rates), _rejects, _messages, Ladder);
    }

    /// <summary>How much of what strategies ask for is opened.</summary>
    public SizeLadder Ladder { get; }

    public ref readonly RiskAccountState Account => ref _account[0];

    /// <summary>The limits in force for an instrument.</summary>
    public ref readonly RiskInstrumentState Instrument(int instrumentId) => ref _instruments[instrumentId];

    public ref readonly RiskStrategyState Strategy(int strategyId) => ref _strategies[strategyId];

    /// <summary>What works in an instrument; strategy 0 is the account as a whole.</summary>
    public ref readonly RiskOpenState Open(int strategyId, int instrumentId) => ref _open.Of(strategyId, instrumentId);

    /// <summary>Worst-case exposure in an instrument.</summary>
    public ref readonly RiskExposureState Exposure(int instrumentId) => ref _exposures.Of(instrumentId);

    /// <summary>Worst-case exposure in a currency, by its number in the portfolio, from 1.</summary>
    public ref readonly RiskCurrencyState Currency(int currencyNumber) => ref _exposures.OfCurrency(currencyNumber);

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

    /// <summary>What the exposure in an instrument is valued with.</summary>
    /// <param name="scaleExponent">Price exponent plus size exponent, 0-18.</param>
    /// <param name="currencyNumber">From 1.</param>
    public void DefineValue(int instrumentId, long multiplier, int scaleExponent, int currencyNumber) =>
        _exposures.Define(instrumentId, multiplier, scaleExponent, currencyNumber);

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

        var closing = _open.ClosingPart(in request, in inputs, in replaced);
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

    /// <summary>
    /// Checks a new order. An accepted one has taken its tokens and counts toward the caps.
    /// </summary>
    public RiskCode Check(in OrderPayload request, in RiskInputs inputs, out RiskVerdict verdict) =>
        _chain.Decide(TradeAction.Submit, in request, in inputs, default, out verdict);

    /// <summary>
    /// Checks a replacement of an order by a new limit and a new total quantity. Whether the order is in a state to be
    /// replaced is for <see cref="OrderStateMachine.RefusalOf"/> to say.
    /// </summary>
    public RiskCode CheckReplace(
        in OrderState order, long limitPrice, long quantity, in RiskInputs inputs, out RiskVerdict verdict)
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
        return _chain.Decide(TradeAction.Replace, in request, in inputs, in order, out verdict);
    }

    /// <summary>
    /// A cancel needs permission and room in the gateway's queue. It is never denied for the message rate: where there
    /// is no message for it, it waits (<see cref="HasMessage"/>).
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
    public void OnOrderChanged(in OrderState before, in OrderState after)
    {
        var hasChanged = _open.OnOrderChanged(in before, in after);
        var instrumentId = after.InstrumentId;
        if (after.WorstCaseLeaves > 0
            && (hasChanged || ExposureBook.AggressivePrice(in before) != ExposureBook.AggressivePrice(in after)))
        {
            ref readonly var working = ref Open(0, instrumentId);
            var ofSide = after.Side == Side.Buy ? working.BuyQuantity : working.SellQuantity;
            _exposures.OnOrderPriced(in after, isFirstOfSide: ofSide == after.WorstCaseLeaves);
        }
        if (!hasChanged) return;

        ref readonly var exposure = ref _exposures.Of(instrumentId);
        _exposures.OnHolding(instrumentId, exposure.Position, exposure.MarkPrice);
    }

    /// <summary>True if orders of a strategy need <see cref="RiskInputs.StrategyCapitalElsewhere"/>.</summary>
    public bool HasCapitalLimit(int strategyId) =>
        strategyId != 0 && _strategies[strategyId].MaxCapital != RiskLimits.None;

    /// <summary>True if anything is held or ordered there: then marks are to be told.</summary>
    public bool IsExposed(int instrumentId) => _exposures.Of(instrumentId).IsOpen != 0;

    /// <summary>The price at which an instrument is valued has changed. Costs a comparison if it has not.</summary>
    /// <exception cref="OverflowException">The value does not fit 64 bits.</exception>
    public void OnMark(int instrumentId, long mark) => _exposures.OnMark(instrumentId, mark);

    /// <summary>The account's position has changed, or its first order there was taken in.</summary>
    /// <param name="mark">0 if there is no price at all.</param>
    /// <exception cref="OverflowException">The value does not fit 64 bits.</exception>
    public void OnPosition(int instrumentId, long position, long mark) =>
        _exposures.OnHolding(instrumentId, position, mark);

    /// <summary>True if the connection has a message for this class now. Cancels leave none for the others.</summary>
    public bool HasMessage(MessageClass messageClass, long nowNs, int count = 1) =>
        _messages.Has(messageClass, nowNs, count);

    /// <summary>Takes messages that are there.</summary>
    public void TakeMessages(long nowNs, int count = 1) => _messages.Take(nowNs, count);

    /// <summary>Engine time from which there is a message for this class.</summary>
    public long MessageReadyNs(MessageClass messageClass, int count = 1) => _messages.ReadyNs(messageClass, count);

    /// <summary>Messages that a question for everything the venue holds takes.</summary>
    public int WholeViewMessages => _messages.WholeViewCost;

    /// <summary>The venue refused an order: after some identical ones only one passes from time to time.</summary>
    public void OnVenueRejected(in OrderState order, VenueReason reason, long nowNs)
    {
        if (order.Class != OrderClass.EmergencyExit)
            _rejects.OnRefused(IntentKey.Of(in order), RepeatedRejects.ReasonOf(reason), nowNs);
    }

    /// <summary>The venue took an order: identical ones are not held back any more.</summary>
    public void OnVenueTook(in OrderState order) => _rejects.OnTaken(IntentKey.Of(in order));

    /// <summary>Counts everything again from the orders themselves. For tests and verification; allocates.</summary>
    public bool AgreesWith(OrdersView orders, ForeignOrdersView? foreign = null) =>
        _open.AgreesWith(orders, foreign) && _exposures.AgreesWithRecount();

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
}
