using Engine.Core.Pipeline.Logic;

namespace Engine.Core.Replay;

/// <summary>What one strategy made of its share of the positions. Money has exponent 8.</summary>
public sealed record StrategyFigures(string Name, long RealizedProfit, long UnrealizedProfit, long Commissions)
{
    /// <summary>Profit after commissions.</summary>
    public long NetProfit => RealizedProfit + UnrealizedProfit - Commissions;

    /// <summary>In the order of ids; empty if the account has several currencies, which cannot be added up.</summary>
    public static IReadOnlyList<StrategyFigures> OfAll(LogicView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (view.Portfolio.CurrencyCount > 1) return [];
        return [.. view.Strategies.Select(host => Of(view, host.Id, host.Name))];
    }

    private static StrategyFigures Of(LogicView view, int strategyId, string name)
    {
        var (realized, unrealized, commissions) = (0L, 0L, 0L);
        for (var id = 0; id < view.Market.InstrumentCount; id++)
        {
            ref readonly var share = ref view.StrategyPositions.Position(strategyId, id);
            realized += share.RealizedProfit;
            commissions += share.Commissions;
            if (view.StrategyPositions.TryUnrealizedProfit(strategyId, id, out var profit)) unrealized += profit;
        }
        return new StrategyFigures(name, realized, unrealized, commissions);
    }
}
