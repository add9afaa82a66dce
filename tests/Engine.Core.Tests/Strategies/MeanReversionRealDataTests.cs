using System.Globalization;
using System.IO.Compression;
using Engine.Core.Events;
using Engine.Core.Tests.MarketData;
using Engine.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Engine.Core.Tests.Strategies;

public sealed class MeanReversionRealDataTests(ITestOutputHelper output)
{
    private static readonly string[] Files =
        ["AIG_20131008.csv.gz", "IBM_20131008.csv.gz", "SPY_20131008_1sbbo.csv.gz"];

    private readonly record struct Row(long TimeNs, int Instrument, long Bid, long Ask);

    [SharedDataFact]
    public void With_its_defaults_it_trades_a_real_day_thousands_of_times()
    {
        var rows = new List<Row>();
        for (var i = 0; i < Files.Length; i++)
            rows.AddRange(ReadQuotes(Path.Combine(SharedData.Root!, "ticks", "us_equity", Files[i]), i));

        var bench = new StrategyBench("type=mean-reversion");
        foreach (var file in Files) bench.Define(file.Split('_')[0]);
        foreach (var row in rows.OrderBy(r => r.TimeNs))
        {
            bench.NowNs = row.TimeNs;
            var known = bench.Emissions.Count;
            bench.Quote(row.Instrument, row.Bid, row.Ask);
            for (; known < bench.Emissions.Count; known++)
            {
                var emission = bench.Emissions[known];
                if (emission.Kind != EventKind.OrderRequested) continue;
                bench.Fill(emission.Order.OrderId, emission.Order.Side == Side.Buy ? row.Ask : row.Bid);
            }
        }
        var orders = bench.OfKind(EventKind.OrderRequested).ToArray();
        output.WriteLine($"{rows.Count} quotes, {orders.Length} orders: " + string.Join(", ", orders
            .GroupBy(o => o.InstrumentId).Select(g => $"{Files[g.Key]} {g.Count()}")));
        Assert.InRange(orders.Length, 1_500, 10_000);
    }

    private static IEnumerable<Row> ReadQuotes(string path, int instrument)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            if (fields[2] != "Q") continue;
            yield return new Row(
                long.Parse(fields[0], CultureInfo.InvariantCulture), instrument, Price(fields[3]), Price(fields[5]));
        }
    }

    private static long Price(string text) =>
        FixedPoint.TryParse(text, 4, out var price) ? price : FixedPoint.Absent;
}
