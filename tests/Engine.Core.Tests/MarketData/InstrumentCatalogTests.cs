using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.MarketData;
using Xunit;

namespace Engine.Core.Tests.MarketData;

public sealed class InstrumentCatalogTests
{
    [Fact]
    public void Without_settings_a_symbol_is_a_dollar_equity_with_a_cent_tick()
    {
        var definition = InstrumentCatalog.Default.Define("AIG");
        Assert.Equal("AIG", definition.Symbol.ToString());
        Assert.Equal((InstrumentClass.Equity, 6, 4),
            (definition.Class, definition.PriceExponent, definition.SizeExponent));
        Assert.Equal((10_000, 10_000, FixedPoint.MoneyOne),
            (definition.TickSize, definition.LotSize, definition.Multiplier));
        Assert.Equal(("USD", 1, 0, FixedPoint.Absent),
            (definition.Currency.ToString(), definition.IsShortable, definition.CalendarId, definition.ExpiryTimeNs));
    }

    [Fact]
    public void Own_settings_go_before_default_ones_before_built_in_ones()
    {
        var catalog = Catalog("default.calendar=1", "default.currency=EUR", "BRK.B.tickSize=0.05",
            "BRK.B.shortable=false",
            "ES.class=future", "ES.multiplier=50", "ES.priceExponent=2", "ES.tickSize=0.25", "ES.currency=USD");

        var brk = catalog.Define("BRK.B");
        Assert.Equal((50_000L, (byte)0, 1, "EUR"),
            (brk.TickSize, brk.IsShortable, brk.CalendarId, brk.Currency.ToString()));
        var es = catalog.Define("ES");
        Assert.Equal((InstrumentClass.Future, 25L, 50 * FixedPoint.MoneyOne, "USD"),
            (es.Class, es.TickSize, es.Multiplier, es.Currency.ToString()));
        Assert.Equal((1, "EUR"), (catalog.Define("OTHER").CalendarId, catalog.Define("OTHER").Currency.ToString()));
        Assert.Equal(["BRK.B", "ES"], catalog.ConfiguredSymbols);
    }

    [Fact]
    public void What_is_not_an_equity_ticks_by_its_last_decimal_place() =>
        Assert.Equal(1, Catalog("EURUSD.class=forex", "EURUSD.priceExponent=5").Define("EURUSD").TickSize);

    [Theory]
    [InlineData("A.class=stock", "instruments.A.class")]
    [InlineData("A.priceExponent=10", "instruments.A.priceExponent")]
    [InlineData("A.tickSize=0", "instruments.A.tickSize")]
    [InlineData("A.tickSize=0.0000001", "instruments.A.tickSize")]
    [InlineData("A.currency=", "instruments.A.currency")]
    [InlineData("A.shortable=maybe", "instruments.A.shortable")]
    [InlineData("default.multiplier=-1", "instruments.default.multiplier")]
    public void A_setting_that_cannot_be_used_is_named(string setting, string key) =>
        Assert.Contains(key, Assert.Throws<ConfigException>(() => Catalog(setting)).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_setting_counts_as_read_and_shows_in_the_effective_text()
    {
        var config = new CanonicalConfig([new("instruments.A.lotSize", "100"), new("instruments.A.lotsize", "100")]);
        _ = new InstrumentCatalog(config);

        Assert.Equal(["instruments.A.lotsize"], config.UnreadKeys);
        Assert.Contains("instruments.A.priceExponent=6\n", config.EffectiveText(), StringComparison.Ordinal);
        Assert.Contains("instruments.default.tickSize=0.01\n", config.EffectiveText(), StringComparison.Ordinal);
    }

    private static InstrumentCatalog Catalog(params string[] settings)
    {
        var config = new CanonicalConfig();
        foreach (var setting in settings)
        {
            var separator = setting.IndexOf('=', StringComparison.Ordinal);
            config.Set("instruments." + setting[..separator], setting[(separator + 1)..]);
        }
        return new InstrumentCatalog(config);
    }
}
