namespace Engine.Core.Portfolio;

/// <summary>Quantity and cost while executions are counted again; profit is what they realised on the way.</summary>
internal struct Holding(long quantity, long costBasis)
{
    public long Quantity = quantity;
    public long CostBasis = costBasis;
    public long Realized;

    /// <summary>False if a figure does not fit 64 bits.</summary>
    public bool TryFill(in ExecutionEntryState entry, in PositionState definition) =>
        TryFill(entry.SignedQuantity, entry.Price, in definition, out _);

    /// <summary>A quantity of 0 changes nothing.</summary>
    public bool TryFill(long signedQuantity, long price, in PositionState definition, out long value)
    {
        value = 0;
        if (signedQuantity == 0) return true;
        if (!AverageCost.TryFill(Quantity, CostBasis, signedQuantity, price, in definition, out var fill)) return false;
        if (!Money.TryAdd(Realized, fill.Realized, out Realized)) return false;

        value = fill.Value;
        Quantity = fill.Quantity;
        CostBasis = fill.CostBasis;
        return true;
    }

    /// <summary>
    /// Moves on by what changed between two executions and was none itself (a position taken over, say). Cost that is
    /// left when nothing is held is a loss.
    /// </summary>
    public bool TryMove(in Holding from, long toQuantity, long toCostBasis)
    {
        if (!Money.TryMove(Quantity, toQuantity, from.Quantity, out Quantity)) return false;
        if (!Money.TryMove(CostBasis, toCostBasis, from.CostBasis, out CostBasis)) return false;
        if (Quantity != 0 || CostBasis == 0) return true;
        if (!Money.TrySubtract(Realized, CostBasis, out Realized)) return false;

        CostBasis = 0;
        return true;
    }
}
