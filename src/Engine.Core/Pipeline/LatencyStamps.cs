using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>
/// When the input of a ring position entered the process, beside the ring and never journaled. In ticks of
/// <see cref="System.Diagnostics.Stopwatch"/>; 0 where none was taken. Written by the logic thread before it publishes
/// the position, read by others after: the ring's cursor orders the two.
/// </summary>
public sealed class LatencyStamps(int capacity)
{
    private readonly RingBuffer<long> _ticks = new(capacity);

    public void Set(long position, long ticks) => _ticks[position] = ticks;

    public long Get(long position) => _ticks[position];
}
