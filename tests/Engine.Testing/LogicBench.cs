using Engine.Core.Config;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Replay;
using Engine.Core.Sequencing;
using Engine.Core.Strategies;

namespace Engine.Testing;

/// <summary>
/// A logic chain driven by hand on the caller's thread: one input in, its group out. What was taken is kept as a
/// journal, so that a test can replay it.
/// </summary>
public sealed class LogicBench
{
    public const long Second = 1_000_000_000;

    /// <summary>
    /// The quantity and price unit of the instruments that <see cref="Define"/> makes: whole lots, cents.
    /// </summary>
    public const long Price = 10_000;

    private readonly RingBuffer<EngineEvent> _ring;
    private readonly GroupWriter _group;
    private readonly List<EngineEvent> _journal = [];
    private readonly Dictionary<int, int> _definitions = [];
    private long _row;
    private long _venueEventId;
    private long _executionNumber;
    private long _requestId;

    public LogicBench(IStrategyCatalog catalog, params string[] settings)
        : this(new ModelFactory(catalog).Create(ConfigOf(settings)))
    {
    }

    public LogicBench(TradingModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        NowNs = Math.Max(model.Chain.EngineTimeNs, 1_000 * Second);
        _ring = new RingBuffer<EngineEvent>(8_192);
        _group = new GroupWriter(_ring, model.Chain.Limits.GroupEventsMax);
        NextSequence = model.Chain.Cursor.LastSequence + 1;
    }

    public TradingModel Model { get; }

    public LogicChain Chain => Model.Chain;

    public LogicView View => Model.Chain.View;

    public long NowNs { get; set; }

    public long NextSequence { get; set; }

    /// <summary>Every record of every group so far.</summary>
    public IReadOnlyList<EngineEvent> Journal => _journal;

    public EngineEvent[] Records => [.. _journal];

    /// <summary>Settings of a paper engine with wide limits and small tables; those given come on top.</summary>
    public static CanonicalConfig ConfigOf(params string[] settings)
    {
        string[] defaults =
        [
            "mode=paper", "venue.hosted=false", "account.cash=1000000", "risk.maxOrderQuantity=1000000",
            "risk.maxOrderNotional=1000000000", "risk.maxPosition=10000000", "risk.priceCollarBps=1000",
            "risk.staleQuoteMs=60000", "risk.orderRatePerSecond=1000000", "risk.orderBurst=1000000",
            "risk.maxInFlight=3000", "marks.collarBps=1000000", "risk.maxOpenOrders=200", "risk.shortSelling=true",
            "risk.maxGrossExposure=50000000000", "risk.maxNetExposure=50000000000",
            "risk.maxConcentrationBps=10000000", "risk.maxOpenPositions=16", "risk.marginRateBps=1",
            "risk.maxOrdersPerMinute=1000000000", "risk.maxOrdersPerDay=1000000000",
            "risk.maxNotionalPerMinute=90000000000", "risk.maxNotionalPerDay=90000000000", "risk.repeatWindowMs=0",
            "risk.maxIdenticalRejects=1000000000", "risk.rejectWindowMs=60000", "risk.rejectProbeMs=60000",
            "risk.messagesPerSecond=1000000", "risk.messageBurst=1000000", "risk.rounding=deny",
            "risk.selfCross=true",
            "limits.openOrdersMax=256", "limits.ordersRetained=1024", "limits.executionIdsRetained=1024",
            "limits.instrumentsMax=16", "limits.instrumentsPerLaneMax=16", "limits.holdsMax=64", "limits.timersMax=64",
            "limits.calendarDaysMax=64", "limits.venueResponsesMax=32768", "limits.lanesMax=20",
            "reconcile.every=24h", "reconcile.ordersEvery=24h", .. BreakerTexts.Off,
        ];
        var config = new CanonicalConfig();
        foreach (var setting in defaults.Concat(settings))
        {
            var separator = setting.IndexOf('=', StringComparison.Ordinal);
            config.Set(setting[..separator], setting[(separator + 1)..]);
        }
        return config;
    }

    /// <summary>An input: its head, and continuation records if it has any. Returns its group.</summary>
    public EngineEvent[] Take(ReadOnlySpan<EngineEvent> input, int laneId = LaneIds.Control)
    {
        _group.Begin(0, NextSequence);
        foreach (ref readonly var record in input) _group.AppendInput(in record, NowNs, (ushort)laneId);
        Chain.Process(_group);
        Chain.Seal(_group, _ring, seed: 0);
        var group = _ring.Slice(0, _group.Count).ToArray();
        NextSequence += group.Length;
        if (Model.Venue is { } venue)
            foreach (ref readonly var record in group.AsSpan()) venue.OnRecord(in record);
        _journal.AddRange(group);
        return group;
    }

    public EngineEvent[] Take(in EngineEvent input, int laneId = LaneIds.Control) => Take([input], laneId);

    /// <summary>A command with its identity; returns its group. The answer is the last decision of a command.</summary>
    public EngineEvent[] Command(OperatorCommand command) => Take(CommandRecords.Build(command, ++_requestId));

    /// <summary>The answer to a command.</summary>
    public CommandAnswerPayload Answer(OperatorCommand command) =>
        Command(command).Single(e => e.Kind == EventKind.CommandAnswered).CommandAnswer;

    /// <summary>The start of a run and its configuration; paper is then connected, reconciled and running.</summary>
    public LogicBench Start(int runEpoch = 1, bool isRunning = true)
    {
        Take(Started(runEpoch));
        GoOn();
        Take(EngineInputs.Config(Chain.ConfigText));
        if (!isRunning) return this;
        if (Model.Mode != EngineMode.Backtest) Reconcile();
        Take(EngineInputs.MarketDataStarted());
        return this;
    }

    public EngineEvent Started(int runEpoch) => new()
    {
        Kind = EventKind.EngineStarted,
        InstrumentId = -1,
        Lifecycle = new LifecyclePayload { Mode = Model.Mode, RunEpoch = runEpoch },
    };

    /// <summary>The venue connects and answers that it has nothing, twice if that makes a difference.</summary>
    public void Reconcile()
    {
        Connect();
        AnswerNothing();
        while (View.Reconciliation.ConfirmNs != long.MaxValue)
        {
            NowNs = Math.Max(NowNs, View.Reconciliation.ConfirmNs);
            Tick();
            AnswerNothing();
        }
    }

    private void AnswerNothing()
    {
        Complete(QueryKind.OpenOrders);
        Complete(QueryKind.Executions);
        Complete(QueryKind.Positions);
    }

    public EngineEvent[] Connect(int sessionEpoch = 1) => Venue(EventKind.VenueConnected, new OrderReportPayload
    {
        BrokerOrderId = 1,
        SessionEpoch = sessionEpoch,
    });

    /// <summary>The end of the venue's answer to the newest question.</summary>
    public EngineEvent[] Complete(QueryKind query, bool isComplete = true, long orderId = 0) => Take(new EngineEvent
    {
        Kind = EventKind.QueryCompleted,
        InstrumentId = -1,
        Query = new QueryPayload
        {
            Query = query,
            QueryId = View.State.QueryId,
            OrderId = orderId,
            VenueEventId = _venueEventId,
            IsComplete = isComplete ? (byte)1 : (byte)0,
        },
    }, LaneIds.Venue);

    public EngineEvent[] Venue(EventKind kind, in OrderReportPayload report) =>
        Take(new EngineEvent { Kind = kind, InstrumentId = -1, OrderReport = report }, LaneIds.Venue);

    /// <summary>What the gateway says of an intent: it has no venue event id.</summary>
    public EngineEvent[] Gateway(EventKind kind, long orderId, VenueReason reason = VenueReason.None) =>
        Venue(kind, new OrderReportPayload { OrderId = orderId, Reason = reason });

    /// <summary>What the venue says of an order.</summary>
    public EngineEvent[] Report(EventKind kind, long orderId, VenueReason reason = VenueReason.None) =>
        Venue(kind, new OrderReportPayload
        {
            OrderId = orderId,
            Reason = reason,
            VenueEventId = ++_venueEventId,
            LimitPrice = FixedPoint.Absent,
        });

    public EngineEvent[] Execute(
        long orderId, Side side, long quantity, long price = Price, int instrumentId = 0, string? id = null,
        bool isAnswer = false, long commission = 0)
    {
        var e = new EngineEvent { Kind = EventKind.Execution, InstrumentId = instrumentId };
        e.Execution.OrderId = orderId;
        e.Execution.Side = side;
        e.Execution.Quantity = quantity;
        e.Execution.Price = price;
        e.Execution.Commission = commission;
        e.Execution.IsQueryAnswer = isAnswer ? (byte)1 : (byte)0;
        e.Execution.VenueEventId = isAnswer ? 0 : ++_venueEventId;
        e.Execution.ExecutionId = AsciiText32.From(id ?? $"X-{++_executionNumber}");
        return Take(in e, LaneIds.Venue);
    }

    /// <summary>Defines the next instrument of the source lane: price in cents, whole quantities.</summary>
    public int Define(string symbol, int laneId = LaneIds.FirstSource)
    {
        var localId = _definitions.GetValueOrDefault(laneId);
        _definitions[laneId] = localId + 1;
        var e = new EngineEvent { Kind = EventKind.InstrumentDefined, InstrumentId = localId };
        e.Instrument = new InstrumentPayload
        {
            Symbol = AsciiText24.From(symbol),
            Class = InstrumentClass.Equity,
            PriceExponent = 2,
            IsShortable = 1,
            LocalId = localId,
            Currency = AsciiText8.From("USD"),
            Multiplier = 100_000_000,
            TickSize = 1,
            LotSize = 1,
            SourceRow = _row + 1,
        };
        return Take(in e, laneId)[0].InstrumentId;
    }

    public EngineEvent[] Quote(
        int instrumentId, long bid = Price - 1, long ask = Price + 1, int laneId = LaneIds.FirstSource)
    {
        var e = new EngineEvent { Kind = EventKind.Quote, InstrumentId = instrumentId };
        e.Quote.BidPrice = bid;
        e.Quote.AskPrice = ask;
        e.Quote.BidSize = 1_000;
        e.Quote.AskSize = 1_000;
        e.Quote.EventTimeNs = NowNs;
        e.Quote.ReceiveTimeNs = NowNs;
        e.Quote.SourceRow = ++_row;
        return Take(in e, laneId);
    }

    public EngineEvent[] Trade(int instrumentId, long price = Price, long size = 100, int laneId = LaneIds.FirstSource)
    {
        var e = new EngineEvent { Kind = EventKind.Trade, InstrumentId = instrumentId };
        e.Trade.Price = price;
        e.Trade.Size = size;
        e.Trade.EventTimeNs = NowNs;
        e.Trade.ReceiveTimeNs = NowNs;
        e.Trade.SourceRow = ++_row;
        return Take(in e, laneId);
    }

    /// <summary>What the host has measured of the engine.</summary>
    public EngineEvent[] Vitals(long latencyNs, long journalLagNs)
    {
        var e = new EngineEvent { Kind = EventKind.VitalsMeasured, InstrumentId = -1 };
        e.Vitals.LatencyNsMax = latencyNs;
        e.Vitals.JournalLagNsMax = journalLagNs;
        return Take(in e);
    }

    public EngineEvent[] Tick() =>
        Take(new EngineEvent { Kind = EventKind.ClockTick, InstrumentId = -1 }, LaneIds.Clock);

    /// <summary>Journaled continuations until nothing is left to go on with; returns their groups.</summary>
    public IReadOnlyList<EngineEvent[]> GoOn(int groupsMax = int.MaxValue)
    {
        var groups = new List<EngineEvent[]>();
        while (Chain.NeedsContinuation && groups.Count < groupsMax)
            groups.Add(Take(new EngineEvent { Kind = EventKind.Continuation, InstrumentId = -1 }));
        return groups;
    }

    /// <summary>
    /// The engine was killed and its journal replayed on a new model, which goes on here. No run has begun yet.
    /// </summary>
    public LogicBench Recovered(TradingModel model)
    {
        var runner = Replay(model);
        if (runner.Divergence is { } divergence) throw new InvalidOperationException(divergence.ToString());
        var bench = new LogicBench(model)
        {
            NowNs = NowNs,
            NextSequence = NextSequence,
            _row = _row,
            _venueEventId = _venueEventId,
            _executionNumber = _executionNumber,
            _requestId = _requestId,
        };
        foreach (var (lane, count) in _definitions) bench._definitions[lane] = count;
        bench._journal.AddRange(_journal);
        return bench;
    }

    /// <summary>Replays the journal from its first record on a new model and returns the runner.</summary>
    public ReplayRunner Replay(TradingModel model)
    {
        var runner = new ReplayRunner(model);
        runner.Feed(Records);
        return runner;
    }
}
