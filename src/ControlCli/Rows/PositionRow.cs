using ControlCli.Output;

namespace ControlCli.Rows;

/// <summary>A position as listings show it.</summary>
internal sealed record PositionRow
{
    public static IReadOnlyList<Column<PositionRow>> Columns { get; } =
    [
        new("SYMBOL", "symbol", position => Cell.Of(position.Symbol)),
        new("CURRENCY", "currency", position => Cell.Of(position.Currency)),
        new("QUANTITY", "quantity", position => position.Quantity.Cell),
        new("AVG PRICE", "averagePrice", position => position.AveragePrice.Cell),
        new("MARK", "markPrice", position => position.MarkPrice.Cell),
        new("VALUE", "marketValue", position => position.MarketValue.Money),
        new("COST", "costBasis", position => position.CostBasis.Money),
        new("UNREALISED", "unrealizedProfit", position => position.UnrealizedProfit.Money),
        new("REALISED", "realizedProfit", position => position.RealizedProfit.Money),
        new("COMMISSIONS", "commissions", position => position.Commissions.Money),
    ];

    public required string Symbol { get; init; }

    public required string Currency { get; init; }

    public required Exact Quantity { get; init; }

    /// <summary>Derived for people; the books keep the cost instead.</summary>
    public required Exact AveragePrice { get; init; }

    public required Exact MarkPrice { get; init; }

    public required Exact MarketValue { get; init; }

    public required Exact CostBasis { get; init; }

    public required Exact UnrealizedProfit { get; init; }

    public required Exact RealizedProfit { get; init; }

    public required Exact Commissions { get; init; }
}
