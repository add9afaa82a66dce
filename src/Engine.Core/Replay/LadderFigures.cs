using Engine.Core.Pipeline.Logic;
using Engine.Core.Risk;

namespace Engine.Core.Replay;

/// <summary>Where a strategy stands on the size ladder, and what it may do there.</summary>
/// <param name="PerTenThousand">In force.</param>
/// <param name="ConfiguredPerTenThousand">Of the file.</param>
/// <param name="MaxPosition">Exponent <see cref="RiskLimits.QuantityExponent"/>; <see cref="RiskLimits.None"/> where
/// the strategy has no limit of its own: then the factor of the instrument's holds, below the whole size.</param>
/// <param name="MaxOrderNotional">
/// Of an order that only opens; exponent 8, <see cref="RiskLimits.None"/> if none.
/// </param>
public sealed record LadderFigures(
    int StrategyId, string Strategy, int PerTenThousand, int ConfiguredPerTenThousand, bool IsCommanded,
    long MaxPosition, long MaxOrderNotional)
{
    public static IReadOnlyList<LadderFigures> Of(LogicView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var ladder = view.Risk.Ladder;
        var rows = new List<LadderFigures>(view.Strategies.Count);
        foreach (var host in view.Strategies)
        {
            ref readonly var limits = ref view.Risk.Strategy(host.Id);
            ref readonly var state = ref ladder.Of(host.Id);
            rows.Add(new LadderFigures(
                host.Id, host.Name, state.PerTenThousand, state.ConfiguredPerTenThousand, state.IsCommanded != 0,
                limits.MaxPosition == RiskLimits.None
                    ? RiskLimits.None
                    : ladder.PositionLimit(host.Id, limits.MaxPosition, RiskLimits.None),
                ladder.NotionalLimit(host.Id, limits.MaxOrderNotional, isOpeningAlone: true)));
        }
        return rows;
    }
}
