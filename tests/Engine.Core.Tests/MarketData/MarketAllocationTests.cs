using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.State;
using Engine.Core.Time;
using Xunit;

namespace Engine.Core.Tests.MarketData;

/// <summary>What runs on the logic thread, and what a source does per row, allocates nothing.</summary>
public sealed class MarketAllocationTests : IDisposable
{
    private const int Million = 1_000_000;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_million_quotes_and_trades_through_book_and_bars_allocate_nothing()
    {
        var registry = new StateRegistry();
        var book = new MarketBook(registry, EngineLimits.Default);
        var builder = new BarBuilder(registry, 1001, BarSpec.Time(100), EngineLimits.Default.InstrumentsMax);
        for (var i = 0; i < 16; i++) book.Define(InstrumentCatalog.Default.Define("S" + i), out _);

        AssertNoAllocation(count =>
        {
            var quote = new EngineEvent { Kind = EventKind.Quote };
            var trade = new EngineEvent { Kind = EventKind.Trade };
            var bars = 0;
            for (var i = 0; i < count; i++)
            {
                quote.InstrumentId = trade.InstrumentId = i & 15;
                quote.Quote.BidPrice = i;
                quote.Quote.AskPrice = i + 1;
                trade.Trade = new TradePayload { Price = i, Size = 1, EventTimeNs = i };
                if (book.OnQuote(in quote) < 0) throw new InvalidOperationException("The quote was refused.");
                if (book.OnTrade(in trade) < 0) throw new InvalidOperationException("The trade was refused.");
                if (builder.OnTrade(trade.InstrumentId, in trade.Trade, out _)) bars++;
                book.View.TryGetMark(i & 15, out _);
                if ((i & 0xFFFF) == 0) registry.FoldDigest();
            }
            return bars;
        });
    }

    [Fact]
    public void A_million_timers_allocate_nothing()
    {
        var timers = new TimerQueue(new StateRegistry(), EngineLimits.Default);
        AssertNoAllocation(count =>
        {
            var popped = 0;
            for (var i = 0; i < count; i++)
            {
                timers.TrySchedule(i * 7 % 1_000, 1, i, out var id);
                if (i % 3 == 0) timers.Cancel(id);
                if (i % 2 == 0 && timers.TryPopDue(long.MaxValue, out _)) popped++;
            }
            while (timers.TryPopDue(long.MaxValue, out _)) popped++;
            return popped;
        });
    }

    [Fact]
    public void Rows_of_a_plain_file_allocate_nothing()
    {
        var row = "1381219200135000000,AIG,Q,48.80,100,48.90,200,,\n";
        var path = _folder.Write("ticks.csv",
            "ts_ns,symbol,kind,bid_px,bid_sz,ask_px,ask_sz,last_px,last_sz\n"
            + string.Concat(Enumerable.Repeat(row, 200_000)));
        using var source = new CsvSource(new CsvSourceOptions { Path = path, BlockBytes = 65_536 },
            InstrumentCatalog.Default, new TotalsWriter());
        AssertNoAllocation(count => RunFor(source, count / 20));
        Assert.False(source.IsEnded);
    }

    [Fact]
    public void Simulated_rows_allocate_nothing()
    {
        var options = new SimulatedSourceOptions { DurationNs = 36_000_000_000_000 };
        using var source = new SimulatedSource(options, InstrumentCatalog.Default, new TotalsWriter());
        AssertNoAllocation(count => RunFor(source, count / 4));
    }

    private static int RunFor(IMarketDataSource source, int rows)
    {
        var written = 0;
        while (written < rows) written += source.RunOnce();
        return written;
    }

    // The runtime may allocate on this thread while it recompiles a hot loop; the code under test would in each round.
    private static void AssertNoAllocation(Func<int, int> run)
    {
        Assert.True(run(Million / 10) > 0);
        var fewest = long.MaxValue;
        for (var round = 0; round < 3 && fewest != 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = run(Million);
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.True(result > 0);
        }
        Assert.Equal(0, fewest);
    }
}
