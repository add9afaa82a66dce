using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Orders;

/// <summary>
/// One execution id that has been counted. Entity of <see cref="State.StateParts.ExecutionIds"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct ExecutionIdState
{
    public const int SizeInBytes = 40;

    [FieldOffset(0)] public AsciiText32 Id;

    /// <summary>Of the session in which it was counted; only its order matters.</summary>
    [FieldOffset(32)] public int SessionDay;

    /// <summary>1 if the slot is in use.</summary>
    [FieldOffset(36)] public int IsUsed;
}
