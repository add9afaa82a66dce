using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>One order as the simulated venue holds it, working or terminal. Its slot follows from its id.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct VenueOrderState
{
    public const int SizeInBytes = 152;

    [FieldOffset(0)] public long OrderId;
    [FieldOffset(8)] public long LimitPrice;
    [FieldOffset(16)] public long Quantity;
    [FieldOffset(24)] public long Filled;
    [FieldOffset(32)] public long EffectiveTimeNs;

    /// <summary><see cref="long.MaxValue"/> if it does not expire.</summary>
    [FieldOffset(40)] public long ExpireTimeNs;

    /// <summary>Volume of the prints that could have filled it: the base of the volume cap.</summary>
    [FieldOffset(48)] public long EligibleVolume;

    /// <summary>Filled from prints: never above the cap's share of <see cref="EligibleVolume"/>.</summary>
    [FieldOffset(56)] public long PrintFilled;

    [FieldOffset(64)] public int BrokerOrderId;
    [FieldOffset(68)] public int SessionEpoch;
    [FieldOffset(72)] public int InstrumentId;

    /// <summary>1-based slots of the neighbours in the queue of the instrument; 0 at the ends.</summary>
    [FieldOffset(76)] public int Next;

    [FieldOffset(80)] public int Previous;

    /// <summary>1-based slots of the neighbours among all working orders.</summary>
    [FieldOffset(84)] public int NextLive;

    [FieldOffset(88)] public int PreviousLive;
    [FieldOffset(92)] public VenueReason Reason;
    [FieldOffset(96)] public ushort StrategyId;
    [FieldOffset(98)] public Side Side;
    [FieldOffset(99)] public OrderType Type;
    [FieldOffset(100)] public TimeInForce TimeInForce;
    [FieldOffset(101)] public OrderStatus Status;

    /// <summary>1 once it met the market: from then on it trades as the passive side.</summary>
    [FieldOffset(102)] public byte IsResting;

    /// <summary>1 if an intent with this id came again.</summary>
    [FieldOffset(103)] public byte WasRepeated;

    /// <summary>0 if it has none, or a trailing stop has not seen the market yet.</summary>
    [FieldOffset(104)] public long StopPrice;

    [FieldOffset(112)] public long TrailPrice;

    /// <summary>Id of the first order of its group; 0 if it stands alone.</summary>
    [FieldOffset(120)] public long OcoGroup;

    /// <summary>For an order on close: last print and last mid since it took effect.</summary>
    [FieldOffset(128)] public long SeenPrint;

    [FieldOffset(136)] public long SeenMid;
    [FieldOffset(144)] public int TrailBps;

    /// <summary>For the order that a group is named after: 1 once one of them was executed.</summary>
    [FieldOffset(148)] public int IsGroupExecuted;

    /// <summary>
    /// It waits for its stop or for the close. A stop that was reached becomes a market or limit order.
    /// </summary>
    public readonly bool IsWaiting => Type >= OrderType.Stop;

    public readonly long Remaining => Quantity - Filled;

    public readonly bool IsLive => Status is OrderStatus.Accepted or OrderStatus.PartiallyFilled;
}
