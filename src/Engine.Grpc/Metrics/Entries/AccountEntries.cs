using Engine.Core.Portfolio;
using Engine.Core.Replay;
using static Engine.Grpc.Metrics.MetricKind;

namespace Engine.Grpc.Metrics.Entries;

/// <summary>Money and positions. Money is in the currency that the label names.</summary>
internal static class AccountEntries
{
    public static IReadOnlyList<MetricEntry> All { get; } =
    [
        Currency("engine_cash", "cash", row => Units.Money(row.Cash)),
        Currency("engine_equity", "cash and what positions are worth", row => Units.Money(row.Equity)),
        Currency("engine_peak_equity", "highest equity, moved by payments", row => Units.Money(row.PeakEquity)),
        Currency("engine_drawdown", "fall of the equity below its peak", row => Units.Share(row.DrawdownBps),
            MetricUnit.Ratio),
        Currency("engine_day_profit", "equity less that of the last roll of the account day, payments taken out",
            row => Units.Money(row.DayProfit)),
        Currency("engine_realized_profit", "in the life of the journal, before commissions",
            row => Units.Money(row.RealizedProfit)),
        Currency("engine_unrealized_profit", "of what is held", row => Units.Money(row.UnrealizedProfit)),
        Currency("engine_commissions", "paid in the life of the journal", row => Units.Money(row.Commissions)),
        MetricEntry.Labeled(Gauge, "engine_exposure", MetricUnit.None, ["currency", "type"],
            "what positions are worth: long and short added (gross), long less short (net)",
            _ => 2 * PortfolioBook.CurrenciesMax, Exposures),
        MetricEntry.One(Gauge, "engine_open_positions", MetricUnit.None, "instruments that are held",
            reading => reading.Status?.OpenPositions),
        Position("engine_position_quantity", "held; below 0 is short",
            row => Units.Scaled(row.Quantity, row.SizeExponent)),
        Position("engine_position_value", "what it is worth, in the currency of the instrument",
            row => Units.Money(row.MarketValue)),
        Position("engine_position_unrealized_profit", "of what is held", row => Units.Money(row.UnrealizedProfit)),
        Position("engine_position_realized_profit", "in the life of the journal, before commissions",
            row => Units.Money(row.RealizedProfit)),
        MetricEntry.Labeled(Gauge, "engine_strategy_profit", MetricUnit.None, ["strategy"],
            "after commissions, in the life of the journal; none if the account has several currencies",
            bounds => bounds.StrategiesMax,
            reading => reading.Strategies.Select(row => new MetricSample(Units.Money(row.NetProfit), row.Name))),
    ];

    private static MetricEntry Currency(
        string name, string meaning, Func<CurrencyFigures, double> read, MetricUnit unit = MetricUnit.None) =>
        MetricEntry.Labeled(Gauge, name, unit, ["currency"], meaning, _ => PortfolioBook.CurrenciesMax,
            reading => CurrenciesOf(reading).Select(row => new MetricSample(read(row), row.Currency)));

    private static MetricEntry Position(string name, string meaning, Func<PositionFigures, double> read) =>
        MetricEntry.Labeled(Gauge, name, MetricUnit.None, ["instrument"], meaning, bounds => bounds.InstrumentsMax,
            reading => reading.Positions.Select(row => new MetricSample(read(row), row.Symbol)));

    private static IEnumerable<MetricSample> Exposures(EngineReading reading) =>
        CurrenciesOf(reading).SelectMany(row => new[]
        {
            new MetricSample(Units.Money(row.GrossExposure), row.Currency, "gross"),
            new MetricSample(Units.Money(row.NetExposure), row.Currency, "net"),
        });

    private static IReadOnlyList<CurrencyFigures> CurrenciesOf(EngineReading reading) =>
        reading.Status?.Currencies ?? [];
}
