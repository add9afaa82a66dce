using System.Runtime.InteropServices;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.MarketData;
using Xunit;

namespace Engine.Core.Tests.MarketData;

public sealed class SimulatedSourceTests
{
    private const long Second = 1_000_000_000;

    private static readonly SimulatedSourceOptions Options = new() { DurationNs = 600 * Second };

    [Fact]
    public void Equal_options_give_equal_rows_and_another_seed_gives_others()
    {
        var options = Options with { DurationNs = 60 * Second };
        Assert.Equal(Bytes(Run(options)), Bytes(Run(options)));
        Assert.NotEqual(Bytes(Run(options)), Bytes(Run(options with { Seed = 2 })));
    }

    [Fact]
    public void The_first_rows_of_the_seed_are_these()
    {
        var rows = Run(Options).Where(r => r.Kind is EventKind.Quote or EventKind.Trade).Take(5_000).ToArray();
        var digest = System.Security.Cryptography.SHA256.HashData(Bytes([.. rows]));
        Assert.Equal("b3f577caba8d1a75", Convert.ToHexStringLower(digest)[..16]);
    }

    [Fact]
    public void The_market_has_everything_that_a_real_one_has()
    {
        var records = Run(Options);
        var quotes = records.Where(r => r.Kind == EventKind.Quote).ToArray();
        var trades = records.Where(r => r.Kind == EventKind.Trade).ToArray();

        Assert.Equal(4, records.Count(r => r.Kind == EventKind.InstrumentDefined));
        Assert.InRange(quotes.Length + trades.Length, 250_000, 450_000);
        Assert.InRange(trades.Length, quotes.Length / 4, quotes.Length);
        Assert.Contains(quotes, q => q.Quote.BidPrice == FixedPoint.Absent && q.Quote.AskPrice != FixedPoint.Absent);
        Assert.Contains(quotes, q => q.Quote.AskPrice == FixedPoint.Absent && q.Quote.BidPrice != FixedPoint.Absent);
        Assert.Contains(quotes, q => q.Quote.BidPrice == q.Quote.AskPrice);
        Assert.Contains(quotes, q => q.Quote.AskPrice != FixedPoint.Absent && q.Quote.BidPrice > q.Quote.AskPrice);
        Assert.All(trades, t => Assert.True(t.Trade.Price > 0 && t.Trade.Size > 0 && t.Trade.Price % 10_000 == 0));
        Assert.Equal(records.Select(r => r.TimestampNs).Order(), records.Select(r => r.TimestampNs));
        Assert.True(records.Max(r => r.TimestampNs) < Options.StartTimeNs + Options.DurationNs);
    }

    [Fact]
    public void Prices_swing_around_their_mean_and_the_mean_moves()
    {
        var mids = Run(Options)
            .Where(r => r.Kind == EventKind.Quote && r.InstrumentId == 0 && r.Quote.BidPrice != FixedPoint.Absent)
            .Select(r => r.Quote.BidPrice).ToArray();
        long Mean(int from, int count) => mids.Skip(from).Take(count).Sum() / count;

        var crossings = 0;
        for (var i = 200; i < mids.Length; i++)
        {
            var mean = i % 100 == 0 ? Mean(i - 200, 200) : 0;
            if (mean != 0 && Math.Abs(mids[i] - mean) > 50_000) crossings++;
        }
        Assert.True(crossings > mids.Length / 1_000, $"{crossings} of {mids.Length}");
        Assert.True(Math.Abs(Mean(0, 1_000) - Mean(mids.Length - 1_000, 1_000)) > 20_000);
    }

    [Fact]
    public void Sessions_open_with_quotes_and_close_with_every_quote_withdrawn()
    {
        var options = Options with { DurationNs = 25 * Second, SessionNs = 5 * Second, BreakNs = 5 * Second };
        var rows = Run(options).Where(r => r.Kind is EventKind.Quote or EventKind.Trade).ToArray();
        var sessions = options.Sessions(3).ToArray();

        Assert.Equal(3, sessions.Length);
        foreach (var session in sessions)
        {
            var opening = rows.Where(r => r.TimestampNs == session.OpenTimeNs).ToArray();
            Assert.Equal([0, 1, 2, 3], opening.Select(r => r.InstrumentId));
            var closing = rows.Where(r => r.TimestampNs == session.CloseTimeNs).ToArray();
            Assert.Equal(session.Equals(sessions[^1]) ? 0 : 4, closing.Length);
            Assert.All(closing, r => Assert.Equal(FixedPoint.Absent, r.Quote.BidPrice));
        }
        Assert.All(rows, r => Assert.Contains(sessions, s => s.OpenTimeNs <= r.TimestampNs
            && r.TimestampNs <= s.CloseTimeNs));
    }

    [Fact]
    public void Configuration_names_symbols_prices_and_rates()
    {
        var config = new CanonicalConfig([
            new("sim.symbols", "ALFA,X.Y"), new("sim.X.Y.startPrice", "12.5"), new("sim.seed", "9"),
            new("sim.duration", "2s"), new("sim.rate", "100"),
        ]);
        var options = SimulatedSourceOptions.Read(config.Section("sim"));

        Assert.Equal(["ALFA", "X.Y"], options.Instruments.Select(i => i.Symbol));
        Assert.Equal((9, 2 * Second, 100), (options.Seed, options.DurationNs, options.RowsPerSecond));
        Assert.Equal(12_500_000,
            Run(options).First(r => r.Kind == EventKind.Quote && r.InstrumentId == 1).Quote.BidPrice, 100_000d);
        Assert.Empty(config.UnreadKeys);
    }

    private static List<EngineEvent> Run(SimulatedSourceOptions options)
    {
        var writer = new ListWriter();
        using var source = new SimulatedSource(options, InstrumentCatalog.Default, writer);
        while (!source.IsEnded) source.RunOnce();
        return writer.Records;
    }

    private static byte[] Bytes(List<EngineEvent> records) =>
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(records)).ToArray();
}
