using Engine.Core.Breakers;
using Engine.Core.Config;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.MarketData;
using Engine.Core.Orders;
using Engine.Core.Portfolio;
using Engine.Core.Risk;
using Engine.Core.State;
using Engine.Core.Strategies;
using Engine.Core.Time;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// The parts of the logic chain and what is done with several of them at once. The parts know each other only through
/// read-only views; whoever changes two of them does it here or in a flow.
/// </summary>
internal sealed class LogicParts
{
    private const long NsPerDay = 86_400_000_000_000;

    private readonly StateTable<LogicState> _state;
    private readonly StateTable<ControlState> _control;
    private readonly StateTable<ExecutionCountersState> _executionCounters;
    private readonly StateTable<EdgeState> _edge;
    private readonly IStrategyCatalog _catalog;
    private readonly List<BarBuilder> _bars = [];
    private string _configText;

    public LogicParts(StateRegistry registry, EngineLimits limits, CanonicalConfig config, IStrategyCatalog catalog)
    {
        Registry = registry;
        Limits = limits;
        _catalog = catalog;
        _configText = config.ToText();
        _state = registry.Add<LogicState>(StateParts.EngineCore, version: 1, capacity: 1);
        _control = registry.Add<ControlState>(StateParts.Control, version: 1, capacity: 1);
        _edge = registry.Add<EdgeState>(StateParts.Edge, version: 1, capacity: 1);
        Flatten = registry.Add<FlattenState>(StateParts.Flatten, version: 1, limits.InstrumentsMax);
        Overlay = new LimitsOverlay(registry);
        Arming = new ArmingTable(registry);
        Lanes = registry.Add<LaneState>(StateParts.Lanes, version: 1, limits.LanesMax);
        LaneInstruments = new LaneInstruments(registry, limits);
        Timers = new TimerQueue(registry, limits);
        Market = new MarketBook(registry, limits);
        Calendar = new CalendarBook(registry, limits);
        Portfolio = new PortfolioBook(registry, limits);
        AccountDays = new AccountDayBook(registry);
        Maintenance = new MaintenanceBook(registry);
        Orders = new OrderTable(registry, limits);
        OrderTerms = new OrderTermsTable(registry, limits);
        Protections = new ProtectionTable(registry, limits);
        ExecutionIds = new ExecutionIdSet(registry, limits);
        Risk = new RiskGate(registry, limits, Orders.View);
        Holds = new HoldTable(registry, limits);
        Parked = new RestatementPark(registry, limits);
        Foreign = new ForeignOrderBook(registry, limits);
        _executionCounters =
            registry.Add<ExecutionCountersState>(StateParts.ExecutionCounters, version: 1, capacity: 1);
        Reconciler = new Reconciler(registry, limits);
        Findings = new ReconciliationFindings(registry);
        ReconciliationSchedule = new ReconciliationSchedule(registry);
        VenueEvents = registry.Add<ReconciliationInstrumentState>(
            StateParts.ReconciliationInstruments, version: 1, limits.InstrumentsMax);
        Breakers = new BreakerBook(registry, limits);
        BreakerMeasures = new BreakerMeasures(this);
        CommandKeys = new CommandKeyTable(registry, limits);
        Approvals = new ApprovalTable(registry);
        var ports = new StrategyPorts(Orders, Timers);
        Outbox = new StrategyOutbox(limits.IntentsPerCallbackMax, ports, ports);
        Strategies = new StrategyDispatcher(registry, limits, Outbox);
        Checks = new OrderChecks(this);
        Messages = new MessageFlow(this);
        View = new LogicView(this);
        Configure(config);
    }

    public StateRegistry Registry { get; }

    public EngineLimits Limits { get; }

    public LogicView View { get; }

    /// <summary>Cancels can leave: the venue has been connected in this run.</summary>
    public bool IsVenueThere => StateView.Mode == EngineMode.Backtest || Reconciler.QueryId != 0;

    /// <summary>Half of the room, so that a full gateway is not fed one cancel per group.</summary>
    public bool HasRoomToCancel => Risk.Account.InFlight <= Limits.InFlightMessages / 2;

    public ref ControlState Control => ref _control.Edit(0);

    public ref readonly ControlState ControlView => ref _control[0];

    public ref EdgeState Edge => ref _edge.Edit(0);

    public ref readonly EdgeState EdgeView => ref _edge[0];

    /// <summary>True if strategies may ask for nothing there: its position is being closed.</summary>
    public bool IsFrozen(int instrumentId) =>
        IsFlattening && (_control[0].FlattenInstrumentId < 0 || _control[0].FlattenInstrumentId == instrumentId);

    /// <summary>Whether entering Reducing cancels what could increase exposure.</summary>
    public bool CancelsOnReducing { get; private set; }

    public bool HoldsOnUncleanStart { get; private set; }

    /// <summary>Limits that operators have changed.</summary>
    public LimitsOverlay Overlay { get; }

    /// <summary>What operators have armed.</summary>
    public ArmingTable Arming { get; }

    public StateTable<FlattenState> Flatten { get; }

    public FlattenOptions FlattenOptions { get; private set; } = null!; // Set by Configure.

    public bool IsFlattening => _control[0].FlattenStep != FlattenStep.None;

    public StateTable<LaneState> Lanes { get; }

    public LaneInstruments LaneInstruments { get; }

    public TimerQueue Timers { get; }

    public MarketBook Market { get; }

    public CalendarBook Calendar { get; }

    public PortfolioBook Portfolio { get; }

    public AccountDayBook AccountDays { get; }

    public MaintenanceBook Maintenance { get; }

    public OrderTable Orders { get; }

    public OrderTermsTable OrderTerms { get; }

    public ProtectionTable Protections { get; }

    public ExecutionIdSet ExecutionIds { get; }

    /// <summary>Busts and corrections that wait for their execution.</summary>
    public RestatementPark Parked { get; }

    /// <summary>Orders at the venue that this engine did not send.</summary>
    public ForeignOrderBook Foreign { get; }

    public ForeignPolicy ForeignPolicy { get; private set; }

    /// <summary>What the references of this engine's orders begin with.</summary>
    public byte[] EngineId { get; private set; } = [];

    public ref ExecutionCountersState ExecutionCounters => ref _executionCounters.Edit(0);

    public ref readonly ExecutionCountersState ExecutionCountersView => ref _executionCounters[0];

    public RiskGate Risk { get; }

    public HoldTable Holds { get; }

    public OrderChecks Checks { get; }

    public MessageFlow Messages { get; }

    public Reconciler Reconciler { get; }

    /// <summary>Differences between engine and venue, as last compared.</summary>
    public ReconciliationFindings Findings { get; }

    public ReconciliationSchedule ReconciliationSchedule { get; }

    public ReconcileOptions ReconcileOptions { get; private set; } = null!; // Set by Configure.

    /// <summary>By instrument: up to where the venue has spoken of it.</summary>
    public StateTable<ReconciliationInstrumentState> VenueEvents { get; }

    public BreakerBook Breakers { get; }

    public BreakerMeasures BreakerMeasures { get; }

    /// <summary>What breakers have to look at before this input is over.</summary>
    public BreakerCauses Causes { get; set; }

    public CommandKeyTable CommandKeys { get; }

    public ApprovalTable Approvals { get; }

    public StrategyOutbox Outbox { get; }

    public StrategyDispatcher Strategies { get; }

    public List<BarBuilder> Bars => _bars;

    public string ConfigText => _configText;

    public ref LogicState State => ref _state.Edit(0);

    public ref readonly LogicState StateView => ref _state[0];

    public Func<string, string>? ConfigRewrite { get; set; }

    /// <summary>Puts a configuration in force. The one that is in force already changes nothing.</summary>
    public void ApplyConfig(string configText)
    {
        if (ConfigRewrite is not null) configText = ConfigRewrite(configText);
        if (configText == _configText) return;

        _configText = configText;
        Configure(CanonicalConfig.Parse(configText));
        for (var id = 0; id < Market.InstrumentCount; id++) OnInstrument(id);
    }

    /// <summary>The tables were filled from a snapshot: tell those who derive from the instruments.</summary>
    public void OnRestored()
    {
        if (!Overlay.IsEmpty) ApplyLimits();
        for (var id = 0; id < Market.InstrumentCount; id++)
            Strategies.OnInstrument(id, Market.View.Instrument(id).Symbol.ToString());
    }

    /// <summary>An instrument is new, or configuration changed: limits, ledger and subscriptions follow.</summary>
    public void OnInstrument(int instrumentId)
    {
        ref readonly var instrument = ref Market.View.Instrument(instrumentId);
        var symbol = instrument.Symbol.ToString();
        Risk.DefineInstrument(instrumentId, symbol, instrument.SizeExponent);
        var code = Portfolio.DefineInstrument(
            instrumentId, in instrument.Currency, instrument.Multiplier, instrument.NotionalScaleExponent);
        if (code != PortfolioCode.Applied)
            throw new InvalidOperationException($"Instrument {symbol} cannot be held in the portfolio: {code}.");
        Risk.DefineValue(
            instrumentId, instrument.Multiplier, instrument.NotionalScaleExponent,
            Portfolio.View.Position(instrumentId).CurrencyNumber);
        Strategies.OnInstrument(instrumentId, symbol);
    }

    /// <summary>
    /// Values what is held and ordered at the current mark, if there is one. To be called after every change of a
    /// market. True if what is held there is worth something else now.
    /// </summary>
    public bool MarkPosition(int instrumentId)
    {
        ref readonly var position = ref Portfolio.View.Position(instrumentId);
        var isHeld = position.IsOpen;
        if (!isHeld && !Risk.IsExposed(instrumentId)) return false;
        if (!Market.View.TryGetMark(instrumentId, out var mark)) return false;

        var isRevalued = isHeld && position.MarkPrice != mark;
        if (isRevalued && Portfolio.Mark(instrumentId, mark) == PortfolioCode.Overflow)
        {
            throw new OverflowException(
                $"The value of the position in instrument {instrumentId} does not fit 64 bits.");
        }
        Risk.OnMark(instrumentId, mark);
        return isRevalued;
    }

    /// <summary>
    /// Tells risk what is held there and at what price. To be called after every change of a position.
    /// </summary>
    public void NotePosition(int instrumentId) =>
        Risk.OnPosition(instrumentId, Portfolio.View.Position(instrumentId).Quantity, MarkOf(instrumentId));

    /// <summary>The mark; else what the position is valued at; else the side that is quoted; else 0.</summary>
    public long MarkOf(int instrumentId)
    {
        if (Market.View.TryGetMark(instrumentId, out var mark)) return mark;
        ref readonly var position = ref Portfolio.View.Position(instrumentId);
        if (position.IsOpen && position.MarkPrice != FixedPoint.Absent) return position.MarkPrice;
        ref readonly var market = ref Market.View.Market(instrumentId);
        if (market.HasBid) return market.BidPrice;
        return market.HasAsk ? market.AskPrice : 0;
    }

    /// <summary>An intent went into the group. In a backtest no gateway stands between journal and venue.</summary>
    public void NoteIntent()
    {
        if (StateView.Mode != EngineMode.Backtest) Risk.OnIntentJournaled();
    }

    /// <summary>
    /// The gateway reports on an intent (a report without venue event id). A cancel that met its own unwritten order
    /// ends both with one report.
    /// </summary>
    public void NoteGatewayReport(in EngineEvent e)
    {
        if (e.OrderReport.VenueEventId != 0) return;

        var intents = e.Kind == EventKind.OrderNotSent && e.OrderReport.Reason == VenueReason.Requested ? 2 : 1;
        for (var i = 0; i < intents && Risk.Account.InFlight > 0; i++) Risk.OnIntentResolved();
    }

    /// <summary>The venue has said something; 0 for what the gateway says by itself.</summary>
    /// <param name="instrumentId">-1 if the venue did not name one.</param>
    public void NoteVenueEvent(long venueEventId, int instrumentId)
    {
        if (venueEventId == 0) return;
        ref var state = ref State;
        if (venueEventId > state.LastVenueEventId) state.LastVenueEventId = venueEventId;
        if ((uint)instrumentId < (uint)VenueEvents.Capacity
            && venueEventId > VenueEvents[instrumentId].LastVenueEventId)
            VenueEvents.Edit(instrumentId).LastVenueEventId = venueEventId;
    }

    public void NoteOrderChange(in OrderState before)
    {
        ref readonly var after = ref Orders.Find(before.OrderId, out _);
        Risk.OnOrderChanged(in before, in after);
        NoteProtection(in before, in after);
        if (before.Status == OrderStatus.Unknown != (after.Status == OrderStatus.Unknown))
            Causes |= BreakerCauses.Unknown;
    }

    /// <summary>An order was taken in. The first one in an instrument is valued at the mark of now.</summary>
    public void NoteNewOrder(in OrderState order)
    {
        var isFirst = !Risk.IsExposed(order.InstrumentId);
        Risk.OnOrderChanged(default, in order);
        if (isFirst) NotePosition(order.InstrumentId);
    }

    /// <summary>The order is canceled as soon as a cancel can leave; false if it is marked already, or over.</summary>
    public bool WantCancel(long orderId)
    {
        if (!Orders.WantCancel(orderId)) return false;

        ref var control = ref Control;
        control.CancelsWanted++;
        control.CancelOrderId = Math.Min(control.CancelOrderId, orderId - 1);
        State.PendingWork |= PendingWork.CancelMarked;
        return true;
    }

    /// <summary>What the engine holds for an order, or what a leg has closed, follows the order.</summary>
    public void NoteProtection(in OrderState before, in OrderState after)
    {
        if (!after.HasTerms) return;
        ref readonly var terms = ref OrderTerms.Find(after.OrderId, out _);
        if (!terms.IsOfProtection) return;

        // No slot for a late execution of an order whose protection was over: unguarded, and counted as such.
        if (!Protections.OnOrderChanged(in before, in after, in terms)) State.AnomalyCount++;
    }

    /// <summary>Nothing is guarded beyond what its strategy holds.</summary>
    public void FitProtections(int strategyId, int instrumentId)
    {
        if (Protections.CountOfInstrument(instrumentId) == 0) return;
        Protections.Fit(
            strategyId, instrumentId, Portfolio.StrategyView.Position(strategyId, instrumentId).Quantity);
    }

    /// <summary>
    /// The order that the venue means: by the id that we gave it; if that is none of ours, by adoption; where it names
    /// no id of ours, by the broker's. 0 if there is none here.
    /// </summary>
    public long OrderOf(long orderId, int brokerOrderId)
    {
        Orders.Find(orderId, out var isFound);
        if (isFound) return orderId;

        if (orderId == 0) return Orders.FindByBrokerId(brokerOrderId);
        return orderId is > 0 and <= int.MaxValue ? Orders.FindByBrokerId((int)-orderId) : 0;
    }

    /// <summary>Counts an execution in the portfolio; the figures before it are filled in there.</summary>
    public RiskCode ApplyExecution(in ExecutionEntryState entry, out long notional)
    {
        notional = 0;
        if ((uint)entry.InstrumentId >= (uint)Market.InstrumentCount) return RiskCode.UnknownInstrument;

        ref readonly var instrument = ref Market.View.Instrument(entry.InstrumentId);
        var fits = FixedPoint.TryNotional(
            entry.Price, entry.Quantity, instrument.Multiplier, instrument.NotionalScaleExponent, out notional);
        if (!fits) return RiskCode.Overflow;

        var code = Portfolio.ApplyExecution(entry, out var forgetsUnattributed);
        if (code == PortfolioCode.Applied)
        {
            MarkPosition(entry.InstrumentId);
            NotePosition(entry.InstrumentId);
            Causes |= BreakerCauses.Equity;
        }
        if (forgetsUnattributed) ExecutionCounters.Unattributed--;
        return CodeOf(code);
    }

    public static RiskCode CodeOf(PortfolioCode code) => code switch
    {
        PortfolioCode.Applied => RiskCode.Accepted,
        PortfolioCode.UnknownInstrument => RiskCode.UnknownInstrument,
        PortfolioCode.InvalidQuantity => RiskCode.InvalidQuantity,
        PortfolioCode.InvalidSide => RiskCode.InvalidSide,
        PortfolioCode.InvalidPrice => RiskCode.InvalidPrice,
        PortfolioCode.UnknownExecution => RiskCode.ExecutionForgotten,
        _ => RiskCode.Overflow,
    };

    /// <summary>Day number of engine time, UTC: how old an execution id is.</summary>
    public static int SessionDay(long nowNs) => (int)(nowNs / NsPerDay);

    /// <summary>
    /// Puts on record that an input was not taken, or taken with reservations; the code belongs to its kind.
    /// </summary>
    public void RefuseInput(GroupWriter group, int code)
    {
        ref readonly var input = ref group[0];
        group.Append(EventKind.InputRefused, input.InstrumentId, strategyId: 0).Order.Code = (RiskCode)code;
        State.RefusedInputCount++;
    }

    private void Configure(CanonicalConfig config)
    {
        var mode = ModeSetting.Read(config);
        ConfigureRisk(config, mode);
        Arming.Configure(config.Section("risk"), mode);
        Breakers.Configure(BreakerOptions.Parse(config.Section("breakers"), mode));
        Approvals.Configure(config.Section("control"));
        Market.ConfigureMarks(MarkOptions.Parse(config.Section("marks")));
        ForeignPolicy = ReadForeignPolicy(config.Section("orders"));
        EngineId = System.Text.Encoding.ASCII.GetBytes(config.Root.GetText("engineId", "LLE1"));
        FlattenOptions = FlattenOptions.Parse(config.Section("flatten"));
        ReconcileOptions = ReconcileOptions.Parse(config.Section("reconcile"));
        Strategies.Configure(config.Section("strategies"), _catalog, Market.View, Portfolio.StrategyView, Orders.View);
        foreach (var host in Strategies.Hosts) Risk.DefineStrategy(host.Id, host.Name);
        BuildBars();
        PayStartingCash(config.Root);
    }

    /// <summary>The overlay has changed: the limits of account, instruments and strategies follow.</summary>
    public void ApplyLimits()
    {
        var config = CanonicalConfig.Parse(_configText);
        ConfigureRisk(config, ModeSetting.Read(config));
        for (var id = 0; id < Market.InstrumentCount; id++)
        {
            ref readonly var instrument = ref Market.View.Instrument(id);
            Risk.DefineInstrument(id, instrument.Symbol.ToString(), instrument.SizeExponent);
        }
        foreach (var host in Strategies.Hosts) Risk.DefineStrategy(host.Id, host.Name);
    }

    private void ConfigureRisk(CanonicalConfig config, EngineMode mode)
    {
        var limits = RiskLimits.Parse(config.Section("risk"), mode, Limits);
        CancelsOnReducing = limits.CancelsOnReducing;
        HoldsOnUncleanStart = limits.HoldsOnUncleanStart;
        Risk.Configure(Overlay.IsEmpty ? limits : WithOverlay(limits, mode));
    }

    // An overlay that no longer fits a changed file waits, with the account held, for somebody to change it.
    private RiskLimits WithOverlay(RiskLimits limits, EngineMode mode)
    {
        try
        {
            return RiskLimits.Parse(LimitsOverlay.Over(_configText, Overlay.Text).Section("risk"), mode, Limits);
        }
        catch (ConfigException)
        {
            return limits; // Safe: Configuration holds the account, and the file's own limits are in force.
        }
    }

    private static ForeignPolicy ReadForeignPolicy(ConfigSection section) =>
        section.GetText("foreign", "observe") switch
        {
            "observe" => ForeignPolicy.Observe,
            "quarantine" => ForeignPolicy.Quarantine,
            var other => throw ConfigException.Invalid(
                section.KeyOf("foreign"), other, "give observe or quarantine"),
        };

    // A bar that is being built goes on if its kind is still asked for in the same place.
    private void BuildBars()
    {
        var specs = Strategies.BarSpecs;
        var kept = 0;
        while (kept < specs.Count && kept < _bars.Count && _bars[kept].Spec == specs[kept]) kept++;
        _bars.RemoveRange(kept, _bars.Count - kept);
        Registry.RemoveParts(StateParts.BarsBase + kept, StateParts.StrategyBase - 1);
        for (var i = kept; i < specs.Count; i++)
            _bars.Add(new BarBuilder(Registry, StateParts.BarsBase + i, specs[i], Limits.InstrumentsMax));
    }

    // Once: the ledger is state, and a later configuration does not pay in again.
    private void PayStartingCash(ConfigSection root)
    {
        var amount = root.GetFixed("account.cash", FixedPoint.MoneyExponent, 0, long.MaxValue / 4, "100000");
        var currency = AsciiText8.From(root.GetText("account.currency", "USD"));
        if (Portfolio.View.CurrencyCount > 0) return;
        if (Portfolio.Deposit(in currency, amount) != PortfolioCode.Applied)
        {
            throw ConfigException.Invalid(
                "account.cash", root.GetText("account.cash"), "give an amount that fits 64 bits");
        }
    }
}
