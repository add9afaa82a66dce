using ControlCli.Output;

namespace ControlCli.Rows;

/// <summary>The day of one currency as listings show it.</summary>
internal sealed record DayRow
{
    public static IReadOnlyList<Column<DayRow>> Columns { get; } =
    [
        new("CURRENCY", "currency", day => Cell.Of(day.Currency)),
        new("DAY PROFIT", "profit", day => day.Profit.Money),
        new("AT ROLL", "startEquity", day => day.StartEquity.Money),
        new("FLOWS", "flows", day => day.Flows.Money),
        new("BASELINE", "baseline", day => day.Baseline.Money),
        new("DAY BEFORE", "lastProfit", day => day.LastProfit.Money),
        new("DRAWDOWN BPS", "drawdownBps", day => Cell.Whole(day.DrawdownBps)),
        new("DEPOSITS", "deposits", day => day.Deposits.Money),
        new("WITHDRAWALS", "withdrawals", day => day.Withdrawals.Money),
        new("DIVIDENDS", "dividends", day => day.Dividends.Money),
    ];

    public required string Currency { get; init; }

    public required Exact Profit { get; init; }

    public required Exact StartEquity { get; init; }

    public required Exact Flows { get; init; }

    public required Exact Baseline { get; init; }

    public required Exact LastProfit { get; init; }

    public required long DrawdownBps { get; init; }

    public required Exact Deposits { get; init; }

    public required Exact Withdrawals { get; init; }

    public required Exact Dividends { get; init; }
}
