using System.Runtime.InteropServices;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Counts of what became of executions. Entity of <see cref="State.StateParts.ExecutionCounters"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct ExecutionCountersState
{
    public const int SizeInBytes = 40;

    /// <summary>Executions taken back by the venue.</summary>
    [FieldOffset(0)] public long Busts;

    /// <summary>Corrections that changed an execution.</summary>
    [FieldOffset(8)] public long Corrections;

    /// <summary>Executions that count for the account and belong to no order known, now.</summary>
    [FieldOffset(16)] public long Unattributed;

    /// <summary>Executions that operators have booked and that no execution of the venue has replaced, now.</summary>
    [FieldOffset(24)] public long Booked;

    /// <summary>Busts and corrections that could not be applied: neither kept nor parked.</summary>
    [FieldOffset(32)] public long RestatementsLost;
}
