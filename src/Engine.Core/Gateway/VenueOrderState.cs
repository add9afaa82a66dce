using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>One order as the simulated venue holds it, working or terminal. Its slot follows from its id.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct VenueOrderState
{
    public const int SizeInBytes = 112;

    [FieldOffset(0)] public long OrderId;
    [FieldOffset(8)] public long LimitPrice;
    [FieldOffset(16)] public long Quantity;
    [FieldOffset(24)] public long Filled;
    [FieldOffset(32)] public long IntentSequence;
    [FieldOffset(40)] public long EffectiveTimeNs;

    /// <summary><see cref="long.MaxValue"/> if it does not expire.</summary>
    [FieldOffset(48)] public long ExpireTimeNs;

    /// <summary>Volume of the prints that could have filled it: the base of the volume cap.</summary>
    [FieldOffset(56)] public long EligibleVolume;

    /// <summary>Filled from prints: never above the cap's share of <see cref="EligibleVolume"/>.</summary>
    [FieldOffset(64)] public long PrintFilled;

    [FieldOffset(72)] public int BrokerOrderId;
    [FieldOffset(76)] public int SessionEpoch;
    [FieldOffset(80)] public int InstrumentId;

    /// <summary>1-based slots of the neighbours in the queue of the instrument; 0 at the ends.</summary>
    [FieldOffset(84)] public int Next;

    [FieldOffset(88)] public int Previous;

    /// <summary>1-based slots of the neighbours among all working orders.</summary>
    [FieldOffset(92)] public int NextLive;

    [FieldOffset(96)] public int PreviousLive;
    [FieldOffset(100)] public VenueReason Reason;
    [FieldOffset(104)] public ushort StrategyId;
    [FieldOffset(106)] public Side Side;
    [FieldOffset(107)] public OrderType Type;
    [FieldOffset(108)] public TimeInForce TimeInForce;
    [FieldOffset(109)] public OrderStatus Status;

    /// <summary>1 once it met the market: from then on it trades as the passive side.</summary>
    [FieldOffset(110)] public byte IsResting;

    /// <summary>1 if an intent with this id came again.</summary>
    [FieldOffset(111)] public byte WasRepeated;

    public readonly long Remaining => Quantity - Filled;

    public readonly bool IsLive => Status is OrderStatus.Accepted or OrderStatus.PartiallyFilled;
}
