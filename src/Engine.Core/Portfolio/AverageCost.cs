using System.Diagnostics;
using Engine.Core.Events;

namespace Engine.Core.Portfolio;

/// <summary>
/// A fill against a position by average cost. The cost basis is kept as money, so that the one rounding, of the part of
/// it that a reduction takes away, is all there is: what leaves the basis plus what stays is what was there, exactly.
/// </summary>
internal readonly ref struct AverageCost
{
    public long Quantity { get; private init; }

    public long CostBasis { get; private init; }

    /// <summary>Added to the realised profit by this fill.</summary>
    public long Realized { get; private init; }

    /// <summary>Money paid for this fill, without commission; negative for a sale.</summary>
    public long Value { get; private init; }

    /// <param name="signedQuantity">Positive for a purchase; never zero.</param>
    /// <returns>False if a figure does not fit 64 bits.</returns>
    public static bool TryFill(
        long position, long costBasis, long signedQuantity, long price, in PositionState definition,
        out AverageCost result)
    {
        Debug.Assert(signedQuantity != 0);
        result = default;
        if (!Money.TryAdd(position, signedQuantity, out var newPosition)) return false;
        if (!TryValue(price, signedQuantity, in definition, out var value)) return false;

        var isIncrease = position == 0 || (position > 0) == (signedQuantity > 0);
        if (isIncrease)
        {
            if (!Money.TryAdd(costBasis, value, out var increased)) return false;
            result = new AverageCost { Quantity = newPosition, CostBasis = increased, Value = value };
            return true;
        }

        // Crossing zero: the closing part is valued by itself, the rest of the value opens the new position, so that
        // both add up to what was paid.
        var crosses = newPosition != 0 && (newPosition > 0) == (signedQuantity > 0);
        var closingQuantity = crosses ? -position : signedQuantity;
        if (!TryValue(price, closingQuantity, in definition, out var closingValue)) return false;
        if (!TryCostOut(position, costBasis, closingQuantity, out var costOut)) return false;
        if (!Money.TrySubtract(value, closingValue, out var openingValue)) return false;
        if (!Money.TrySubtract(costBasis, costOut, out var remaining)) return false;
        if (!Money.TryAdd(remaining, openingValue, out var newCostBasis)) return false;
        if (!Money.TryAdd(closingValue, costOut, out var loss)) return false;

        result = new AverageCost { Quantity = newPosition, CostBasis = newCostBasis, Realized = -loss, Value = value };
        return true;
    }

    /// <summary>
    /// A change of the position that is no trade: what it adds costs the stated price, what it takes away takes its
    /// share of the cost with it, and nothing is realised.
    /// </summary>
    /// <param name="price">Absent if nothing is added.</param>
    public static bool TryAdopt(
        long position, long costBasis, long signedQuantity, long price, in PositionState definition,
        out AverageCost result)
    {
        result = default;
        if (!Money.TryAdd(position, signedQuantity, out var newPosition)) return false;

        var isIncrease = position == 0 || (position > 0) == (signedQuantity > 0);
        var crosses = !isIncrease && newPosition != 0 && (newPosition > 0) == (signedQuantity > 0);
        var remaining = costBasis;
        if (!isIncrease)
        {
            if (!TryCostOut(position, costBasis, crosses ? -position : signedQuantity, out var costOut)) return false;
            if (!Money.TrySubtract(costBasis, costOut, out remaining)) return false;
        }
        var opened = isIncrease ? signedQuantity : crosses ? newPosition : 0;
        var value = 0L;
        if (opened != 0 && (price == FixedPoint.Absent || !TryValue(price, opened, in definition, out value)))
            return false;
        if (!Money.TryAdd(remaining, value, out var newCostBasis)) return false;
        result = new AverageCost { Quantity = newPosition, CostBasis = newCostBasis };
        return true;
    }

    private static bool TryValue(long price, long signedQuantity, in PositionState definition, out long value) =>
        FixedPoint.TryNotional(price, signedQuantity, definition.Multiplier, definition.ScaleExponent, out value);

    // costBasis x closed / held; both quantities are below 2^63, so the product is below 2^126.
    private static bool TryCostOut(long position, long costBasis, long closingQuantity, out long costOut)
    {
        costOut = costBasis;
        if (closingQuantity == -position) return true;

        var product = (Int128)costBasis * Math.Abs(closingQuantity);
        return FixedPoint.TryDivideHalfEven(product, Math.Abs(position), out costOut);
    }
}
