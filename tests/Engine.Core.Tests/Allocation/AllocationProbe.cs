using Engine.Core.Sequencing;

namespace Engine.Core.Tests.Allocation;

/// <summary>
/// Runs behind the stages of a thread and reads, on that thread, how much it has allocated: when the warm-up is over,
/// and after every later pass until the end of the window.
/// </summary>
internal sealed class AllocationProbe(string threadName, Func<long> position, long from, long to) : IStage
{
    private long _bytesAtStart = -1;

    public string Name => "allocation probe";

    public string ThreadName => threadName;

    public long Bytes { get; private set; } = -1;

    public int RunOnce()
    {
        var now = position();
        if (now < from || now > to) return 0;

        var bytes = GC.GetAllocatedBytesForCurrentThread();
        if (_bytesAtStart < 0) _bytesAtStart = bytes;
        Bytes = bytes - _bytesAtStart;
        return 0;
    }
}
