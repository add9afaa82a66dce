using System.Runtime.InteropServices;

namespace Engine.Core.Pipeline;

/// <summary>
/// Times of one group, in ticks of <see cref="System.Diagnostics.Stopwatch"/>, at the ring position of its input.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct GroupStamp
{
    private const int CountBits = 13; // A group has at most 4,096 records.

    private long _tag;

    /// <summary>When the input came into the process; 0 where nobody noted that.</summary>
    public long IngestTicks;

    /// <summary>When the logic took it.</summary>
    public long TakenTicks;

    /// <summary>When the group was about to be published.</summary>
    public long DecidedTicks;

    /// <summary>Records of the group.</summary>
    public readonly int Count => (int)(_tag & ((1 << CountBits) - 1));

    public static GroupStamp Of(long position, int count, long ingestTicks, long takenTicks, long decidedTicks) => new()
    {
        _tag = (position << CountBits) | (uint)count,
        IngestTicks = ingestTicks,
        TakenTicks = takenTicks,
        DecidedTicks = decidedTicks,
    };

    /// <summary>False for the rest of an earlier lap, or if no group begins there.</summary>
    public readonly bool IsAt(long position) => _tag >> CountBits == position && Count != 0;
}
