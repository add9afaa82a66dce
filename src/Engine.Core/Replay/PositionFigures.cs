using Engine.Core.Pipeline.Logic;

namespace Engine.Core.Replay;

/// <summary>
/// One position of the account for people. Quantity in the size exponent, prices in the price exponent, money in
/// exponent 8.
/// </summary>
public sealed record PositionFigures(
    int InstrumentId, string Symbol, int PriceExponent, int SizeExponent, long Quantity, long CostBasis,
        long MarketValue,
    long MarkPrice, long RealizedProfit, long UnrealizedProfit, long Commissions)
{
    /// <summary>Every instrument that is held or was traded, in the order of ids.</summary>
    public static IReadOnlyList<PositionFigures> OfAll(LogicView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var positions = new List<PositionFigures>();
        for (var id = 0; id < view.Market.InstrumentCount; id++)
        {
            ref readonly var position = ref view.Portfolio.Position(id);
            if (!position.IsOpen && position.RealizedProfit == 0 && position.Commissions == 0) continue;

            ref readonly var instrument = ref view.Market.Instrument(id);
            positions.Add(new PositionFigures(
                id, instrument.Symbol.ToString(), instrument.PriceExponent, instrument.SizeExponent, position.Quantity,
                position.CostBasis, position.MarketValue, position.MarkPrice, position.RealizedProfit,
                position.UnrealizedProfit, position.Commissions));
        }
        return positions;
    }
}
