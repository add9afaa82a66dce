using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Breakers;

/// <summary>
/// One breaker in one scope. Entity of <see cref="State.StateParts.Breakers"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct BreakerState
{
    public const int SizeInBytes = 64;

    /// <summary>What was measured last, where others measure it: latency, journal lag, a difference.</summary>
    [FieldOffset(0)] public long Measured;

    /// <summary>Profit that drawdown or daily loss count from, if <see cref="HasBaseline"/>.</summary>
    [FieldOffset(8)] public long Baseline;

    /// <summary>Measure and limit at the last trip.</summary>
    [FieldOffset(16)] public long TripMeasure;

    [FieldOffset(24)] public long TripLimit;

    /// <summary>Engine time of the last trip.</summary>
    [FieldOffset(32)] public long TrippedNs;

    /// <summary>Engine time from which on a reset is taken.</summary>
    [FieldOffset(40)] public long ResettableNs;

    /// <summary>Ever.</summary>
    [FieldOffset(48)] public int Trips;

    /// <summary>The hold of the trip; 0 while armed.</summary>
    [FieldOffset(52)] public int HoldId;

    [FieldOffset(56)] public BreakerPhase Phase;

    /// <summary>Of the last trip.</summary>
    [FieldOffset(57)] public BreakerAction Action;

    /// <summary>1 from the warning until the measure has fallen below four fifths of the limit.</summary>
    [FieldOffset(58)] public byte IsWarned;

    [FieldOffset(59)] public byte HasBaseline;

    /// <summary>1 if an operator tripped it.</summary>
    [FieldOffset(60)] public int IsCommanded;

    public readonly bool IsTripped => Phase == BreakerPhase.Tripped;
}
