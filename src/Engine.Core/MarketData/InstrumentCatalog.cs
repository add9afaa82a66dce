using Engine.Core.Config;
using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>
/// The configured definition of every symbol a source may bring: <c>instruments.SYMBOL.*</c> over
/// <c>instruments.default.*</c> over the built-in defaults (an equity in USD, tick 0.01). Reads the configuration in
/// the constructor
/// only, so that its effective text is complete before the start and sources on other threads may ask.
/// </summary>
public sealed class InstrumentCatalog
{
    private const string Prefix = "instruments.";
    private const string DefaultName = "default";

    private static readonly (string Name, InstrumentClass Class)[] Classes =
    [
        ("equity", InstrumentClass.Equity), ("forex", InstrumentClass.Forex), ("future", InstrumentClass.Future),
        ("option", InstrumentClass.Option), ("crypto", InstrumentClass.Crypto), ("cfd", InstrumentClass.Cfd),
    ];

    private readonly InstrumentPayload _default;
    private readonly Dictionary<string, InstrumentPayload> _bySymbol = new(StringComparer.Ordinal);

    /// <exception cref="ConfigException">A setting cannot be used.</exception>
    public InstrumentCatalog(CanonicalConfig config)
    {
        _default = Read(config.Section(Prefix + DefaultName), null);
        foreach (var symbol in SymbolsOf(config))
        {
            if (symbol.Length > AsciiText24.SizeInBytes)
                throw ConfigException.Invalid(Prefix + symbol, "",
                    $"use a symbol of at most {AsciiText24.SizeInBytes} characters");
            _bySymbol.Add(symbol, Read(config.Section(Prefix + symbol), config.Section(Prefix + DefaultName)));
        }
    }

    /// <summary>Every definition is the built-in default.</summary>
    public static InstrumentCatalog Default { get; } = new(new CanonicalConfig());

    /// <summary>Symbols with settings of their own, in ordinal order.</summary>
    public IReadOnlyCollection<string> ConfiguredSymbols => [.. _bySymbol.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The definition of a symbol, without local id and row.</summary>
    /// <exception cref="ArgumentException">The symbol is empty, too long or not printable ASCII.</exception>
    public InstrumentPayload Define(string symbol)
    {
        ArgumentException.ThrowIfNullOrEmpty(symbol);
        var definition = _bySymbol.GetValueOrDefault(symbol, _default);
        definition.Symbol = AsciiText24.From(symbol);
        return definition;
    }

    // A symbol may contain dots (BRK.B): it is everything between the prefix and the last dot.
    private static SortedSet<string> SymbolsOf(CanonicalConfig config)
    {
        var symbols = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var key in config.Keys)
        {
            if (!key.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            var end = key.LastIndexOf('.');
            if (end > Prefix.Length && key[Prefix.Length..end] != DefaultName) symbols.Add(key[Prefix.Length..end]);
        }
        return symbols;
    }

    private static InstrumentPayload Read(ConfigSection own, ConfigSection? defaults)
    {
        // A setting that neither section has takes the built-in text; the own key is what an error names.
        string Fallback(string name, string builtIn) =>
            defaults is { } section && section.Has(name) ? section.GetText(name) : builtIn;
        long Whole(string name, long max, string builtIn) =>
            own.GetFixed(name, 0, 0, max, Fallback(name, builtIn));

        var instrumentClass = ClassOf(own.KeyOf("class"), own.GetText("class", Fallback("class", "equity")));
        var priceExponent = (int)Whole("priceExponent", FixedPoint.ExponentMax, "6");
        var sizeExponent = (int)Whole("sizeExponent", FixedPoint.ExponentMax, "4");
        var isCentTick = instrumentClass == InstrumentClass.Equity && priceExponent >= 2;
        var tick = isCentTick ? "0.01" : FixedPoint.Format(1, priceExponent);
        return new InstrumentPayload
        {
            Class = instrumentClass,
            PriceExponent = (byte)priceExponent,
            SizeExponent = (byte)sizeExponent,
            TickSize = own.GetFixed("tickSize", priceExponent, 1, long.MaxValue, Fallback("tickSize", tick)),
            LotSize = own.GetFixed("lotSize", sizeExponent, 1, long.MaxValue, Fallback("lotSize", "1")),
            Multiplier = own.GetFixed(
                "multiplier", FixedPoint.MoneyExponent, 1, long.MaxValue, Fallback("multiplier", "1")),
            Currency = CurrencyOf(own.KeyOf("currency"), own.GetText("currency", Fallback("currency", "USD"))),
            IsShortable = own.GetBool("shortable", Fallback("shortable", "true") == "true") ? (byte)1 : (byte)0,
            CalendarId = (int)Whole("calendar", int.MaxValue, "0"),
            ExpiryTimeNs = FixedPoint.Absent,
        };
    }

    private static InstrumentClass ClassOf(string key, string name)
    {
        foreach (var entry in Classes)
            if (entry.Name == name) return entry.Class;
        var names = string.Join(", ", Classes.Select(entry => entry.Name));
        throw ConfigException.Invalid(key, name, $"give one of {names}");
    }

    private static AsciiText8 CurrencyOf(string key, string text)
    {
        if (text.Length is > 0 and <= AsciiText8.SizeInBytes) return AsciiText8.From(text);
        throw ConfigException.Invalid(key, text,
            $"give a currency code of at most {AsciiText8.SizeInBytes} characters");
    }
}
