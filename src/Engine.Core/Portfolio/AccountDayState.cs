using System.Runtime.InteropServices;

namespace Engine.Core.Portfolio;

/// <summary>
/// One day of the account. Entity of <see cref="State.StateParts.AccountDays"/>, layout version 1: entry 0 is the day
/// that is under way, the others are those to come, in order.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct AccountDayState
{
    public const int SizeInBytes = 24;

    [FieldOffset(0)] public long StartNs;

    /// <summary>The roll; <see cref="long.MaxValue"/> if it is not known yet.</summary>
    [FieldOffset(8)] public long EndNs;

    /// <summary>yyyymmdd; 0 if it is not known.</summary>
    [FieldOffset(16)] public long Date;

    public readonly bool IsKnown => EndNs != 0;
}
