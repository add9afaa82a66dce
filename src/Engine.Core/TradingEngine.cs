using System.Diagnostics;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Metrics;
using Engine.Core.Pipeline;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Replay;
using Engine.Core.Sequencing;
using Engine.Core.Snapshots;
using Engine.Core.Time;

namespace Engine.Core;

/// <summary>
/// One engine on one journal, from recovery to seal. <see cref="Open"/> brings the journal's state back,
/// <see cref="Run"/> trades until the data ends, somebody asks for a stop, or a stage fails. A crash anywhere is safe:
/// the next <see cref="Open"/> is the recovery.
/// </summary>
public sealed class TradingEngine : IDisposable
{
    private const int IdlePassesToBeDrained = 2;

    /// <summary>
    /// How far ahead a running engine knows its days, in case nobody gives it new ones; as many as it remembers, less
    /// those of a week in which the clock is put back.
    /// </summary>
    private const long DaysAheadNs = 6 * 86_400_000_000_000;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(2);

    private readonly EngineSetup _setup;
    private readonly JournalFolder _folder;
    private readonly JournalWriter _writer;
    private readonly HashChainThread? _chain;
    private readonly RetentionThread? _retention; // Null where everything is kept.
    private readonly SnapshotTaker _snapshots;
    private readonly DiskGuard _diskGuard;
    private readonly JournalWatch _journalWatch;
    private readonly VitalsWatch? _vitalsWatch; // Null in a backtest.
    private readonly EnginePipeline _pipeline;
    private readonly DayFeed? _days;         // Null in a backtest, where the merge asks for days itself.
    private readonly StopSignal _stop = new();
    private readonly Lock _stopOrder = new(); // Requests and commands, in the order in which they came.
    private readonly string? _memoryRefused;
    private long? _anchorNs;
    private long? _idlePassesAtFailure;
    private long _commandsSent;
    private StopMode _commandedStop; // The last one seen.
    private bool _isMarketDataStarted;
    private bool _isDisposed;

    private TradingEngine(
        EngineSetup setup, IJournalStorage storage, JournalFolder folder, JournalWriter writer, HashChainThread? chain,
        SnapshotTaker snapshots, RecoveredModel recovered, EnginePipeline pipeline, StatusBoard board,
        RunControl control)
    {
        _setup = setup;
        ShutdownBoard = new ShutdownBoard(TimeSpan.FromTicks(setup.Options.StopDeadlineNs / 100));
        _folder = folder;
        _writer = writer;
        _chain = chain;
        _snapshots = snapshots;
        Recovered = recovered;
        _pipeline = pipeline;
        Board = board;
        RunControl = control;
        pipeline.Follower?.WatchFeeds(pipeline.Clock, pipeline.Sources.Count);
        _retention = setup.Options.Retention.IsRecycling && !setup.IsSingleThreaded
            ? new RetentionThread(
                folder, folder.OpenRetention(run => JournalConfig.Find(storage, run)),
                new VerifiedSnapshots(storage, setup.Options.SnapshotsRetained), pipeline.Clock)
            : null;
        _memoryRefused = setup.Options.LockMemory ? MemoryLock.TryLockAll() : null;
        _days = pipeline.Merge is null ? setup.Options.FeedDays(DaysAheadNs) : null;
        _diskGuard = new DiskGuard(
            storage, folder, writer, pipeline.Control, setup.Options.Mode != EngineMode.Backtest,
            fault => _stop.Request(
                new StopRequest(setup.Options.StopMode, "disk guard", fault.Message) { Fault = fault }));
        _journalWatch = new JournalWatch(
            pipeline.Published, pipeline.Journal.Durable, control, setup.Limits.JournalStallMsMax);
        if (pipeline.DurableRecords is { } records)
        {
            _vitalsWatch = new VitalsWatch(
                pipeline.Published, pipeline.Journal.Durable, records.TakeLatencyNsMax, pipeline.Control,
                setup.Breakers, setup.Time);
        }
    }

    /// <summary>What start-up found in the journal.</summary>
    public RecoveryResult Recovery => _folder.Recovery;

    /// <summary>How the state was brought back.</summary>
    public RecoveredModel Recovered { get; }

    /// <summary>Status of a paper run, from the follower; empty in a backtest.</summary>
    public StatusBoard Board { get; }

    public EnginePipeline Pipeline => _pipeline;

    /// <summary>The way in for operators; a backtest takes no commands.</summary>
    public ControlPort Control => _pipeline.ControlPort;

    public RunControl RunControl { get; }

    /// <summary>How far an orderly stop is, and how long it waits for working orders.</summary>
    public ShutdownBoard ShutdownBoard { get; }

    /// <summary>Counts the starts on this journal.</summary>
    public int RunEpoch => _folder.Run.Epoch;

    /// <summary>Last sequence that anybody may see.</summary>
    public long DurableSequence => _writer.DurableSequence;

    /// <summary>Readers of the journal's files say here what they still need; retention leaves it.</summary>
    public ReaderClaims Claims => _folder.Claims;

    /// <summary>What becomes of old segments; null where everything is kept.</summary>
    public RetentionThread? Retention => _retention;

    /// <summary>The journal can end its segment without waiting for the next one to be prepared.</summary>
    public bool IsNextSegmentReady => _writer.IsNextSegmentReady;

    /// <summary>
    /// Locks the journal, seals a crashed predecessor, restores the newest snapshot, replays the tail and wires the
    /// graph. Nothing runs yet.
    /// </summary>
    /// <param name="progress">Sequence reached by the replay, now and then.</param>
    /// <exception cref="JournalLockedException">Another engine has the journal.</exception>
    /// <exception cref="JournalMismatchException">The journal is of another mode or account.</exception>
    /// <exception cref="JournalCorruptException">The journal is damaged.</exception>
    public static TradingEngine Open(EngineSetup setup, IJournalStorage storage, Action<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var options = setup.Options;
        var folder = JournalFolder.Open(storage, options.Mode, options.Account, JournalOptionsOf(setup));
        JournalWriter? writer = null;
        HashChainThread? chain = null;
        try
        {
            var factory = new ModelFactory(setup.Catalog);
            var recovered = ModelRecovery.Recover(
                storage, folder.Manifest, folder.Recovery.LastSequence, factory.Create, setup.ConfigText,
                useSnapshots: true, progress);
            JournaledSettings.Check(setup, recovered.Model);
            recovered.Model.All.Prefault();
            writer = folder.StartRun();
            var board = new StatusBoard();
            var control = new RunControl();
            var snapshots = new SnapshotTaker(
                storage, setup.Build, options.Retention.IsRecycling ? 0 : options.SnapshotsRetained);
            chain = options.HashChain && !setup.IsSingleThreaded
                ? HashChainThread.Start(folder.OpenChain(), () => writer.DurableSequence)
                : null;
            Func<Func<long>, ControlPort, Follower>? createFollower = options.Mode == EngineMode.Backtest
                ? null
                : (durable, port) =>
                    CreateFollower(setup, storage, folder, factory, recovered.Model, snapshots, board, durable, port);
            var pipeline = new PipelineBuilder(
                setup, recovered.Model, folder, writer, control, board, createFollower).Build();
            return new TradingEngine(
                setup, storage, folder, writer, chain, snapshots, recovered, pipeline, board, control);
        }
        catch
        {
            chain?.Dispose();
            writer?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Asks for an orderly stop; returns at once. A later request may ask for a harsher mode.</summary>
    /// <exception cref="ArgumentOutOfRangeException">This build cannot stop in this mode.</exception>
    public void RequestStop(StopMode mode, string who, string why)
    {
        if (!LifecycleFlow.CanStop(mode, _setup.Options.Mode))
        {
            throw new ArgumentOutOfRangeException(
                nameof(mode), mode, "Stop with drain, cancel or park; paper and live also with flatten.");
        }
        lock (_stopOrder)
        {
            AdoptCommandedStop(); // What was commanded before this goes before it.
            _stop.Request(new StopRequest(mode, who, why));
        }
    }

    /// <summary>
    /// Has the hot path compiled before the first order depends on it (<c>start.warmUp</c>): a second engine trades a
    /// simulated market in memory. To be called before <see cref="Run"/>; touches nothing of this engine. Null where
    /// nothing is to be warmed up: in a backtest, and if the setting says so.
    /// </summary>
    public WarmUpReport? WarmUp() => _setup.Options is { WarmUpNs: > 0, Mode: not EngineMode.Backtest } options
        ? EngineWarmUp.Run(_setup, TimeSpan.FromTicks(options.WarmUpNs / 100))
        : null;

    /// <summary>
    /// What the system refused, with the remedy: locked memory, real-time priority. Complete once <see cref="Run"/> has
    /// started the threads.
    /// </summary>
    public IReadOnlyList<string> Refused =>
    [
        .. _memoryRefused is null ? Array.Empty<string>() : [_memoryRefused],
        .. _pipeline.Threads.Where(thread => thread.PriorityRefused is not null)
            .Select(thread => $"{thread.Name}: {thread.PriorityRefused}"),
    ];

    /// <summary>Trades until the end of the data, a stop or a fault, then stops in order.</summary>
    /// <param name="onProgress">Called about four times a second from the caller's thread.</param>
    public EngineSummary Run(Action<EngineProgress>? onProgress = null)
    {
        var clock = Stopwatch.StartNew();
        Begin();
        _retention?.Start();
        foreach (var thread in _pipeline.Threads) thread.Start();
        while (!IsOver())
        {
            _stop.Wait(PollInterval);
            Attend();
            _diskGuard.RunOnce();
            _journalWatch.RunOnce();
            _vitalsWatch?.RunOnce();
            StopIfSourceFailed();
            onProgress?.Invoke(Progress(clock.Elapsed));
        }
        return End(clock, onProgress);
    }

    /// <summary>Signs of life, for whoever judges them. May be called from any thread at any time.</summary>
    public EngineVitals Vitals() => EngineVitals.Of(_pipeline, Board, _writer, _diskGuard.Latest) with
    {
        RetentionFailure = _retention?.Failure,
    };

    /// <summary>How the machinery does. May be called from any thread at any time.</summary>
    public EngineInternals Internals() =>
        EngineInternals.Of(_setup, _pipeline, Board, _chain, () => _writer.DurableSequence);

    /// <summary>Latencies of this run; null where they are not measured.</summary>
    public LatencyBook? Latency => _pipeline.Latency;

    public EngineProgress Progress(TimeSpan elapsed) => EngineProgress.Of(_pipeline, Board, _writer, elapsed);

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;

        RunControl.Halt();
        foreach (var thread in _pipeline.Threads)
            if (thread.IsRunning) thread.Join(TimeSpan.FromSeconds(10));
        _pipeline.ControlPort.Close();
        foreach (var source in _pipeline.Sources) source.Dispose();
        _pipeline.Follower?.Dispose();
        _chain?.Dispose();
        _retention?.Dispose();
        _snapshots.Dispose();
        _writer.Dispose();
        _folder.Dispose();
        _stop.Dispose();
    }

    internal JournalFolder Folder => _folder;

    internal JournalWriter Writer => _writer;

    /// <summary>The first inputs and the clock: after this the threads may run.</summary>
    internal void Begin()
    {
        var recovery = _folder.Recovery;
        var started = EngineInputs.Started(
            _setup.Options, _setup.Build, _folder.Run.Epoch, recovery.WasUnclean, recovery.CutRecords,
            recovery.LastSequence);
        Command([started]);
        Command(EngineInputs.Config(_setup.ConfigText));
        FeedDays(ClockAnchorNs());
        if (_setup.Options.Mode == EngineMode.Backtest) StartMarketData();
        _pipeline.ControlPort.Open();
        _pipeline.Clock.Start(new ReplayClock(ClockAnchorNs(), Math.Max(1, _setup.Options.Pace), _setup.Time));
    }

    /// <summary>What the host owes the logic while it runs: days to come, and the start of market data.</summary>
    internal void Attend()
    {
        FeedDays(_pipeline.Clock.NowNs);
        StartMarketDataIfReady();
    }

    private void StartMarketDataIfReady()
    {
        if (_isMarketDataStarted || _pipeline.Sweep is not { IsReconciled: true }) return;
        StartMarketData();
    }

    // In a backtest what was read before the failure is taken first: two idle passes after it was seen prove that.
    private void StopIfSourceFailed()
    {
        if (_pipeline.SourcesStage.Failure is not { } failure) return;

        if (_pipeline.Merge is { } merge)
        {
            _idlePassesAtFailure ??= merge.IdlePasses;
            if (merge.IdlePasses - _idlePassesAtFailure.Value < IdlePassesToBeDrained) return;
        }
        _stop.Request(new StopRequest(_setup.Options.StopMode, "source", failure.Message) { Fault = failure });
    }

    internal bool IsOver()
    {
        AdoptCommandedStop();
        if (RunControl.IsHalted || _stop.Latest is not null) return true;
        if (_pipeline.Merge is { } merge) return merge.IsDataEnded;
        var runForNs = _setup.Options.RunForNs;
        if (runForNs > 0 && _pipeline.Clock.NowNs - ClockAnchorNs() >= runForNs) return true;
        return _isMarketDataStarted && _pipeline.SourcesStage.IsEnded;
    }

    /// <summary>The ordered stop.</summary>
    /// <param name="onProgress">Called again and again while a step waits.</param>
    internal EngineSummary End(Stopwatch clock, Action<EngineProgress>? onProgress)
    {
        var running = clock.Elapsed;
        var request = _stop.Latest ?? new StopRequest(_setup.Options.StopMode, "engine", "end of data");
        using var shutdown = new ShutdownSequence(
            _setup, _pipeline, _folder, _writer, _chain, _retention, _snapshots, RunControl, ShutdownBoard);
        var report = shutdown.Stop(
            request, _commandsSent, LatestStop, () => onProgress?.Invoke(Progress(clock.Elapsed)));
        _pipeline.ControlPort.Close();
        return EngineSummary.Of(_setup, _pipeline, report, running, clock.Elapsed) with { Refused = Refused };
    }

    /// <summary>The newest wish to stop, of whomever; null until there is one.</summary>
    internal StopRequest? LatestStop()
    {
        AdoptCommandedStop();
        return _stop.Latest;
    }

    // A stop that an operator commanded is in the journal already; the host carries out the rest of it.
    private void AdoptCommandedStop()
    {
        lock (_stopOrder)
        {
            if (_pipeline.Sweep is not { Phase: EnginePhase.Stopping } sweep) return;
            if (sweep.StopMode == _commandedStop) return;

            _commandedStop = sweep.StopMode;
            if (_stop.Latest?.Mode != _commandedStop)
                _stop.Request(new StopRequest(_commandedStop, "operator", "commanded through the control port"));
        }
    }

    private void StartMarketData()
    {
        _isMarketDataStarted = true;
        Command([EngineInputs.MarketDataStarted()]);
        _pipeline.SourcesStage.Enable();
    }

    // Where the lane has no room the next look tries again: days are given long before they are needed.
    private void FeedDays(long nowNs)
    {
        while (_days is not null && _days.TryPeek(nowNs, out var day) && _pipeline.Control.TryWrite(in day))
        {
            _commandsSent++;
            _days.Advance();
        }
    }

    private void Command(ReadOnlySpan<EngineEvent> input)
    {
        _commandsSent++;
        if (!_pipeline.Control.TryWriteRun(input))
            throw new InvalidOperationException(
                $"The control lane is full: raise {EngineLimits.KeyOf(nameof(EngineLimits.LaneSlots))}.");
    }

    // Time goes on where the journal ends; in a fresh journal it begins with the data.
    private long ClockAnchorNs()
    {
        if (_anchorNs is { } known) return known;

        var first = long.MaxValue;
        foreach (var source in _pipeline.Sources)
            if (source.FirstEventTimeNs != FixedPoint.Absent) first = Math.Min(first, source.FirstEventTimeNs);
        var journaled = _pipeline.Model.Chain.EngineTimeNs;
        _anchorNs = journaled > 0 ? journaled : first == long.MaxValue ? 0 : first;
        return _anchorNs.Value;
    }

    private static Follower CreateFollower(
        EngineSetup setup, IJournalStorage storage, JournalFolder folder, ModelFactory factory, TradingModel recovered,
        SnapshotTaker snapshots, StatusBoard board, Func<long> durableSequence, ControlPort port)
    {
        var model = factory.Create(recovered.Chain.ConfigText);
        model.CopyFrom(recovered);
        return new Follower(
            new ReplayRunner(model), JournalReader.Open(storage, folder.Recovery.NextSequence), durableSequence,
            snapshots, board, setup.Options.SnapshotIntervalRecords, port,
            folder.Claims.Add("follower", folder.Recovery.NextSequence));
    }

    private static JournalOptions JournalOptionsOf(EngineSetup setup) => new()
    {
        Durability = setup.Options.Durability,
        Build = setup.Build,
        StartedUtc = setup.Time.GetUtcNow(),
        EngineId = setup.Options.EngineId,
        SegmentRecords = setup.Limits.SegmentRecords,
        KeepsChain = setup.Options.HashChain,
        Retention = setup.Options.Retention,
        HasPreparationThread = !setup.IsSingleThreaded,
    };
}
