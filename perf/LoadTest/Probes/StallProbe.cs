using System.Diagnostics;
using Engine.Core.Pipeline;
using Engine.Core.Sequencing;

namespace LoadTest.Probes;

/// <summary>
/// Stands around the stages of one thread and notes, on that very thread, each pass that took longer than the limit,
/// and the bytes that the thread has allocated. Notes allocate nothing.
/// </summary>
internal sealed class StallProbe
{
    private const int StallsMax = 65_536;

    private readonly Stall[] _stalls = new Stall[StallsMax];
    private readonly long _limitTicks;
    private int _count;
    private long _passStartTicks;
    private long _bytes;
    private int _threadId;

    public StallProbe(string name, TimeSpan limit)
    {
        Name = name;
        _limitTicks = (long)(limit.TotalSeconds * Stopwatch.Frequency);
        First = new ProbeStage(Begin);
        Last = new ProbeStage(End);
    }

    public string Name { get; }

    public IStage First { get; }

    public IStage Last { get; }

    /// <summary>Number of the thread for the kernel; 0 before its first pass.</summary>
    public int ThreadId => Volatile.Read(ref _threadId);

    public long AllocatedBytes => Volatile.Read(ref _bytes);

    /// <summary>Stalls so far; those beyond what can be noted are counted only.</summary>
    public int Count => Volatile.Read(ref _count);

    public Stall this[int index] => _stalls[index];

    public static int NotedMax => StallsMax;

    private void Begin()
    {
        if (_threadId == 0) Volatile.Write(ref _threadId, ThreadCpu.CallingThread());
        _passStartTicks = Stopwatch.GetTimestamp();
    }

    private void End()
    {
        var now = Stopwatch.GetTimestamp();
        Volatile.Write(ref _bytes, GC.GetAllocatedBytesForCurrentThread());
        if (now - _passStartTicks <= _limitTicks) return;

        if (_count < StallsMax) _stalls[_count] = new Stall(_passStartTicks, now);
        Volatile.Write(ref _count, _count + 1);
    }

    private sealed class ProbeStage(Action look) : IStage
    {
        public string Name => "probe";

        public int RunOnce()
        {
            look();
            return 0;
        }
    }
}
