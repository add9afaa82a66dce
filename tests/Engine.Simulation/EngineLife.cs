using System.Diagnostics;
using Engine.Core;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using Engine.Testing.FaultyStorage;

namespace Engine.Simulation;

/// <summary>
/// One opened engine from its first pass to its death or ordered stop, on the caller's thread, in the order that the
/// seed says. Production code throughout: only who works next, time, disk and venue are simulated.
/// </summary>
internal sealed class EngineLife : IDisposable
{
    private const int IdlePassesMax = 200_000;

    private readonly TradingEngine _engine;
    private readonly LifePlan _plan;
    private readonly FaultyJournalStorage _storage;
    private readonly ManualTime _time;
    private readonly Random _random;
    private readonly Witness _witness;
    private readonly WitnessGateway? _gateway;
    private readonly Coverage _coverage;
    private readonly int _operatorPerMille;
    private readonly (StageThread Thread, int Weight)[] _threads;
    private readonly int _weights;
    private readonly List<OperatorCommand> _commands = [];
    private HashChainWriter? _chain;
    private int _firstSegment;

    public EngineLife(
        TradingEngine engine, LifePlan plan, FaultyJournalStorage storage, ManualTime time, Random random,
        Witness witness, WitnessGateway? gateway, Coverage coverage, int operatorPerMille)
    {
        _engine = engine;
        _plan = plan;
        _storage = storage;
        _time = time;
        _random = random;
        _witness = witness;
        _gateway = gateway;
        _coverage = coverage;
        _operatorPerMille = operatorPerMille;
        _threads = [.. engine.Pipeline.Threads.Select((thread, i) => (thread, plan.Weights[i]))];
        _weights = _threads.Sum(t => t.Weight);
    }

    /// <summary>Set by the ordered stop.</summary>
    public EngineSummary? Summary { get; private set; }

    private long RecordsWritten => _engine.Writer.WrittenSequence - _engine.Folder.Run.FirstSequence + 1;

    /// <summary>Runs to the end of the plan. Throws what the engine died of.</summary>
    public void Run()
    {
        _chain = _engine.Folder.OpenChain();
        _engine.Begin();
        if (IsLast) ReleaseAll();
        _firstSegment = _engine.Folder.Run.FirstSegment;
        var isAtEnd = _plan.Death == DeathKind.DuringStop && _engine.Pipeline.Merge is not null;
        RunUntil(() => (RecordsWritten >= _plan.Records && !isAtEnd) || _engine.IsOver());
        switch (_plan.Death)
        {
            case DeathKind.BetweenPasses:
                throw new SimulatedCrashException("between two passes");
            case DeathKind.OrderedStop:
                Stop();
                break;
            case DeathKind.DuringStop:
                CrashAtOperation(_storage, _plan.EndOperation);
                Stop();
                break;
            default:
                ArmEnd();
                var deadline = RecordsWritten + 1_500;
                RunUntil(() => RecordsWritten >= deadline || _engine.IsOver());
                throw new SimulatedCrashException("at last, because nothing failed");
        }
    }

    /// <summary>The storage operation, counted from now, in which the process dies; it does nothing any more.</summary>
    public static void CrashAtOperation(FaultyJournalStorage storage, int operation)
    {
        var left = operation;
        storage.Faults.OnOperation = _ =>
        {
            if (--left <= 0) throw new SimulatedCrashException("at a storage operation");
        };
    }

    public void Dispose()
    {
        _coverage.Count("segment rolls", Math.Max(0, _engine.Writer.SegmentNumber - Math.Max(_firstSegment, 1)));
        _chain?.Dispose();
        _engine.Dispose();
    }

    private void ArmEnd()
    {
        var faults = _storage.Faults;
        switch (_plan.Death)
        {
            case DeathKind.AtStorageOperation:
                CrashAtOperation(_storage, _plan.EndOperation);
                break;
            case DeathKind.BeforeSend or DeathKind.AfterSend when _gateway is not null:
                _gateway.CrashesAfterSend = _plan.Death == DeathKind.AfterSend;
                _gateway.SendsUntilCrash = 1 + (_plan.EndOperation % 5);
                break;
            case DeathKind.WriteFails:
                faults.FailingWrite = faults.Writes + _plan.EndOperation;
                break;
            case DeathKind.SyncFails:
                faults.FailingSync = faults.Syncs + _plan.EndOperation;
                break;
            case DeathKind.DiskFull:
                var used = _storage.List().Sum(name => (long)_storage.Bytes(name).Length);
                faults.CapacityBytes = used + (_plan.EndOperation * 8_192);
                break;
        }
    }

    private void RunUntil(Func<bool> isDone)
    {
        var idle = 0;
        var written = RecordsWritten;
        while (!isDone())
        {
            Pass();
            ThrowIfFaulted();
            if (RecordsWritten != written) idle = 0;
            else if (++idle > IdlePassesMax)
                throw new SimulationFailedException($"Nothing was journaled in {idle} passes: {Describe()}");
            written = RecordsWritten;
        }
        ThrowIfFaulted();
    }

    private string Describe()
    {
        var pipeline = _engine.Pipeline;
        return $"phase {pipeline.Sweep?.Phase}, reconciled {pipeline.Sweep?.IsReconciled}, gateway unsent "
            + $"{pipeline.Gateway?.Unsent}, backlog {pipeline.Gateway?.Backlog}, ring full {pipeline.Logic.FullCount}, "
            + $"time {pipeline.Clock.NowNs}, engine time {pipeline.Model.Chain.EngineTimeNs}.";
    }

    private void Pass()
    {
        var roll = _random.Next(1_000);
        if (roll < 300) _time.Advance(_random.NextInt64(_plan.AdvanceNsMax));
        else if (roll < 304) _chain?.RunOnce(_engine.DurableSequence, isForced: _random.Next(2) == 0);
        else if (roll < 308) _engine.Writer.RunPreparation();
        else if (roll < 308 + _operatorPerMille) Command();
        else RunThread();
        _engine.Attend();
        _witness.Promise(_engine.DurableSequence);
    }

    private void RunThread()
    {
        var roll = _random.Next(_weights);
        foreach (var (thread, weight) in _threads)
        {
            roll -= weight;
            if (roll >= 0) continue;

            thread.RunOnce();
            if (_engine.Pipeline.Follower is { } follower && !_engine.RunControl.IsHalted)
                _witness.SeePlace(follower.Model.Chain.Cursor);
            return;
        }
    }

    private void Command()
    {
        if (_engine.Pipeline.Sweep is not { Phase: EnginePhase.Running }) return;
        if (_random.Next(2) == 0)
        {
            Submit();
            return;
        }
        var command = _random.Next(6) switch
        {
            0 => EngineInputs.Hold(HoldScope.Account, 0, HoldKind.Operator, Permission.Halted, "operator", "simulated"),
            1 => EngineInputs.Hold(
                HoldScope.Instrument, _random.Next(3), HoldKind.Operator, (Permission)_random.Next(2, 5), "operator",
                "simulated"),
            2 => EngineInputs.CancelAll(),
            _ => Release(_random.Next(2) == 0 ? HoldScope.Account : HoldScope.Instrument, _random.Next(3)),
        };
        if (_engine.Pipeline.Control.TryWrite(in command)) _coverage.Count("operator commands");
    }

    // As an operator gives them, now and then twice: the answers come when the follower has them, or never.
    private void Submit()
    {
        var isRepeat = _commands.Count > 0 && _random.Next(4) == 0;
        var command = isRepeat ? _commands[_random.Next(_commands.Count)] : NextCommand();
        if (!isRepeat) _commands.Add(command);
        var answer = _engine.Control.SubmitAsync(command);
        if (answer.IsFaulted) return; // No room in a small lane; the next one may fit.
        _coverage.Count("submitted commands");
        answer.ContinueWith(
            done => _coverage.Count($"answers {done.Result.Code}"), CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private OperatorCommand NextCommand()
    {
        var role = (OperatorRole)_random.Next(2, 5);
        var key = $"{_engine.Folder.Run.Epoch}-{_commands.Count}";
        var issuer = new CommandIssuer("sim", role, "simulation", "simulated", key);
        var instrument = _random.Next(3);
        var order = new OrderPayload
        {
            Side = (Side)_random.Next(1, 3),
            Type = OrderType.Market,
            TimeInForce = TimeInForce.ImmediateOrCancel,
            Quantity = 100,
            LimitPrice = FixedPoint.Absent,
        };
        return _random.Next(12) switch
        {
            0 => OperatorCommand.Pause(issuer),
            1 => OperatorCommand.Halt(issuer, HoldScope.Instrument, instrument, (CancelPolicy)_random.Next(1, 4)),
            2 => OperatorCommand.Flatten(issuer, instrument),
            3 => OperatorCommand.Flatten(issuer),
            4 => OperatorCommand.Cancel(issuer, HoldScope.Instrument, instrument),
            5 => OperatorCommand.Submit(issuer, instrument, in order),
            6 => OperatorCommand.Reconcile(issuer),
            7 => _commands.Count % 2 == 0 ? OperatorCommand.Snapshot(issuer) : OperatorCommand.Rotate(issuer),
            8 => OperatorCommand.Release(issuer, _random.Next(1, 20)),
            _ => OperatorCommand.Resume(
                issuer, instrument == 0 ? HoldScope.Account : HoldScope.Instrument, instrument),
        };
    }

    private static EngineEvent Release(HoldScope scope, int instrumentId)
    {
        var release = new EngineEvent { Kind = EventKind.ReleaseCommanded, InstrumentId = -1 };
        release.Command.Scope = scope;
        release.Command.ScopeId = scope == HoldScope.Instrument ? instrumentId : 0;
        return release;
    }

    private void ReleaseAll()
    {
        _engine.Pipeline.Control.TryWrite(Release(HoldScope.Account, 0));
        for (var id = 0; id < 3; id++) _engine.Pipeline.Control.TryWrite(Release(HoldScope.Instrument, id));
    }

    private void Stop()
    {
        _chain?.Dispose();
        _chain = null;
        if (_engine.Pipeline.Merge is null || !_engine.Pipeline.Merge.IsDataEnded)
            _engine.RequestStop(IsLast ? StopMode.Cancel : PickStopMode(), "operator", "simulated");
        Summary = _engine.End(Stopwatch.StartNew(), _ => Pass());
        ThrowIfFaulted();
    }

    /// <summary>The last life settles every order.</summary>
    public bool IsLast { get; init; }

    private StopMode PickStopMode() =>
        _random.Next(3) switch { 0 => StopMode.Drain, 1 => StopMode.Park, _ => StopMode.Cancel };

    private void ThrowIfFaulted()
    {
        if (_engine.RunControl.Fault is { } fault)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault.Exception);
        if (_engine.RunControl.IsHalted)
            throw new SimulationFailedException($"The engine halted without a fault: {Describe()}");
    }
}
