using System.Globalization;
using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Core.Tests.MarketData;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>Goal: a wrong print of real data trips nothing, with every breaker at its documented limit.</summary>
public sealed class BreakerSuspectBarsTests
{
    [SharedDataFact]
    public void The_suspect_prices_of_the_reference_data_trip_no_breaker()
    {
        var rows = File.ReadAllLines(Path.Combine(SharedData.Root!, "reference", "suspect_bars.csv")).Skip(1)
            .Select(line => line.Split(',')).ToArray();
        Assert.Contains(rows, row => row[2] == "AAPL" && row[5] == "10.59");
        foreach (var row in rows)
        {
            foreach (var side in new[] { Side.Buy, Side.Sell })
            {
                var bench = new LogicBench(Model()).Start();
                bench.NowNs = long.Parse(row[1], CultureInfo.InvariantCulture);
                var id = bench.Define(row[2]);
                bench.Trade(id, Cents(row[6]));
                bench.Execute(0, side, 1_000, Cents(row[6]), id);
                bench.Trade(id, Cents(row[5]));
                bench.NowNs += LogicBench.Second;
                bench.Tick();
                bench.Trade(id, Cents(row[6]));
                Assert.DoesNotContain(bench.Journal, e => e.Kind == EventKind.BreakerTripped);
            }
        }
    }

    // The unknown execution of the test is an error by itself; one is no error rate.
    private static TradingModel Model() => new ModelFactory(new ScriptedCatalog()).Create(LogicBench.ConfigOf(
        [.. BreakerTexts.Off.Select(line => line.Replace("=false", "=true", StringComparison.Ordinal)),
            "breakers.useDefaults=true", "marks.collarBps=2000"]));

    // Some of them have more decimals than the instrument of the test.
    private static long Cents(string text) =>
        (long)(decimal.Parse(text, CultureInfo.InvariantCulture) * 100);
}
