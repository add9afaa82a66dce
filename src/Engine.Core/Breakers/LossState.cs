using System.Runtime.InteropServices;

namespace Engine.Core.Breakers;

/// <summary>
/// How often a strategy has lost in a row. Entity of <see cref="State.StateParts.BreakerLosses"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct LossState
{
    public const int SizeInBytes = 32;

    /// <summary>The order that closed last: its executions count as one result.</summary>
    [FieldOffset(0)] public long OrderId;

    /// <summary>Result of that order so far, money.</summary>
    [FieldOffset(8)] public long Result;

    /// <summary>Losses in a row before that order.</summary>
    [FieldOffset(16)] public long LossesBefore;

    [FieldOffset(24)] public long Losses;
}
