using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>One difference between engine and venue, in the unit of its kind.</summary>
/// <param name="Id">
/// Order id; instrument id for a position or its cash; number of a currency; 0 for an empty view.
/// </param>
/// <param name="Engine">Quantity or money by the engine's executions; positions held, for an empty view.</param>
/// <param name="Venue">Quantity or money by the venue's report.</param>
public readonly record struct ReconciliationDifference(ReconciliationKind Kind, long Id, long Engine, long Venue)
{
    private const int OneInBasisPoints = 10_000;

    /// <summary>
    /// |difference| / max(|engine|, |venue|) in parts of a scale, rounded up: it is above a limit exactly where the
    /// difference is. All of it where the signs differ or one side has nothing. 0 for orders: their quantities are no
    /// measure of what is at stake.
    /// </summary>
    public long ShareOf(long scale)
    {
        if (Kind is not (ReconciliationKind.Position or ReconciliationKind.CashFlow or ReconciliationKind.Balance
            or ReconciliationKind.EmptyView)) return 0;
        if (IsCritical) return scale;
        var larger = Int128.Max(Int128.Abs(Engine), Int128.Abs(Venue));
        if (larger == 0) return 0;
        return (long)(((Int128.Abs((Int128)Engine - Venue) * scale) + larger - 1) / larger);
    }

    /// <summary>The share in basis points, as it goes on record.</summary>
    public int BasisPoints => (int)ShareOf(OneInBasisPoints);

    /// <summary>Signs differ, or one side has nothing.</summary>
    public bool IsCritical => Kind switch
    {
        ReconciliationKind.Position or ReconciliationKind.CashFlow or ReconciliationKind.Balance =>
            Engine != Venue && (Engine == 0 || Venue == 0 || (Engine > 0) != (Venue > 0)),
        ReconciliationKind.EmptyView => true,
        _ => false,
    };

    /// <summary>What would make it disappear. An empty view proposes nothing: it is no proof of being flat.</summary>
    public ReconciliationCorrection Correction => Kind switch
    {
        ReconciliationKind.OrderUnresolved => ReconciliationCorrection.ResolveOrder,
        ReconciliationKind.OrderUnexpected => ReconciliationCorrection.AdoptOrder,
        ReconciliationKind.ExecutionsMissing => ReconciliationCorrection.ApplyExecutions,
        ReconciliationKind.Position => ReconciliationCorrection.AdoptPosition,
        ReconciliationKind.CashFlow => ReconciliationCorrection.AdoptCash,
        _ => ReconciliationCorrection.None,
    };
}
