using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Portfolio;

/// <summary>
/// One counted execution, with the positions as they were before it: what a bust or a correction needs to undo it
/// exactly. Entity of <see cref="State.StateParts.ExecutionEntries"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct ExecutionEntryState
{
    public const int SizeInBytes = 104;

    /// <summary>Running number of the execution plus 1; 0 in a slot that was never used.</summary>
    [FieldOffset(0)] public long NumberPlus1;

    /// <summary>0 while no order is known that it belongs to.</summary>
    [FieldOffset(8)] public long OrderId;

    [FieldOffset(16)] public long Price;

    /// <summary>Positive; 0 once it was taken back.</summary>
    [FieldOffset(24)] public long Quantity;

    [FieldOffset(32)] public long Commission;

    /// <summary>The account's position before it.</summary>
    [FieldOffset(40)] public long QuantityBefore;

    [FieldOffset(48)] public long CostBefore;

    /// <summary>The strategy's share before it.</summary>
    [FieldOffset(56)] public long ShareQuantityBefore;

    [FieldOffset(64)] public long ShareCostBefore;

    /// <summary>Engine time at which it was counted.</summary>
    [FieldOffset(72)] public long CountedTimeNs;

    [FieldOffset(80)] public int InstrumentId;

    /// <summary>What the venue called the order; 0 if it did not.</summary>
    [FieldOffset(84)] public int BrokerOrderId;

    [FieldOffset(88)] public ushort StrategyId;

    /// <summary>Of the newest correction; 0 as long as there was none.</summary>
    [FieldOffset(90)] public ushort CorrectionNumber;

    [FieldOffset(92)] public Side Side;
    [FieldOffset(93)] public ExecutionFlags Flags;

    /// <summary>How often it was restated.</summary>
    [FieldOffset(94)] public ushort RestatementCount;

    /// <summary>When it was last restated; 0 if never.</summary>
    [FieldOffset(96)] public long RestatedTimeNs;

    public readonly bool IsBusted => (Flags & ExecutionFlags.Busted) != 0;

    public readonly bool IsUnattributed => (Flags & ExecutionFlags.Unattributed) != 0;

    public readonly bool IsBooked => (Flags & ExecutionFlags.Booked) != 0;

    public readonly long SignedQuantity => Side == Side.Buy ? Quantity : -Quantity;
}
