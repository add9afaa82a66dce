using System.Globalization;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.State;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.MarketData;

/// <summary>
/// What the sources and the bar builder make of every real tick file equals the published totals and bars.
/// </summary>
public sealed class GoldenDataTests
{
    private const int PriceExponent = 6;
    private const int SizeExponent = 4;

    [SharedDataFact]
    public void Every_tick_file_gives_its_golden_totals()
    {
        var rows = File.ReadAllLines(Path.Combine(SharedData.Root!, "golden", "tick_summary.csv")).Skip(1).ToArray();
        Assert.Equal(16, rows.Length);
        foreach (var row in rows)
        {
            var expected = row.Split(',')[..14];
            for (var i = 2; i < expected.Length; i++) expected[i] = WithoutTrailingZeros(expected[i]);
            Assert.Equal(string.Join(',', expected), TotalsOf(expected[0], expected[1]));
        }
    }

    [SharedDataFact]
    public void Minute_bars_of_every_tick_file_equal_the_golden_bars()
    {
        var files = Directory.GetFiles(Path.Combine(SharedData.Root!, "golden", "bars_1m_from_ticks"));
        Assert.Equal(9, files.Length);
        foreach (var golden in files)
        {
            var name = Path.GetFileName(golden).Replace("_1m.csv.gz", ".csv.gz", StringComparison.Ordinal);
            var ticks = Directory.GetFiles(Path.Combine(SharedData.Root!, "ticks"), name, SearchOption.AllDirectories)
                .Single();
            Assert.Equal(RowsOf(golden), BarsOf(ticks));
        }
    }

    [SharedDataFact]
    public void Every_bar_file_is_read_to_its_end()
    {
        var config = new CanonicalConfig([new("instruments.BTCUSD.sizeExponent", "8"),
            new("instruments.BTCUSD.priceExponent", "8")]);
        foreach (var path in Directory.GetFiles(Path.Combine(SharedData.Root!, "bars"), "*.csv.gz",
            SearchOption.AllDirectories))
        {
            var writer = new ListWriter();
            using var source = new CsvSource(new CsvSourceOptions { Path = path }, new InstrumentCatalog(config),
                writer);
            while (!source.IsEnded) source.RunOnce();
            Assert.Equal(source.Progress.RowsRead, writer.Rows.Count());
            Assert.All(writer.Rows, row => Assert.Equal(row.Bar.StartTimeNs + row.Bar.IntervalNs, row.TimestampNs));
        }
    }

    private static string TotalsOf(string file, string symbols)
    {
        var totals = new TotalsWriter();
        using var source = new CsvSource(
            new CsvSourceOptions { Path = Path.Combine(SharedData.Root!, file) }, InstrumentCatalog.Default, totals);
        while (!source.IsEnded) source.RunOnce();

        Assert.Equal(source.Progress.RowsRead, totals.QuoteRows + totals.TradeRows);
        Assert.Equal(source.Progress.RowsRead, totals.Last.Source.RowCount);
        Assert.Equal(source.FirstEventTimeNs, totals.FirstTimeNs);
        Assert.True(totals.Symbols == 1 || symbols == $"{totals.Symbols} symbols");
        object[] columns =
        [
            file, symbols, totals.QuoteRows, totals.TradeRows, totals.FirstTimeNs, totals.LastTimeNs,
            Plain(totals.Volume, SizeExponent), Plain((long)(totals.Notional / 1_000_000), 4),
            Plain(totals.LowTrade, PriceExponent), Plain(totals.HighTrade, PriceExponent),
            Plain(totals.LastBid, PriceExponent), Plain(totals.LastAsk, PriceExponent), totals.CrossedRows,
            totals.LockedRows,
        ];
        return string.Join(',', columns.Select(column => Convert.ToString(column, CultureInfo.InvariantCulture)));
    }

    private static string Plain(long value, int exponent) => FixedPoint.Format(value, exponent);

    // The summary writes prices as the file does, 186.00; both sides are compared without zeros at the end.
    private static string WithoutTrailingZeros(string number) =>
        number.Contains('.', StringComparison.Ordinal) ? number.TrimEnd('0').TrimEnd('.') : number;

    private static string[] RowsOf(string bars)
    {
        var writer = new ListWriter();
        using var source = new CsvSource(
            new CsvSourceOptions { Path = bars, BarIntervalNs = 60_000_000_000 }, InstrumentCatalog.Default, writer);
        while (!source.IsEnded) source.RunOnce();
        return [.. writer.Rows.Select(row => Format(row.InstrumentId, row.Bar)).Order(StringComparer.Ordinal)];
    }

    private static string[] BarsOf(string ticks)
    {
        var bars = new BarsWriter(new BarBuilder(new StateRegistry(), 1001, BarSpec.Time(60_000_000_000), 64));
        using var source = new CsvSource(new CsvSourceOptions { Path = ticks }, InstrumentCatalog.Default, bars);
        while (!source.IsEnded) source.RunOnce();
        bars.Flush();
        return [.. bars.Closed.Select(bar => Format(bar.InstrumentId, bar.Bar)).Order(StringComparer.Ordinal)];
    }

    private static string Format(int instrument, BarPayload bar) => string.Create(CultureInfo.InvariantCulture,
        $"{instrument} {bar.StartTimeNs} {bar.Open} {bar.High} {bar.Low} {bar.Close} {bar.Volume} {bar.EventTimeNs}");

    private sealed class BarsWriter(BarBuilder builder) : IInputWriter
    {
        public List<(int InstrumentId, BarPayload Bar)> Closed { get; } = [];

        public bool TryWrite(ReadOnlySpan<EngineEvent> input) => true;

        public int WriteBatch(ReadOnlySpan<EngineEvent> inputs)
        {
            foreach (ref readonly var input in inputs)
            {
                if (input.Kind != EventKind.Trade) continue;
                if (builder.OnTrade(input.InstrumentId, in input.Trade, out var closed))
                    Closed.Add((input.InstrumentId, closed));
            }
            return inputs.Length;
        }

        public void Flush()
        {
            for (var id = 0; id < 64; id++)
                if (builder.Flush(id, out var closed)) Closed.Add((id, closed));
        }
    }
}
