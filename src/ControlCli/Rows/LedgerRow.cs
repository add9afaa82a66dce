using ControlCli.Output;

namespace ControlCli.Rows;

/// <summary>The books of one currency as listings show them.</summary>
internal sealed record LedgerRow
{
    public static IReadOnlyList<Column<LedgerRow>> Columns { get; } =
    [
        new("CURRENCY", "currency", ledger => Cell.Of(ledger.Currency)),
        new("EQUITY", "equity", ledger => ledger.Equity.Money),
        new("CASH", "cash", ledger => ledger.Cash.Money),
        new("PAID IN", "startingCash", ledger => ledger.StartingCash.Money),
        new("ADOPTED", "adopted", ledger => ledger.Adopted.Money),
        new("REALISED", "realizedProfit", ledger => ledger.RealizedProfit.Money),
        new("UNREALISED", "unrealizedProfit", ledger => ledger.UnrealizedProfit.Money),
        new("COMMISSIONS", "commissions", ledger => ledger.Commissions.Money),
        new("NET", "netExposure", ledger => ledger.NetExposure.Money),
        new("GROSS", "grossExposure", ledger => ledger.GrossExposure.Money),
        new("PEAK", "peakEquity", ledger => ledger.PeakEquity.Money),
        new("DRAWDOWN", "drawdown", ledger => ledger.Drawdown.Money),
        new("MAX DRAWDOWN", "drawdownMax", ledger => ledger.DrawdownMax.Money),
    ];

    public required string Currency { get; init; }

    public required Exact Equity { get; init; }

    public required Exact Cash { get; init; }

    public required Exact StartingCash { get; init; }

    /// <summary>What adoptions have booked: nobody's profit.</summary>
    public required Exact Adopted { get; init; }

    public required Exact RealizedProfit { get; init; }

    public required Exact UnrealizedProfit { get; init; }

    public required Exact Commissions { get; init; }

    public required Exact NetExposure { get; init; }

    public required Exact GrossExposure { get; init; }

    public required Exact PeakEquity { get; init; }

    public required Exact Drawdown { get; init; }

    public required Exact DrawdownMax { get; init; }
}
