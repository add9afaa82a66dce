using System.Runtime.InteropServices;

namespace Engine.Core.Risk;

/// <summary>Counter behind hold ids. Entity of <see cref="State.StateParts.HoldCounters"/>, layout version 1.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct HoldCountersState
{
    public const int SizeInBytes = 8;

    /// <summary>Ids begin at 1 and are never reused.</summary>
    [FieldOffset(0)] public long LastHoldId;
}
