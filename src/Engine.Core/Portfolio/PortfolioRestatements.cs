using Engine.Core.Events;

namespace Engine.Core.Portfolio;

/// <summary>
/// What happens to an execution after it was counted: a bust, a correction, an order that it turns out to belong to.
/// Quantity, cost and profit become what they would be had it been so from the beginning; cash pays the difference.
/// Equity peak and largest drawdown stay: they say what was seen.
/// </summary>
public sealed partial class PortfolioBook
{
    /// <summary>
    /// Counts an execution as <see cref="ApplyExecution(int, int, Side, long, long, long)"/> does and keeps it, so that
    /// it can be taken back.
    /// </summary>
    /// <param name="entry">
    /// Number, order, price, quantity, commission, time, instrument, strategy, side, flags; the figures before it are
    /// filled in here.
    /// </param>
    /// <param name="forgetsUnattributed">An older one that no order is known of is not kept any more.</param>
    public PortfolioCode ApplyExecution(ExecutionEntryState entry, out bool forgetsUnattributed)
    {
        forgetsUnattributed = false;
        var isKnown = (uint)entry.InstrumentId < (uint)_instrumentsMax && entry.StrategyId <= _strategiesMax;
        if (isKnown)
        {
            ref readonly var position = ref _positions[entry.InstrumentId];
            ref readonly var share = ref _shares[ShareIndexOf(in entry)];
            (entry.QuantityBefore, entry.CostBefore) = (position.Quantity, position.CostBasis);
            (entry.ShareQuantityBefore, entry.ShareCostBefore) = (share.Quantity, share.CostBasis);
        }
        var code = ApplyExecution(
            entry.InstrumentId, entry.StrategyId, entry.Side, entry.Quantity, entry.Price, entry.Commission);
        if (code == PortfolioCode.Applied) forgetsUnattributed = Executions.Add(in entry);
        return code;
    }

    /// <summary>
    /// Gives a kept execution another quantity, price and commission; a quantity of 0 takes it back whole.
    /// </summary>
    /// <param name="end">First number of an execution that does not exist yet.</param>
    /// <param name="effect">What it did to the account.</param>
    public PortfolioCode Restate(
        long number, long end, long quantity, long price, long commission, long nowNs, ushort correctionNumber,
        out RestatementEffect effect)
    {
        effect = default;
        var before = Executions.Find(number, out var isKept);
        if (!isKept) return PortfolioCode.UnknownExecution;
        if (quantity < 0) return PortfolioCode.InvalidQuantity;
        if (price == FixedPoint.Absent) return PortfolioCode.InvalidPrice;
        if (commission == FixedPoint.Absent) return PortfolioCode.Overflow;

        var after = before;
        after.Quantity = quantity;
        after.Price = price;
        after.Commission = commission;
        var position = _positions[before.InstrumentId];
        var share = _shares[ShareIndexOf(in before)];
        var ledger = _currencies[position.CurrencyNumber - 1];
        var wasOpen = position.IsOpen;
        if (!TryRestateShare(number, end, in before, in after, in position, ref share)
            || !TryRestatePosition(number, end, in before, in after, ref position, ref ledger, out effect))
            return PortfolioCode.Overflow;

        // Everything fits: now the figures before each execution are stored.
        ref readonly var shareNow = ref _shares[ShareIndexOf(in before)];
        ref readonly var positionNow = ref _positions[before.InstrumentId];
        var own = new Holding(shareNow.Quantity, shareNow.CostBasis);
        var all = new Holding(positionNow.Quantity, positionNow.CostBasis);
        Executions.TryRecount(number, end, before.StrategyId, in before, in after, in position, ref own, true);
        Executions.TryRecount(number, end, -1, in before, in after, in position, ref all, true);

        ref var entry = ref Executions.Edit(number);
        entry.Quantity = quantity;
        entry.Price = price;
        entry.Commission = commission;
        entry.RestatedTimeNs = nowNs;
        if (correctionNumber > entry.CorrectionNumber) entry.CorrectionNumber = correctionNumber;
        if (entry.RestatementCount < ushort.MaxValue) entry.RestatementCount++;
        if (quantity == 0) entry.Flags |= ExecutionFlags.Busted;
        _positions.Edit(before.InstrumentId) = position;
        _shares.Edit(ShareIndexOf(in before)) = share;
        _currencies.Edit(position.CurrencyNumber - 1) = ledger;
        ref var account = ref _account.Edit(0);
        account.OpenPositions += (position.IsOpen ? 1 : 0) - (wasOpen ? 1 : 0);
        if (quantity == 0) account.Executions--;
        return PortfolioCode.Applied;
    }

    /// <summary>A correction that changed nothing was seen.</summary>
    public void NoteCorrection(long number, ushort correctionNumber) =>
        Executions.Edit(number).CorrectionNumber = correctionNumber;

    /// <summary>Moves a kept execution to the order that it belongs to, and to that order's strategy.</summary>
    public PortfolioCode Attribute(long number, long end, int strategyId, long orderId)
    {
        var before = Executions.Find(number, out var isKept);
        if (!isKept) return PortfolioCode.UnknownExecution;
        if ((uint)strategyId > (uint)_strategiesMax) return PortfolioCode.UnknownStrategy;

        var after = before;
        after.StrategyId = (ushort)strategyId;
        after.OrderId = orderId;
        after.Flags &= ~ExecutionFlags.Unattributed;
        if (strategyId != before.StrategyId && !TryMoveShare(number, end, in before, in after))
            return PortfolioCode.Overflow;

        ref var entry = ref Executions.Edit(number);
        entry.StrategyId = after.StrategyId;
        entry.OrderId = orderId;
        entry.Flags = after.Flags;
        return PortfolioCode.Applied;
    }

    private bool TryMoveShare(long number, long end, in ExecutionEntryState before, in ExecutionEntryState after)
    {
        var definition = _positions[before.InstrumentId];
        var gone = before;
        gone.Quantity = 0;
        gone.StrategyId = after.StrategyId;
        var none = before;
        none.Quantity = 0;
        var from = _shares[ShareIndexOf(in before)];
        var to = _shares[ShareIndexOf(in after)];
        for (var pass = 0; pass < 2; pass++)
        {
            var isStored = pass == 1; // First whether everything fits.
            var leaving = new Holding(from.Quantity, from.CostBasis);
            var joining = new Holding(to.Quantity, to.CostBasis);
            if (!Executions.TryRecount(
                    number, end, before.StrategyId, in before, in gone, in definition, ref leaving, isStored)
                || !Executions.TryRecount(
                    number, end, after.StrategyId, in none, in after, in definition, ref joining, isStored)
                || !TrySettleShare(ref leaving, ref from, -before.Commission, isStored)
                || !TrySettleShare(ref joining, ref to, before.Commission, isStored))
                return false;
        }
        _shares.Edit(ShareIndexOf(in before)) = from;
        _shares.Edit(ShareIndexOf(in after)) = to;
        return true;
    }

    private bool TryRestateShare(
        long number, long end, in ExecutionEntryState before, in ExecutionEntryState after,
        in PositionState definition, ref StrategyPositionState share)
    {
        var holding = new Holding(share.Quantity, share.CostBasis);
        return Executions.TryRecount(
                number, end, before.StrategyId, in before, in after, in definition, ref holding, isStored: false)
            && Money.TrySubtract(after.Commission, before.Commission, out var commission)
            && TrySettleShare(ref holding, ref share, commission, isStored: true);
    }

    private bool TryRestatePosition(
        long number, long end, in ExecutionEntryState before, in ExecutionEntryState after,
        ref PositionState position, ref CurrencyState ledger, out RestatementEffect effect)
    {
        effect = default;
        var definition = position;
        var holding = new Holding(position.Quantity, position.CostBasis);
        if (!Executions.TryRecount(number, end, -1, in before, in after, in definition, ref holding, isStored: false))
            return false;
        if (!TryValueOf(in before, in definition, out var paid) || !TryValueOf(in after, in definition, out var pays))
            return false;
        if (!Money.TrySubtract(after.Commission, before.Commission, out var commission)) return false;
        if (!Money.TryMove(ledger.CostBasis, holding.CostBasis, position.CostBasis, out ledger.CostBasis)) return false;
        if (!Money.TryAdd(ledger.RealizedProfit, holding.Realized, out ledger.RealizedProfit)) return false;
        if (!Money.TryAdd(position.RealizedProfit, holding.Realized, out position.RealizedProfit)) return false;
        if (!Money.TryAdd(position.Commissions, commission, out position.Commissions)) return false;
        if (!Money.TryAdd(ledger.Commissions, commission, out ledger.Commissions)) return false;
        if (!Money.TryMove(ledger.Cash, paid, pays, out var cash)) return false;
        if (!Money.TrySubtract(cash, commission, out cash)) return false;

        effect = new RestatementEffect(
            holding.Quantity - position.Quantity, cash - ledger.Cash, holding.Realized, commission);
        ledger.Cash = cash;
        position.CostBasis = holding.CostBasis;
        var mark = position.MarkPrice == FixedPoint.Absent ? after.Price : position.MarkPrice;
        return TryValue(ref position, ref ledger, holding.Quantity, mark);
    }

    private static bool TrySettleShare(
        ref Holding holding, ref StrategyPositionState share, long commission, bool isStored)
    {
        if (!Money.TryAdd(share.RealizedProfit, holding.Realized, out var realized)) return false;
        if (!Money.TryAdd(share.Commissions, commission, out var commissions)) return false;
        if (!isStored) return true;

        share.Quantity = holding.Quantity;
        share.CostBasis = holding.CostBasis;
        share.RealizedProfit = realized;
        share.Commissions = commissions;
        return true;
    }

    private static bool TryValueOf(in ExecutionEntryState entry, in PositionState definition, out long value) =>
        FixedPoint.TryNotional(
            entry.Price, entry.SignedQuantity, definition.Multiplier, definition.ScaleExponent, out value);

    private int ShareIndexOf(in ExecutionEntryState entry) => (entry.StrategyId * _instrumentsMax) + entry.InstrumentId;
}
