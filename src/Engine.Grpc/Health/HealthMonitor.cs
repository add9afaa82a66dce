using System.Diagnostics;
using Engine.Core;

namespace Engine.Grpc.Health;

/// <summary>
/// Looks at a running engine ten times a second, on a thread of its own, and judges it when asked. It only reads
/// counters: an engine that hangs cannot hang its monitor, and a monitor that hangs cannot hurt the engine.
/// </summary>
internal sealed class HealthMonitor : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly Func<EngineVitals> _vitals;
    private readonly HealthEvaluator _evaluator;
    private readonly Action<HealthMonitor>? _onLook;
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private readonly HealthAges _ages;

    /// <param name="onLook">Called after every look, on the monitor's thread.</param>
    public HealthMonitor(
        Func<EngineVitals> vitals, HealthOptions options, long pace, Action<HealthMonitor>? onLook = null)
    {
        _vitals = vitals;
        _evaluator = new HealthEvaluator(options, pace);
        _onLook = onLook;
        _ages = new HealthAges(Stopwatch.GetTimestamp());
        _thread = new Thread(Main) { Name = "health", IsBackground = true };
    }

    public void Start() => _thread.Start();

    /// <summary>Heart and counters alone: what can be asked ten times a second without a thought.</summary>
    public (EngineVitals Vitals, HealthCheck Logic) Beat()
    {
        lock (_gate)
        {
            var vitals = Look();
            return (vitals, _evaluator.CheckLogic(vitals, _ages));
        }
    }

    /// <summary>The engine as it is now. Any thread may ask.</summary>
    public HealthReport Report()
    {
        lock (_gate) return _evaluator.Evaluate(Look(), _ages);
    }

    public void Dispose()
    {
        _end.Set();
        if (_thread.IsAlive) _thread.Join();
        _end.Dispose();
    }

    private void Main()
    {
        do
        {
            lock (_gate) Look();
            _onLook?.Invoke(this);
        }
        while (!_end.Wait(LookInterval));
    }

    private EngineVitals Look()
    {
        var vitals = _vitals();
        _ages.Note(vitals, Stopwatch.GetTimestamp());
        return vitals;
    }
}
