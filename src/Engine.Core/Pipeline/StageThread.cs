using System.Diagnostics;
using Engine.Core.Metrics;
using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>
/// One thread and the stages that run on it, fused: pass after pass over all of them, waiting only when a whole pass
/// found no work. Ends by drain (all work done), by halt (at once), or because a stage threw, which halts the whole
/// pipeline.
/// </summary>
public sealed class StageThread
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly IStage[] _stages;
    private readonly WaitOptions _wait;
    private readonly RunControl _control;
    private readonly StageThreadOptions _options;
    private readonly Thread _thread;
    private readonly TaskCompletionSource<string?> _pinningRefused = new();
    private int _running; // Index of the stage in RunOnce, for the fault report.
    private readonly StallTracker? _stalls;
    private bool _draining;
    private long _busyPasses;
    private long _parksSeen = -1;
    private long _passTicks; // Where the last pass ended.
    private int _threadId;

    /// <param name="signal">
    /// Raised by everything that can give one of the stages work: lanes, cursors, progress of others. The thread parks
    /// here.
    /// </param>
    /// <param name="stalls">Watches the passes; null where nobody measures.</param>
    public StageThread(
        string name, IReadOnlyList<IStage> stages, WaitOptions wait, RunControl control, WakeSignal signal,
        StageThreadOptions? options = null, StallTracker? stalls = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(control);
        ArgumentNullException.ThrowIfNull(signal);
        if (stages.Count == 0) throw new ArgumentException($"Thread '{name}' has no stage to run.", nameof(stages));

        _stages = [.. stages];
        (_wait, _control, Signal) = (wait, control, signal);
        _options = options ?? new StageThreadOptions();
        _stalls = stalls;
        _thread = new Thread(Main) { Name = name, IsBackground = true, Priority = _options.Priority };
    }

    public string Name => _thread.Name!;

    public WakeSignal Signal { get; }

    public bool IsRunning => _thread.IsAlive;

    public bool HasStarted => (_thread.ThreadState & System.Threading.ThreadState.Unstarted) == 0;

    /// <summary>Name of the stage that the thread is in, or was in last: who of several keeps it.</summary>
    public string StageAtWork => _stages[Volatile.Read(ref _running)].Name;

    /// <summary>A drain asked for was completed by passes on the caller's thread.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Passes that found work.</summary>
    public long BusyPasses => Volatile.Read(ref _busyPasses);

    /// <summary>
    /// Why the thread runs unpinned although a core was asked for; null when all is as asked. Known after Start.
    /// </summary>
    public string? PinningRefused => _pinningRefused.Task.IsCompleted ? _pinningRefused.Task.Result : null;

    /// <summary>
    /// Why the thread has no real-time priority although it was asked for; null when all is as asked. Known after
    /// Start.
    /// </summary>
    public string? PriorityRefused { get; private set; }

    /// <summary>Starts the thread and returns when it has its place; work may begin before.</summary>
    public void Start()
    {
        _thread.Start();
        if (!_pinningRefused.Task.Wait(StartTimeout))
            throw new TimeoutException(
                $"Thread '{Name}' did not start within {StartTimeout.TotalSeconds} s: the machine is overloaded.");
    }

    /// <summary>
    /// One pass on the caller's thread, instead of <see cref="Start"/>: simulation decides who works when. A stage that
    /// throws halts the pipeline as it does on a thread of its own.
    /// </summary>
    public int RunOnce()
    {
        if (HasEnded || _control.IsHalted) return 0;
        try
        {
            var work = RunPass();
            HasEnded = work == 0 && Volatile.Read(ref _draining) && AreStagesDrained();
            return work;
        }
        catch (Exception exception)
        {
            _control.ReportFault(_stages[_running].Name, exception);
            return 0;
        }
    }

    /// <summary>Finish what is there, then end. Threads that feed this one must have ended before.</summary>
    public void Drain()
    {
        Volatile.Write(ref _draining, true);
        if (Signal.IsParked) Signal.Raise();
    }

    /// <summary>What the thread does, as far as it has published it. Any thread.</summary>
    public ThreadGauge Read() => new(
        Name, [.. _stages.Select(stage => stage.Name)], StageAtWork, IsRunning, _options.Cpu,
        ThreadCpu.TimeNsOf(Volatile.Read(ref _threadId)), BusyPasses, Signal.Parks, Signal.Raises, Signal.MissedWakeups,
        _stalls?.RecentLongestNs(Stopwatch.GetTimestamp()) ?? 0, _stalls?.LongestNs ?? 0, _stalls?.Stalls ?? 0,
        _stalls?.StalledNs ?? 0);

    /// <summary>True when the thread has ended within the time.</summary>
    public bool Join(TimeSpan timeout) => _thread.Join(timeout);

    private void Main()
    {
        Volatile.Write(ref _threadId, ThreadCpu.CallingThread());
        PriorityRefused = _options.PriorityRefused ?? (_options.RealtimePriority > 0
            ? RealtimePriority.TrySet(_options.RealtimePriority)
            : null);
        _pinningRefused.SetResult(_options.Cpu is { } cpu ? CpuAffinity.TryPin(cpu) : null);
        try
        {
            switch (_wait.Kind)
            {
                case WaitKind.BusySpin:
                    Loop(default(BusySpinWait));
                    break;
                case WaitKind.Blocking:
                    Loop(default(BlockingWait));
                    break;
                default:
                    Loop(new SpinParkWait(_wait.SpinNs));
                    break;
            }
        }
        catch (Exception exception)
        {
            _control.ReportFault(_stages[_running].Name, exception);
        }
    }

    // A pass is the condition that the thread waits for: whatever wakes it, it finds out by working. So the look for
    // work between BeginPark and Park is a pass as well, and stages that poll sockets are polled at least every
    // ParkMsMax.
    private void Loop<TWait>(TWait wait) where TWait : struct, IWaitStrategy
    {
        var pass = new PassFoundWork(this);
        while (Waiting.Until(ref wait, ref pass, Signal)) _busyPasses++;
    }

    private int RunPass()
    {
        if (_stalls is null) return RunStages();

        // A pass begins where the last one ended, so that one reading of the clock does; but for a sleep in between.
        if (Signal.Parks != _parksSeen)
        {
            _parksSeen = Signal.Parks;
            _passTicks = Stopwatch.GetTimestamp();
        }
        var work = RunStages();
        var now = Stopwatch.GetTimestamp();
        _stalls.Lap(_passTicks, now);
        _passTicks = now;
        return work;
    }

    private int RunStages()
    {
        var work = 0;
        var stages = _stages;
        for (var i = 0; i < stages.Length; i++)
        {
            _running = i;
            work |= stages[i].RunOnce();
        }
        return work;
    }

    private bool AreStagesDrained()
    {
        foreach (var stage in _stages)
            if (!stage.IsDrained) return false;
        return true;
    }

    private readonly struct PassFoundWork(StageThread owner) : IWaitCondition
    {
        public bool IsMet => !owner._control.IsHalted && owner.RunPass() != 0;

        public bool IsCancelled =>
            owner._control.IsHalted || (Volatile.Read(ref owner._draining) && owner.AreStagesDrained());
    }
}
