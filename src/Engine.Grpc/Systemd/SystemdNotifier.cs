using System.Globalization;
using Engine.Core;
using Engine.Core.Events;
using Engine.Grpc.Health;

namespace Engine.Grpc.Systemd;

/// <summary>
/// Tells the service manager how the engine is: ready, alive, stopping, and in words. It decides from signs of life
/// that others hand to it, so that a manager hears exactly what a health probe sees.
/// </summary>
/// <param name="send">Takes lines for the manager; called by one thread at a time.</param>
/// <param name="watchdog">The manager's patience; null if it does not watch.</param>
/// <param name="stopTimeMax">How long a stop may ask for more time. Then the manager may lose its patience.</param>
/// <param name="time">Where time comes from.</param>
internal sealed class SystemdNotifier(
    Action<string> send, ReadyWhen readyWhen, TimeSpan? watchdog, TimeSpan stopTimeMax, TimeProvider time)
{
    // More time is asked for again and again, a multiple of the interval each time: a message may come late.
    private const long ExtensionMicroseconds = 30_000_000;

    private static readonly TimeSpan ExtensionInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new(); // Signals speak from their own thread.
    private readonly long _started = time.GetTimestamp();
    private bool _isReady;
    private bool _isStopping;
    private bool _isOver;
    private TimeSpan _stoppingSince;
    private TimeSpan _nextBeat;
    private TimeSpan _nextExtension;
    private TimeSpan _nextStatus;
    private long _sweepsAtBeat = -1;
    private string _status = "";

    private TimeSpan Now => time.GetElapsedTime(_started);

    /// <summary>Recovery has come so far.</summary>
    public void Recovering(long sequence)
    {
        lock (_gate)
        {
            ExtendIfDue();
            SayIfDue(() => Text($"recovering, sequence {sequence:N0}"));
        }
    }

    /// <summary>The stop has begun, or is about to.</summary>
    public void Stopping()
    {
        lock (_gate) BeginStop();
    }

    /// <summary>The last word.</summary>
    public void Stopped(ExitCode exit)
    {
        lock (_gate)
        {
            BeginStop();
            _isOver = true;
            send($"STATUS=stopped, exit code {(int)exit} ({exit})");
        }
    }

    /// <summary>After every look at the engine.</summary>
    /// <param name="report">Makes the whole report; asked for once a second.</param>
    public void Look(EngineVitals vitals, HealthCheck logic, Func<HealthReport> report)
    {
        lock (_gate)
        {
            if (_isOver) return;
            if (vitals.Phase is EnginePhase.Stopping or EnginePhase.Stopped || vitals.HasLogicEnded) BeginStop();
            if (!_isReady && !_isStopping && IsReady(vitals))
            {
                _isReady = true;
                send("READY=1");
            }
            BeatIfDue(vitals, logic);
            var isUnderWay = !_isReady || _isStopping;
            if (isUnderWay && logic.State != HealthState.Failed) ExtendIfDue();
            SayIfDue(() => Describe(report()));
        }
    }

    private bool IsReady(EngineVitals vitals) => vitals.Phase switch
    {
        null => vitals.HasLogicStarted, // A backtest waits for nobody.
        { } phase => readyWhen == ReadyWhen.Reconciled
            ? vitals.IsReconciled == true
            : phase == EnginePhase.Running,
    };

    // Twice in the manager's period, and only if the logic has moved since the last time, or is known to wait.
    private void BeatIfDue(EngineVitals vitals, HealthCheck logic)
    {
        if (watchdog is not { } period || Now < _nextBeat || logic.State == HealthState.Failed) return;
        var mayStandStill = !vitals.HasLogicStarted || vitals.HasLogicEnded || vitals.IsLogicBehindJournal;
        if (vitals.Sweeps == _sweepsAtBeat && !mayStandStill) return;

        _sweepsAtBeat = vitals.Sweeps;
        _nextBeat = Now + (period / 2);
        send("WATCHDOG=1");
    }

    private void BeginStop()
    {
        if (_isStopping) return;
        _isStopping = true;
        _stoppingSince = Now;
        _nextExtension = Now + ExtensionInterval;
        _nextStatus = Now;
        send($"STOPPING=1\nEXTEND_TIMEOUT_USEC={ExtensionMicroseconds}");
    }

    private void ExtendIfDue()
    {
        if (Now < _nextExtension || (_isStopping && Now - _stoppingSince > stopTimeMax)) return;
        _nextExtension = Now + ExtensionInterval;
        send(Text($"EXTEND_TIMEOUT_USEC={ExtensionMicroseconds}"));
    }

    private void SayIfDue(Func<string> describe)
    {
        if (Now < _nextStatus) return;
        _nextStatus = Now + StatusInterval;
        var text = describe();
        if (text == _status) return;
        _status = text;
        send("STATUS=" + text);
    }

    private static string Describe(HealthReport report)
    {
        var vitals = report.Vitals;
        var phase = vitals.Phase?.ToString() ?? "backtest";
        var status = vitals.Status is { } s ? Text($", {s.Permission}, {s.OpenOrders} orders open") : "";
        var failed = report.Checks.Where(check => check.State == HealthState.Failed).Select(check => check.Name);
        var names = string.Join(", ", failed);
        return Text($"{phase}{status}, sequence {vitals.DurableSequence:N0}")
            + (names.Length == 0 ? "" : $"; failed: {names}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
