using System.Diagnostics;
using System.Globalization;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Replay;
using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>
/// The ordered stop: 1 no new exposure, 2 the mode's way with working orders, 3 market data, 4 lanes and logic, 5
/// journal and gateway, 6 follower, 7 snapshot, 8 seal. Each step has a deadline and says what remains. After a fault
/// only the threads are ended: the journal stays unsealed, and the next start decides its end.
/// </summary>
public sealed class ShutdownSequence : IDisposable
{
    private const string SettleOrdersStep = "settle working orders";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan CancelInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ThreadDeadline = TimeSpan.FromSeconds(30);

    private readonly EngineSetup _setup;
    private readonly EnginePipeline _pipeline;
    private readonly JournalFolder _folder;
    private readonly JournalWriter _writer;
    private readonly HashChainThread? _chain;
    private readonly RetentionThread? _retention;
    private readonly SnapshotTaker _snapshots;
    private readonly RunControl _control;
    private readonly ShutdownBoard _board;
    private readonly List<ShutdownStep> _steps = [];
    private readonly HashSet<string> _endedRoles = [];
    private readonly ManualResetEventSlim _pause = new(); // Never set: only waited for.
    private int _remainingPositions; // After a flatten; -1: not known.
    private long _commandsSent;
    private long _nextNoteTicks;
    private long _lanesEmptyAfter; // Idle passes of the logic after which no market data is left in the lanes.

    /// <param name="board">Told of each step; says how long to wait for orders, also while it is waited.</param>
    public ShutdownSequence(
        EngineSetup setup, EnginePipeline pipeline, JournalFolder folder, JournalWriter writer, HashChainThread? chain,
        RetentionThread? retention, SnapshotTaker snapshots, RunControl control, ShutdownBoard board)
    {
        _setup = setup;
        _pipeline = pipeline;
        _folder = folder;
        _writer = writer;
        _chain = chain;
        _retention = retention;
        _snapshots = snapshots;
        _control = control;
        _board = board;
    }

    /// <param name="commandsSent">How many the host has given to the control lane before, taken or not.</param>
    /// <param name="latest">The newest request: the operator may ask for a harsher mode while the stop goes on.</param>
    /// <param name="onWaiting">Called again and again while a step waits.</param>
    public ShutdownReport Stop(StopRequest request, long commandsSent, Func<StopRequest?> latest, Action onWaiting)
    {
        _commandsSent = commandsSent;
        Step("stop opening exposure", () => Send(EngineInputs.Stop(request.Mode, request.Who, request.Why)));
        var remaining = SettleOrders(request, latest, onWaiting);
        Step("stop market data", () => { _pipeline.SourcesStage.Disable(); return ""; });
        Step("close the venue", () =>
        {
            _pipeline.GatewayRunner?.Close();
            Wait(() => _pipeline.GatewayRunner is null or { IsQuiet: true }, ThreadDeadline, onWaiting);
            return "";
        });
        Step("drain source, lanes and logic", () =>
        {
            Send(EngineInputs.Stopped());
            Wait(IsQuiet, ThreadDeadline, onWaiting);
            var isQuiet = IsQuiet();
            var unended = EndThreads(onWaiting, StageRole.Source, StageRole.Logic);
            return unended.Length > 0 || isQuiet ? unended : "inputs were left in the lanes";
        });
        remaining = OpenOrders;
        Step("drain journal and gateway", () => EndThreads(onWaiting, StageRole.Journal, StageRole.Gateway));
        Step("drain follower", () => EndThreads(onWaiting, StageRole.Follower));
        if (_control.IsHalted)
        {
            _chain?.Dispose();
            _retention?.Dispose();
            return new ShutdownReport(request, _steps, remaining, _control.Fault)
            {
                RemainingPositions = _remainingPositions,
            };
        }

        _pipeline.Follower?.PublishFinalStatus();
        Step("snapshot", () => _snapshots.Take(_pipeline.Follower?.Model ?? _pipeline.Model));
        Step("seal the journal", () =>
        {
            _chain?.Dispose();
            _retention?.Dispose(); // Both write what the seal completes.
            _folder.Seal(_writer);
            return "";
        });
        var fault = request.Fault is { } cause ? new PipelineFault(request.Who, cause) : null;
        return new ShutdownReport(request, _steps, remaining, fault) { RemainingPositions = _remainingPositions };
    }

    public void Dispose() => _pause.Dispose();

    // Returns how many orders are still working when the mode is through or the deadline has passed.
    private int SettleOrders(StopRequest request, Func<StopRequest?> latest, Action onWaiting)
    {
        var remaining = 0;
        Step(SettleOrdersStep, () =>
        {
            var mode = request.Mode;
            if (_pipeline.Merge is { } merge && !merge.IsDataEnded) merge.AbandonSources();
            var start = _setup.Time.GetTimestamp();
            var nextCancel = CancelInterval;
            Wait(
                () =>
                {
                    if (latest() is { } newest && newest.Mode != mode)
                    {
                        mode = newest.Mode;
                        Send(EngineInputs.Stop(newest.Mode, newest.Who, newest.Why));
                    }
                    if (mode == StopMode.Cancel && _pipeline.Sweep is { } sweep)
                    {
                        EndMarketData(sweep);
                        if (OpenOrders > 0 && _setup.Time.GetElapsedTime(start) >= nextCancel)
                        {
                            nextCancel += CancelInterval;
                            Send(EngineInputs.CancelAll());
                        }
                    }
                    NoteWorking();
                    return mode == StopMode.Park || AreOrdersSettled()
                        || _setup.Time.GetElapsedTime(start) >= _board.OrdersDeadline;
                },
                Timeout.InfiniteTimeSpan,
                onWaiting);
            remaining = OpenOrders;
            var working = WorkingText(remaining);
            if (mode != StopMode.Flatten || NotFlat() is not { Length: > 0 } notFlat) return working;
            return working.Length == 0 ? notFlat : $"{notFlat}; {working}";
        });
        return remaining;
    }

    // Whoever watches the stop sees the number go down; not faster than a person reads.
    private void NoteWorking()
    {
        var now = Stopwatch.GetTimestamp();
        if (now < _nextNoteTicks) return;

        _nextNoteTicks = now + (Stopwatch.Frequency / 4);
        _board.Note(new ShutdownNote(_steps.Count + 1, SettleOrdersStep, false, WorkingText(OpenOrders)));
    }

    private static string WorkingText(int orders) =>
        orders == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{orders} orders are still working");

    private string NotFlat()
    {
        if (_pipeline.Sweep is not { } sweep) return "";
        _remainingPositions = sweep.IsFlattening ? -1 : sweep.Unflattened;
        if (sweep.IsFlattening) return "positions were still being closed; the next start goes on with it";
        return sweep.Unflattened == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{sweep.Unflattened} positions could not be closed");
    }

    // Strategies may ask for orders that reduce as long as they see a market: not while all are being canceled.
    private void EndMarketData(SweepLogicStage sweep)
    {
        if (_lanesEmptyAfter != 0) return;

        _pipeline.SourcesStage.Disable();
        _lanesEmptyAfter = sweep.IdlePasses + 2;
    }

    private int OpenOrders => _pipeline.Sweep?.OpenOrders ?? _pipeline.Merge!.OpenOrders;

    private bool AreOrdersSettled() => _pipeline.Merge is { } merge
        ? merge.CommandsTaken >= _commandsSent && (merge.OpenOrders == 0 || merge.IsDataEnded)
        : _pipeline.Sweep is { Phase: >= EnginePhase.Stopping, OpenOrders: 0, IsFlattening: false } sweep
            && sweep.IdlePasses >= _lanesEmptyAfter;

    private bool IsQuiet() => _pipeline.Merge is { } merge
        ? merge.CommandsTaken >= _commandsSent && merge.IsDataEnded
        : _pipeline.Sweep!.Phase == EnginePhase.Stopped;

    // After a fault nobody takes commands any more.
    private string Send(EngineEvent command)
    {
        if (_control.IsHalted) return "the engine has halted";
        if (!_pipeline.Control.TryWrite(in command)) throw new InvalidOperationException("The control lane is full.");
        _commandsSent++;
        return "";
    }

    private void Wait(Func<bool> isDone, TimeSpan deadline, Action onWaiting)
    {
        var start = _setup.Time.GetTimestamp();
        var isEndless = deadline == Timeout.InfiniteTimeSpan;
        while (!isDone() && !_control.IsHalted && (isEndless || _setup.Time.GetElapsedTime(start) < deadline))
        {
            onWaiting();
            if (!_setup.IsSingleThreaded) _pause.Wait(PollInterval);
        }
    }

    private string EndThreads(Action onWaiting, params StageRole[] roles)
    {
        var unended = "";
        foreach (var thread in roles.Select(_pipeline.ThreadOf).OfType<StageThread>().Distinct())
        {
            // A fused thread ends with the last of its roles.
            var isNeeded = thread.Name.Split('+').Any(
                name => !_endedRoles.Contains(name) && !roles.Any(r => ThreadLayout.NameOf(r) == name));
            if (isNeeded) continue;
            thread.Drain();
            if (HasEnded(thread, onWaiting)) continue;
            _control.Halt();
            unended += $"thread {thread.Name} did not end within {ThreadDeadline.TotalSeconds} s; ";
        }
        foreach (var role in roles) _endedRoles.Add(ThreadLayout.NameOf(role));
        return unended;
    }

    private bool HasEnded(StageThread thread, Action onWaiting)
    {
        if (!_setup.IsSingleThreaded) return thread.Join(ThreadDeadline);

        Wait(() => thread.HasEnded, ThreadDeadline, onWaiting);
        return thread.HasEnded;
    }

    private void Step(string name, Func<string> action)
    {
        var clock = Stopwatch.StartNew();
        var number = _steps.Count + 1;
        _board.Note(new ShutdownNote(number, name, false, ""));
        var detail = action();
        var isDone = detail.Length == 0 || name is "snapshot";
        _steps.Add(new ShutdownStep(name, clock.Elapsed, isDone, detail));
        _board.Note(new ShutdownNote(number, name, true, detail));
    }
}
