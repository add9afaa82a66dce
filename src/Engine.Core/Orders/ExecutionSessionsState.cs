using System.Runtime.InteropServices;

namespace Engine.Core.Orders;

/// <summary>
/// The ring of execution ids and the newest sessions in it. Entity of <see cref="State.StateParts.ExecutionSessions"/>,
/// layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct ExecutionSessionsState
{
    public const int SizeInBytes = 56;

    /// <summary>Ids added so far; the newest is in slot (Added - 1) modulo the capacity.</summary>
    [FieldOffset(0)] public long Added;

    /// <summary>Ids removed so far; the oldest is in slot Removed modulo the capacity.</summary>
    [FieldOffset(8)] public long Removed;

    /// <summary>Sessions seen, 8 at most.</summary>
    [FieldOffset(16)] public int SessionCount;

    /// <summary>1 once an id younger than 8 sessions had to go because the ring was full.</summary>
    [FieldOffset(20)] public int HasForgottenYoung;

    /// <summary>Days of the newest sessions, ascending.</summary>
    [FieldOffset(24)] public ExecutionSessionDays Days;
}
