using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Portfolio;

/// <summary>
/// The positions of the strategies, read only. Strategy 0 holds what no strategy of this engine caused.
/// </summary>
public sealed class StrategyPositionsView
{
    private readonly StateTable<StrategyPositionState> _shares;
    private readonly StateTable<PositionState> _positions;
    private readonly int _instrumentsMax;

    internal StrategyPositionsView(
        StateTable<StrategyPositionState> shares, StateTable<PositionState> positions, int instrumentsMax)
    {
        _shares = shares;
        _positions = positions;
        _instrumentsMax = instrumentsMax;
    }

    public ref readonly StrategyPositionState Position(int strategyId, int instrumentId)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)instrumentId, (uint)_instrumentsMax,
            nameof(instrumentId));
        return ref _shares[(strategyId * _instrumentsMax) + instrumentId];
    }

    /// <summary>
    /// Unrealised profit at the account's mark. False if there is no mark, or it does not fit 64 bits.
    /// </summary>
    public bool TryUnrealizedProfit(int strategyId, int instrumentId, out long profit)
    {
        ref readonly var share = ref Position(strategyId, instrumentId);
        profit = 0;
        if (share.Quantity == 0) return true;

        // Two strategies may hold opposite shares of a flat account, which has no mark.
        ref readonly var account = ref _positions[instrumentId];
        if (account.MarkPrice == FixedPoint.Absent) return false;

        return FixedPoint.TryNotional(
                account.MarkPrice, share.Quantity, account.Multiplier, account.ScaleExponent, out var value)
            && Money.TrySubtract(value, share.CostBasis, out profit);
    }
}
