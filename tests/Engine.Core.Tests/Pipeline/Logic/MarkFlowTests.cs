using System.Globalization;
using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Core.Strategies;
using Engine.Core.Tests.MarketData;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>Goal: a price that nobody confirms moves no profit and no peak, and nothing is opened on it.</summary>
public sealed class MarkFlowTests
{
    private Side _side = Side.Buy;

    [Fact]
    public void Nothing_is_opened_without_a_usable_mark()
    {
        var bench = new LogicBench(Model()).Start();
        var id = bench.Define("AAPL");
        Assert.Equal(RiskCode.Accepted, Ask(bench, id, LogicBench.Price));
        bench.Execute(1, Side.Buy, 100, instrumentId: id);

        Assert.Equal(RiskCode.NoUsableMark, Ask(bench, id, 5_000)); // Half of it: not believed yet.
        _side = Side.Sell;
        Assert.Equal(RiskCode.Accepted, Ask(bench, id, 7_500)); // Another one; but what reduces passes.
        _side = Side.Buy;
        Assert.Equal(RiskCode.Accepted, Ask(bench, id, 7_500));
        _side = Side.Buy;
        Assert.True(bench.View.Market.TryGetMark(id, out var mark));
        Assert.Equal(7_500, mark);
    }

    [Fact]
    public void A_replay_sets_the_same_marks_aside()
    {
        var bench = new LogicBench(Model("idle")).Start();
        var id = bench.Define("AAPL");
        foreach (var price in new[] { 10_000, 4_000, 10_010, 30_000, 30_010, 1 }) bench.Trade(id, price);
        Assert.Equal(3, bench.View.Market.Mark(id).SuspectCount);
        Assert.Equal(bench.Chain.StateDigest, bench.Replay(Model("idle")).Model.Chain.StateDigest);
    }

    [Theory]
    [InlineData(Side.Buy, 1_000)]
    [InlineData(Side.Sell, 1_000)]
    [InlineData(Side.Buy, 19_999)]
    [InlineData(Side.Sell, 19_999)]
    public void A_print_that_nobody_confirms_moves_neither_peak_nor_drawdown(Side side, long print)
    {
        var bench = new LogicBench(Model("idle")).Start();
        var id = bench.Define("AAPL");
        RequireUnmoved(bench, id, side, print, LogicBench.Price);
    }

    [SharedDataFact]
    public void The_suspect_prices_of_the_reference_data_move_no_mark_and_no_peak()
    {
        var rows = File.ReadAllLines(Path.Combine(SharedData.Root!, "reference", "suspect_bars.csv")).Skip(1)
            .Select(line => line.Split(',')).ToArray();
        Assert.Contains(rows, row => row[2] == "AAPL" && row[5] == "10.59");
        foreach (var row in rows)
        {
            var suspect = Cents(row[5]);
            var usual = Cents(row[6]);
            foreach (var side in new[] { Side.Buy, Side.Sell })
            {
                var bench = new LogicBench(Model("idle")).Start();
                bench.NowNs = long.Parse(row[1], CultureInfo.InvariantCulture);
                RequireUnmoved(bench, bench.Define(row[2]), side, suspect, usual);
            }
        }
    }

    private static void RequireUnmoved(LogicBench bench, int id, Side side, long suspect, long usual)
    {
        bench.Trade(id, usual);
        bench.Execute(0, side, 100, usual, id);
        var before = Ledger(bench);
        bench.Trade(id, suspect);
        Assert.Equal(before, Ledger(bench));
        bench.Tick();
        bench.Trade(id, usual);
        Assert.Equal(before, Ledger(bench));
        Assert.Equal(usual, bench.View.Portfolio.Position(id).MarkPrice);
    }

    private static (long Equity, long Peak, long Drawdown, long Day) Ledger(LogicBench bench)
    {
        ref readonly var ledger = ref bench.View.Portfolio.Currency(0);
        return (ledger.Equity, ledger.PeakEquity, ledger.DrawdownMax, bench.View.Portfolio.Figures().DayProfit);
    }

    private static RiskCode Ask(LogicBench bench, int id, long mid) => bench.Quote(id, mid - 1, mid + 1)
        .Single(e => e.Kind is EventKind.OrderRequested or EventKind.OrderDenied).Order.Code;

    private TradingModel Model() => new ModelFactory(new ScriptedCatalog().Add("eager", () => new ScriptedStrategy
    {
        Quoted = (StrategyContext context, int id, in QuotePayload _) =>
            context.Submit(OrderTicket.Market(id, _side, 100)),
    })).Create(LogicBench.ConfigOf("strategies.a.type=eager", "risk.priceCollarBps=10000", "marks.collarBps=2000"));

    private static TradingModel Model(string name) => new ModelFactory(
        new ScriptedCatalog().Add(name, () => new ScriptedStrategy())).Create(
        LogicBench.ConfigOf("marks.collarBps=2000"));

    // Some of them have more decimals than the instrument of the test.
    private static long Cents(string text) =>
        (long)(decimal.Parse(text, CultureInfo.InvariantCulture) * 100);
}
