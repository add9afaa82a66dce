using ControlCli.Output;
using Engine.Core.Events;

namespace ControlCli.Rows;

/// <summary>What one strategy has in one instrument, as listings show it.</summary>
internal sealed record ShareRow
{
    public static IReadOnlyList<Column<ShareRow>> Columns { get; } =
    [
        new("STRATEGY", "strategy", share => Cell.Of(share.Strategy.Length == 0 ? "(none)" : share.Strategy)),
        new("SYMBOL", "symbol", share => Cell.Of(share.Symbol)),
        new("CURRENCY", "currency", share => Cell.Of(share.Currency)),
        new("QUANTITY", "quantity", share => share.Quantity.Cell),
        new("REALISED", "realizedProfit", share => share.RealizedProfit.Money),
        new("UNREALISED", "unrealizedProfit", share => share.UnrealizedProfit.Money),
        new("COMMISSIONS", "commissions", share => share.Commissions.Money),
        new("NET", "netProfit", share => share.NetProfit.Money),
    ];

    /// <summary>Empty for what no strategy of this engine caused.</summary>
    public required string Strategy { get; init; }

    public required string Symbol { get; init; }

    public required string Currency { get; init; }

    public required Exact Quantity { get; init; }

    public required Exact RealizedProfit { get; init; }

    public required Exact UnrealizedProfit { get; init; }

    public required Exact Commissions { get; init; }

    private Exact NetProfit => UnrealizedProfit.Mantissa == FixedPoint.Absent
        ? Exact.OfMoney(FixedPoint.Absent)
        : RealizedProfit with
        {
            Mantissa = RealizedProfit.Mantissa + UnrealizedProfit.Mantissa - Commissions.Mantissa,
        };
}
