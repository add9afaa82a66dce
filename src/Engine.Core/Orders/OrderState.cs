using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Orders;

/// <summary>
/// One order as the engine knows it. Entity of <see cref="State.StateParts.Orders"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct OrderState
{
    public const int SizeInBytes = 112;

    [FieldOffset(0)] public long OrderId;

    /// <summary><see cref="FixedPoint.Absent"/> for a market order.</summary>
    [FieldOffset(8)] public long LimitPrice;

    [FieldOffset(16)] public long Quantity;

    /// <summary>
    /// Sum of the executions, may exceed <see cref="Quantity"/>. Shrinks only when the venue busts or corrects one.
    /// </summary>
    [FieldOffset(24)] public long CumulativeQuantity;

    /// <summary>The replacement requested; meaningful with <see cref="OrderFlags.ReplacePending"/>.</summary>
    [FieldOffset(32)] public long PendingLimitPrice;

    [FieldOffset(40)] public long PendingQuantity;

    /// <summary>Sum of price x quantity x multiplier over the executions, money.</summary>
    [FieldOffset(48)] public long FilledNotional;

    [FieldOffset(56)] public long CreatedTimeNs;
    [FieldOffset(64)] public long LastChangeTimeNs;
    [FieldOffset(72)] public long Tag;
    [FieldOffset(80)] public int InstrumentId;
    [FieldOffset(84)] public int BrokerOrderId;
    [FieldOffset(88)] public int SessionEpoch;
    [FieldOffset(92)] public ushort StrategyId;
    [FieldOffset(94)] public Side Side;
    [FieldOffset(95)] public OrderType Type;
    [FieldOffset(96)] public TimeInForce TimeInForce;
    [FieldOffset(97)] public OrderClass Class;
    [FieldOffset(98)] public OrderStatus Status;
    [FieldOffset(99)] public OrderFlags Flags;

    /// <summary>Reason of the last message that gave one.</summary>
    [FieldOffset(100)] public VenueReason Reason;

    /// <summary>Since when the status is Unknown; 0 while it is another.</summary>
    [FieldOffset(104)] public long UnknownSinceNs;

    public readonly bool IsTerminal => IsTerminalStatus(Status);

    /// <summary>Not terminal: it may still execute, so risk counts it.</summary>
    public readonly bool IsWorking => Status != OrderStatus.None && !IsTerminalStatus(Status);

    public readonly bool IsSent => (Flags & OrderFlags.Sent) != 0;

    public readonly bool IsAcknowledged => (Flags & OrderFlags.Acknowledged) != 0;

    public readonly bool IsCancelPending => (Flags & OrderFlags.CancelPending) != 0;

    public readonly bool IsCancelWanted => (Flags & OrderFlags.CancelWanted) != 0;

    public readonly bool IsAdopted => (Flags & OrderFlags.Adopted) != 0;

    public readonly bool HasTerms => (Flags & OrderFlags.HasTerms) != 0;

    public readonly bool IsReplacePending => (Flags & OrderFlags.ReplacePending) != 0;

    /// <summary>The largest total that may come to be executed: the larger of order and pending replacement.</summary>
    public readonly long QuantityMax => IsReplacePending ? Math.Max(Quantity, PendingQuantity) : Quantity;

    /// <summary>What may still be executed at worst; 0 when terminal.</summary>
    public readonly long WorstCaseLeaves => IsWorking ? Math.Max(0, QuantityMax - CumulativeQuantity) : 0;

    /// <summary>What is left of the order as the venue last confirmed it; 0 when terminal.</summary>
    public readonly long LeavesQuantity => IsWorking ? Math.Max(0, Quantity - CumulativeQuantity) : 0;

    public static bool IsTerminalStatus(OrderStatus status) =>
        status is OrderStatus.Filled or OrderStatus.Canceled or OrderStatus.Rejected or OrderStatus.Expired;
}
