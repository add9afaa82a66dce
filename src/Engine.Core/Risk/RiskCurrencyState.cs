using System.Runtime.InteropServices;

namespace Engine.Core.Risk;

/// <summary>
/// Worst-case exposure of the account in one currency, money with exponent 8: sums over the instruments. Entity of
/// <see cref="State.StateParts.RiskCurrencies"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct RiskCurrencyState
{
    public const int SizeInBytes = 24;

    /// <summary>Sum of what each instrument may come to be worth, long or short.</summary>
    [FieldOffset(0)] public long GrossExposure;

    /// <summary>Signed sum with all working buys executed and no sell.</summary>
    [FieldOffset(8)] public long NetLongExposure;

    /// <summary>Signed sum with all working sells executed and no buy.</summary>
    [FieldOffset(16)] public long NetShortExposure;
}
