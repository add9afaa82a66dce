using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Journal;
using Engine.Core.Metrics;
using Engine.Core.Replay;
using Engine.Core.Sequencing;
using Engine.Core.Time;
using IInputWriter = Engine.Core.MarketData.IInputWriter;

namespace Engine.Core.Pipeline;

/// <summary>
/// Wires the graph of one run, in the order in which an event flows:
/// <code>
/// sources > lanes > logic > outbound ring > journal > durable > gateway > venue > lane
///                                              |
///                                              +-> follower: status, snapshots, check of every decision
/// </code>
/// Only journal and gateway gate the ring; the gateway waits for nothing but the durable position; a gateway never
/// waits for its lane. So there is no cycle of waiting.
/// </summary>
public sealed class PipelineBuilder
{
    /// <summary>
    /// Records that a backtest publishes together: 8 KiB, so that they are sealed out of the first cache.
    /// </summary>
    private const int BacktestGatheredMax = 64;

    // Start, configuration and calendar are in the lane before anybody takes something out of it.
    private const int ControlLaneSlotsMin = 1_024;
    private const int SessionsPerRun = 1_000;

    private readonly EngineSetup _setup;
    private readonly TradingModel _model;
    private readonly JournalFolder _folder;
    private readonly JournalWriter _writer;
    private readonly RunControl _control;
    private readonly StatusBoard _board;
    private readonly Func<Func<long>, ControlPort, Follower>? _createFollower;

    /// <param name="model">At the end of the journal; the pipeline takes it over.</param>
    /// <param name="createFollower">Builds the follower for a durable sequence; null in a backtest.</param>
    public PipelineBuilder(
        EngineSetup setup, TradingModel model, JournalFolder folder, JournalWriter writer, RunControl control,
        StatusBoard board, Func<Func<long>, ControlPort, Follower>? createFollower)
    {
        _setup = setup;
        _model = model;
        _folder = folder;
        _writer = writer;
        _control = control;
        _board = board;
        _createFollower = createFollower;
    }

    public EnginePipeline Build()
    {
        var options = _setup.Options;
        var limits = _setup.Limits;
        var isBacktest = options.Mode == EngineMode.Backtest;
        var cores = CoreBudget.OfThisProcess();
        var spin = options.BusySpin ? SpinSetting.Always : SpinSetting.Auto;
        var layout = options.ThreadLayout.Length > 0
            ? ThreadLayout.Parse(options.ThreadLayout, cores, spin)
            : isBacktest ? ThreadLayout.Parse(BacktestLayout(cores), cores, spin) : ThreadLayout.For(cores, spin);
        var signals = layout.Threads.ToDictionary(thread => thread.Name, _ => new WakeSignal());
        WakeSignal SignalOf(StageRole role) => signals[layout.ThreadOf(role).Name];

        // 1. Lanes in: one per source, one shared for control, one for the venue.
        var clock = new DeferredClock();
        var lanes = new LaneReader<EngineEvent>?[LaneIds.FirstSource + SourceFactory.CountOf(options)];
        var controlLane = new SharedLane<EngineEvent>(Math.Max(limits.LaneSlots, ControlLaneSlotsMin));
        controlLane.WakeConsumer(SignalOf(StageRole.Logic));
        lanes[LaneIds.Control] = controlLane.Reader;
        var venueLane = new Lane<EngineEvent>(limits.LaneSlots);
        venueLane.WakeConsumer(SignalOf(StageRole.Logic));
        venueLane.WakeProducer(SignalOf(StageRole.Gateway));
        lanes[LaneIds.Venue] = venueLane.Reader;

        // 2. Sources.
        var writers = new IInputWriter[SourceFactory.CountOf(options)];
        var sourceLanes = new Lane<EngineEvent>[writers.Length];
        for (var i = 0; i < writers.Length; i++)
        {
            var lane = new Lane<EngineEvent>(limits.LaneSlots);
            lane.WakeConsumer(SignalOf(StageRole.Logic));
            lane.WakeProducer(SignalOf(StageRole.Source));
            lanes[LaneIds.FirstSource + i] = lane.Reader;
            writers[i] = new LaneInput(lane);
            sourceLanes[i] = lane;
        }
        var sources = SourceFactory.Create(_setup, writers, _model.Chain.View, isBacktest ? null : clock);
        var sourcesStage = new SourcesStage(sources);

        // 3. Outbound ring, gated by journal and gateway.
        var ring = new RingBuffer<EngineEvent>(limits.OutboundRingSlots);
        var sequencer = new SingleProducerSequencer(limits.OutboundRingSlots);
        var firstSequence = _folder.Recovery.NextSequence;
        var isMeasured = !isBacktest && options.Metrics.Latency;
        var stamps = isMeasured ? new LatencyStamps(limits.OutboundRingSlots) : null;
        var latency = isMeasured ? new LatencyBook() : null;
        var halts = isBacktest ? null : new HaltMarks(limits);
        var logic = new LogicHost(
            _model.Chain, isBacktest ? _model.Venue
                : null, ring, sequencer, _folder.CreatePlan(), stamps, firstSequence,
            isBacktest ? BacktestGatheredMax : 1, halts);
        sequencer.Cursor.WakeOnPublish(SignalOf(StageRole.Journal));

        // 4. Journal.
        var journal = new JournalStage(ring, sequencer.Cursor, _writer, stamps);
        sequencer.AddGate(journal.Durable);
        journal.Durable.WakeOnPublish(SignalOf(StageRole.Logic));

        // 5. Gateway; on its way there the answers of holds are noted.
        var port = new ControlPort(
            _createFollower is null ? null : controlLane, _folder.Run.Epoch, latency?[LatencySpan.ControlCommand]);
        GatewayStage? gateway = null;
        RingDurableRecords? records = null;
        HoldAnswers? answers = null;
        if (!isBacktest)
        {
            records = new RingDurableRecords(ring, journal.Durable, firstSequence, stamps);
            sequencer.AddGate(records.Consumed);
            records.Consumed.WakeOnPublish(SignalOf(StageRole.Logic));
            journal.Durable.WakeOnPublish(SignalOf(StageRole.Gateway));
            answers = new HoldAnswers(port, _board, HoldFigures.Of(_model.Chain.View.Holds));
            gateway = new GatewayStage(
                new AnsweringRecords(records, answers),
                _setup.DecorateGateway(CreateGateway()), new LaneInput(venueLane), firstSequence,
                limits.InFlightMessages, halts,
                latency is null ? null : new OrderTimes(latency, limits.OrdersRetained));
        }

        // 6. Follower, below the durable sequence.
        var follower = _createFollower?.Invoke(() => _writer.DurableSequence, port);
        if (follower is not null)
        {
            follower.TellFirst = answers is null ? null : answers.Tell;
            journal.Durable.WakeOnPublish(SignalOf(StageRole.Follower));
        }

        // 7. Logic, last of the wiring: it needs everything above.
        var merge = isBacktest ? new MergeLogicStage(
            logic, controlLane.Reader, [.. lanes[LaneIds.FirstSource..]!], _setup.Options.FeedDays(aheadNs: 0))
            : null;
        var sweep = isBacktest ? null : new SweepLogicStage(logic, lanes, clock);
        for (var i = 0; merge is not null && i < sources.Count; i++)
            if (sources[i].IsEnded) merge.MarkEnded(i);

        // 8. Threads. What measures goes with the gateway, behind its writes.
        var runner = gateway is null ? null : new GatewayRunner(gateway);
        var measuring = latency is null || records is null ? null
            : new LatencyStage(stamps!, latency, records.Consumed, _writer.Durability == Durability.Synced);
        var stages = new Dictionary<StageRole, IStage?[]>
        {
            [StageRole.Source] = [sourcesStage],
            [StageRole.Logic] = [(IStage?)merge ?? sweep],
            [StageRole.Journal] = [journal],
            [StageRole.Gateway] = [runner, measuring],
            [StageRole.Follower] = [follower],
        };
        var threads = layout.Threads
            .Select(plan =>
                (Plan: plan, Stages: plan.Roles.SelectMany(role => stages[role]).OfType<IStage>().ToArray()))
            .Where(thread => thread.Stages.Length > 0)
            .Select(thread => new StageThread(
                thread.Plan.Name, _setup.Hooks.Around(thread.Plan.Name, thread.Stages), thread.Plan.Wait, _control,
                signals[thread.Plan.Name], OptionsOf(thread.Plan, layout, cores),
                isMeasured ? new StallTracker(options.Metrics.StallLimit) : null))
            .ToArray();

        return new EnginePipeline
        {
            Control = controlLane,
            VenueLane = venueLane,
            SourceLanes = sourceLanes,
            Latency = latency,
            ControlPort = port,
            Sources = sources,
            SourcesStage = sourcesStage,
            Logic = logic,
            Merge = merge,
            Sweep = sweep,
            Journal = journal,
            Published = sequencer.Cursor,
            Gateway = gateway,
            GatewayRunner = runner,
            DurableRecords = records,
            Follower = follower,
            Threads = threads,
            RunControl = _control,
            Clock = clock,
            Layout = layout,
            Model = _model,
            Writer = _writer,
            FirstSessionEpoch = FirstSessionEpoch(),
        };
    }

    // Source and follower wait for nobody and may wait: only what stands between a tick and its order comes first.
    private StageThreadOptions OptionsOf(ThreadPlan plan, ThreadLayout layout, CoreBudget cores)
    {
        var priority = _setup.Options.RealtimePriority;
        if (priority == 0 || !IsOnOrderPath(plan)) return plan.Options;

        var refused = RealtimePriority.Refusal(layout.Threads.Count(IsOnOrderPath), cores.Usable);
        return refused is null
            ? plan.Options with { RealtimePriority = priority }
            : plan.Options with { PriorityRefused = refused };
    }

    private static bool IsOnOrderPath(ThreadPlan plan) =>
        plan.Roles.Any(role => role is StageRole.Logic or StageRole.Journal or StageRole.Gateway);

    // A backtest has no gateway and no follower; with two cores the reader gets one and logic with journal the other.
    private static string BacktestLayout(CoreBudget cores) =>
        cores.Usable == 1 ? "source+logic+journal+gateway|follower" : "source|logic+journal+gateway|follower";

    // The venue remembers a session that it began although the engine died before it could write that down; the same
    // number again would be fenced, for ever. The manifest counts the runs before anything connects.
    private int FirstSessionEpoch() =>
        Math.Max(_model.Chain.View.SessionEpoch + 1, checked(_folder.Run.Epoch * SessionsPerRun));

    private IOrderGateway CreateGateway()
    {
        if (_model.Venue is { } venue) return new PaperGateway(venue);

        var client = new VenueClientGateway(new VenueClientOptions
        {
            Connect = _setup.Options.VenueAddress,
            Account = _setup.Options.Account,
            Mode = _setup.Options.Mode,
            RunEpoch = _folder.Run.Epoch,
            FirstSessionEpoch = FirstSessionEpoch(),
            LastVenueEventId = _model.Chain.View.State.LastVenueEventId,
            InstrumentsMax = _setup.Limits.InstrumentsMax,
        }, new SystemClock()); // Reconnecting takes real time, whatever the pace.
        for (var id = 0; id < _model.Chain.View.Market.InstrumentCount; id++)
            client.OnRecord(EngineInputs.Definition(id, in _model.Chain.View.Market.Instrument(id)), isHistory: true);
        return client;
    }
}
