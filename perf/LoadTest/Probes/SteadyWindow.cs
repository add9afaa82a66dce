using Engine.Core;

namespace LoadTest.Probes;

/// <summary>
/// The part of a run that counts: begins when the warm-up is over, ends after the asked time or with the data. Fed with
/// the progress of the run.
/// </summary>
internal sealed class SteadyWindow(TimeSpan warmUp, TimeSpan length, ThreadProbes probes, Action onComplete)
{
    private TimeSpan _from;
    private TimeSpan _to;
    private long _inputsFrom;
    private long _inputsTo;
    private bool _isMarked;
    private bool _isComplete;

    public double Seconds => (_to - _from).TotalSeconds;

    public double InputsPerSecond => Seconds > 0 ? (_inputsTo - _inputsFrom) / Seconds : double.NaN;

    public long Inputs => _inputsTo - _inputsFrom;

    public void OnProgress(EngineProgress progress)
    {
        if (_isComplete || progress.Inputs == _inputsTo) return; // After the last input there is nothing steady.
        if (!_isMarked)
        {
            if (progress.Elapsed < warmUp) return;
            _isMarked = true;
            (_from, _inputsFrom) = (progress.Elapsed, progress.Inputs);
            probes.Mark();
        }
        (_to, _inputsTo) = (progress.Elapsed, progress.Inputs);
        if (_to - _from < length) return;
        _isComplete = true;
        onComplete();
    }
}
