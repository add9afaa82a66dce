using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Orders;

/// <summary>
/// The stop and the target that the engine holds for what one order has executed. Entity of
/// <see cref="State.StateParts.Protections"/>, layout version 1. All zero is a free slot.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct ProtectionState
{
    public const int SizeInBytes = 96;

    [FieldOffset(0)] public long ParentOrderId;

    /// <summary>Where the stop stands now; 0 if there is none, or a trailing one has not seen the market yet.</summary>
    [FieldOffset(8)] public long StopPrice;

    /// <summary>0 if there is none.</summary>
    [FieldOffset(16)] public long TargetPrice;

    [FieldOffset(24)] public long TrailPrice;

    /// <summary>Executed by the parent.</summary>
    [FieldOffset(32)] public long Executed;

    /// <summary>Closed by the legs, or in another way: nothing is left to guard of it.</summary>
    [FieldOffset(40)] public long Closed;

    /// <summary>
    /// The leg that works; 0 if none does. There is never more than one: that is what cancels the other.
    /// </summary>
    [FieldOffset(48)] public long LegOrderId;

    /// <summary>No leg is tried before this engine time: the last one was denied, or did not fill.</summary>
    [FieldOffset(56)] public long NextTryNs;

    [FieldOffset(64)] public int InstrumentId;
    [FieldOffset(68)] public int TrailBps;

    /// <summary>1 once the parent can execute no more, as far as anybody knows.</summary>
    [FieldOffset(72)] public int IsParentOver;

    [FieldOffset(76)] public ushort StrategyId;

    /// <summary>Side of the legs.</summary>
    [FieldOffset(78)] public Side Side;

    /// <summary>1 once the stop was reached: it is fired until nothing is left, wherever the market goes.</summary>
    [FieldOffset(79)] public byte IsTriggered;

    /// <summary>Running number in the order of adding: the lists follow it after a restart as well.</summary>
    [FieldOffset(80)] public long Number;

    /// <summary>What the leg that works may still execute.</summary>
    [FieldOffset(88)] public long LegLeaves;

    /// <summary>What is to be guarded.</summary>
    public readonly long OpenQuantity => Executed - Closed;

    public readonly bool IsTrailing => TrailPrice != 0 || TrailBps != 0;
}
