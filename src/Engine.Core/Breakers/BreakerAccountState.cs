using System.Runtime.InteropServices;

namespace Engine.Core.Breakers;

/// <summary>
/// What the breakers keep once. Entity of <see cref="State.StateParts.BreakerAccount"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct BreakerAccountState
{
    public const int SizeInBytes = 32;

    /// <summary>Engine time from which on what grows old by itself is looked at again.</summary>
    [FieldOffset(0)] public long NextCheckNs;

    /// <summary>Errors that are counted already.</summary>
    [FieldOffset(8)] public long ErrorsSeen;

    /// <summary>Strategies that threw, ever.</summary>
    [FieldOffset(16)] public long StrategyFaults;

    /// <summary>Engine time at which the sources of this run were started.</summary>
    [FieldOffset(24)] public long MarketDataStartedNs;
}
