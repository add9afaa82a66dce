using System.Diagnostics;

namespace Engine.Core.Metrics;

/// <summary>
/// The largest value of the last ten seconds, the running one included, by slots of a second. One writer, no
/// allocation; any thread may read.
/// </summary>
public sealed class RecentMaximum
{
    public const int Seconds = 10;

    private const int Slots = Seconds + 1; // The one that is begun next is not one that still counts.

    private static readonly long TicksPerSecond = Stopwatch.Frequency;

    private readonly long[] _seconds = new long[Slots];
    private readonly long[] _values = new long[Slots];
    private long _runningEndTicks = long.MinValue; // Of the second that is running, and its largest value so far: for
    private long _runningValue;                    // the writer, whose values seldom are the largest.

    public RecentMaximum() => Array.Fill(_seconds, long.MinValue);

    /// <param name="nowTicks">Of <see cref="Stopwatch"/>; never steps back.</param>
    public void Record(long value, long nowTicks)
    {
        if (nowTicks < _runningEndTicks && value <= _runningValue) return;

        var second = nowTicks / TicksPerSecond;
        var slot = (int)(second % Slots);
        if (_seconds[slot] != second)
        {
            Volatile.Write(ref _values[slot], value); // Whoever sees the second sees a value of it.
            Volatile.Write(ref _seconds[slot], second);
        }
        else if (value > _values[slot])
        {
            Volatile.Write(ref _values[slot], value);
        }
        _runningEndTicks = (second + 1) * TicksPerSecond;
        _runningValue = _values[slot];
    }

    /// <summary>0 if nothing was recorded.</summary>
    public long Read(long nowTicks)
    {
        var from = (nowTicks / TicksPerSecond) - Seconds;
        var largest = 0L;
        for (var slot = 0; slot < Slots; slot++)
            if (Volatile.Read(ref _seconds[slot]) > from) largest = Math.Max(largest, Volatile.Read(ref _values[slot]));
        return largest;
    }
}
