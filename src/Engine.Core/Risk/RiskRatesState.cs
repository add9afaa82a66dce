using System.Runtime.InteropServices;

namespace Engine.Core.Risk;

/// <summary>
/// What was ordered lately. Entity of <see cref="State.StateParts.RiskRates"/>, layout version 1. Money has exponent 8;
/// amounts of all currencies are added up as they are.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct RiskRatesState
{
    public const int SizeInBytes = 64;

    /// <summary>The account day that the counts of the day are of.</summary>
    [FieldOffset(0)] public long Day;

    [FieldOffset(8)] public long OrdersInDay;
    [FieldOffset(16)] public long NotionalInDay;

    /// <summary>The newest second of engine time that the counts of the minute hold.</summary>
    [FieldOffset(24)] public long Second;

    [FieldOffset(32)] public long OrdersInMinute;
    [FieldOffset(40)] public long NotionalInMinute;

    /// <summary>Number of the newest intent in <see cref="State.StateParts.RecentIntents"/>, from 1.</summary>
    [FieldOffset(48)] public long IntentNumber;

    /// <summary>Identical rejects that are remembered, ever: 0 lets every search be skipped.</summary>
    [FieldOffset(56)] public long RejectsNoted;
}
