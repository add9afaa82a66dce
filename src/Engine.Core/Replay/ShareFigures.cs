using Engine.Core.Events;
using Engine.Core.Pipeline.Logic;

namespace Engine.Core.Replay;

/// <summary>
/// What one strategy has in one instrument. Quantity in the size exponent of the instrument, money in exponent 8;
/// strategy 0 stands for what no strategy of this engine caused.
/// </summary>
/// <param name="UnrealizedProfit"><see cref="FixedPoint.Absent"/> without a price to mark with.</param>
public sealed record ShareFigures(
    int StrategyId, int InstrumentId, long Quantity, long RealizedProfit, long UnrealizedProfit, long Commissions)
{
    /// <summary>Every share that is held or was traded, by strategy and then by instrument.</summary>
    public static IReadOnlyList<ShareFigures> OfAll(LogicView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var shares = new List<ShareFigures>();
        for (var strategy = 0; strategy <= view.Strategies.Count; strategy++)
        {
            for (var id = 0; id < view.Market.InstrumentCount; id++)
            {
                ref readonly var share = ref view.StrategyPositions.Position(strategy, id);
                if (share is { Quantity: 0, RealizedProfit: 0, Commissions: 0, CostBasis: 0 }) continue;

                var isMarked = view.StrategyPositions.TryUnrealizedProfit(strategy, id, out var profit);
                shares.Add(new ShareFigures(
                    strategy, id, share.Quantity, share.RealizedProfit, isMarked ? profit : FixedPoint.Absent,
                    share.Commissions));
            }
        }
        return shares;
    }
}
