using System.Diagnostics;
using Engine.Core.Sequencing;

namespace LoadTest.Probes;

/// <summary>
/// Stands around the stages of one thread and looks, on that very thread, at what a pass costs: its time, and the bytes
/// that the thread has allocated so far. Read by others after the thread has ended, but for <see cref="Mark"/>.
/// </summary>
internal sealed class ThreadProbe
{
    private long _passStartTicks;
    private long _markedBytes;
    private long _bytes;
    private long _longestTicks;
    private volatile bool _isMarkRequested;

    public ThreadProbe(string name)
    {
        Name = name;
        First = new FirstStage(this);
        Last = new LastStage(this);
    }

    public string Name { get; }

    public IStage First { get; }

    public IStage Last { get; }

    public long Passes { get; private set; }

    /// <summary>Bytes the thread allocated since the mark.</summary>
    public long AllocatedBytes => _bytes - _markedBytes;

    /// <summary>The longest pass over the stages of the thread since the mark, preemption included.</summary>
    public double LongestPassMs => _longestTicks * 1e3 / Stopwatch.Frequency;

    /// <summary>Starts counting anew with the next pass: start-up and compilation are over.</summary>
    public void Mark() => _isMarkRequested = true;

    private void Begin()
    {
        if (_isMarkRequested)
        {
            _isMarkRequested = false;
            _longestTicks = 0;
            Passes = 0;
            _markedBytes = GC.GetAllocatedBytesForCurrentThread();
        }
        _passStartTicks = Stopwatch.GetTimestamp();
    }

    private void End()
    {
        var ticks = Stopwatch.GetTimestamp() - _passStartTicks;
        if (ticks > _longestTicks) _longestTicks = ticks;
        _bytes = GC.GetAllocatedBytesForCurrentThread();
        Passes++;
    }

    private sealed class FirstStage(ThreadProbe owner) : IStage
    {
        public string Name => "probe";

        public int RunOnce()
        {
            owner.Begin();
            return 0;
        }
    }

    private sealed class LastStage(ThreadProbe owner) : IStage
    {
        public string Name => "probe";

        public int RunOnce()
        {
            owner.End();
            return 0;
        }
    }
}
