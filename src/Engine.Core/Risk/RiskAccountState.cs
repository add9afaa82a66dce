using System.Runtime.InteropServices;

namespace Engine.Core.Risk;

/// <summary>
/// Limits and counts of the account. Entity of <see cref="State.StateParts.RiskAccount"/>, layout version 1. All zero
/// allows nothing.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct RiskAccountState
{
    public const int SizeInBytes = 40;

    /// <summary>State of the order rate: see <see cref="TokenBucket"/>.</summary>
    [FieldOffset(0)] public long RateFullAgainNs;

    [FieldOffset(8)] public long RateIntervalNs;
    [FieldOffset(16)] public int RateBurst;

    /// <summary>Intents journaled that the gateway has neither sent nor refused.</summary>
    [FieldOffset(20)] public int InFlight;

    [FieldOffset(24)] public int OpenOrders;
    [FieldOffset(28)] public int MaxOpenOrders;
    [FieldOffset(32)] public int MaxInFlight;

    /// <summary>Intents the gateway's queue can take, cancels included.</summary>
    [FieldOffset(36)] public int InFlightCapacity;
}
