using System.Runtime.InteropServices;

namespace Engine.Core.Time;

/// <summary>
/// One scheduled timer. Entry 0 of the table is the counter of ids: its timer id is the last one given.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct TimerState
{
    public const int SizeInBytes = 32;

    /// <summary>From 1, never reused; 0 in a free entry.</summary>
    [FieldOffset(0)] public long TimerId;

    [FieldOffset(8)] public long DeadlineNs;

    /// <summary>Free for the owner.</summary>
    [FieldOffset(16)] public long Tag;

    [FieldOffset(24)] public long StrategyId;
}
