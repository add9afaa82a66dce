using System.Runtime.InteropServices;

namespace Engine.Core.Portfolio;

/// <summary>
/// One strategy's share of a position. Entity of <see cref="State.StateParts.StrategyPositions"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct StrategyPositionState
{
    public const int SizeInBytes = 32;

    [FieldOffset(0)] public long Quantity;

    /// <summary>Signed like the quantity, as in <see cref="PositionState.CostBasis"/>.</summary>
    [FieldOffset(8)] public long CostBasis;

    [FieldOffset(16)] public long RealizedProfit;
    [FieldOffset(24)] public long Commissions;
}
