using System.Runtime.InteropServices;

namespace Engine.Core.Risk;

/// <summary>
/// Limits and counts of the account. Entity of <see cref="State.StateParts.RiskAccount"/>, layout version 1. All zero
/// allows nothing. Money has exponent 8.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct RiskAccountState
{
    public const int SizeInBytes = 152;

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

    [FieldOffset(40)] public long MaxGrossExposure;
    [FieldOffset(48)] public long MaxNetExposure;
    [FieldOffset(56)] public long MaxNotionalPerMinute;
    [FieldOffset(64)] public long MaxNotionalPerDay;

    /// <summary>Equal intents closer together than this are denied.</summary>
    [FieldOffset(72)] public long RepeatWindowNs;

    /// <summary>Identical rejects count together if they come within this time.</summary>
    [FieldOffset(80)] public long RejectWindowNs;

    [FieldOffset(88)] public long RejectProbeNs;

    /// <summary>Of the equity, for one instrument.</summary>
    [FieldOffset(96)] public int MaxConcentrationBps;

    /// <summary>Equity that one unit of exposure takes.</summary>
    [FieldOffset(100)] public int MarginRateBps;

    [FieldOffset(104)] public int MaxOpenPositions;

    /// <summary>Instruments with a position or working orders.</summary>
    [FieldOffset(108)] public int OpenPositions;

    [FieldOffset(112)] public int MaxOrdersPerMinute;
    [FieldOffset(116)] public int MaxOrdersPerDay;
    [FieldOffset(120)] public int MaxIdenticalRejects;
    [FieldOffset(124)] public int MessageBurst;

    /// <summary>Time that one message costs.</summary>
    [FieldOffset(128)] public long MessageIntervalNs;

    /// <summary>State of the message rate: see <see cref="TokenBucket"/>.</summary>
    [FieldOffset(136)] public long MessageFullAgainNs;

    /// <summary>1: orders are rounded to tick and lot; 0: they are denied.</summary>
    [FieldOffset(144)] public int RoundsPassively;

    /// <summary>1 or 0.</summary>
    [FieldOffset(148)] public int IsSelfCrossAllowed;
}
