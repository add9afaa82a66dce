using System.Globalization;
using Engine.Core.Config;
using Engine.Core.Events;

namespace Engine.Core.Risk;

/// <summary>
/// The limits as configured. In paper and live every limit must be given; a backtest takes <see cref="DemoDefaults"/>
/// for those that are not. 0 means zero, never unlimited.
/// </summary>
public sealed class RiskLimits
{
    /// <summary>
    /// Exponent of configured quantities; they are rounded down to the size exponent of each instrument.
    /// </summary>
    public const int QuantityExponent = FixedPoint.ExponentMax;

    /// <summary>Stands for a limit that is not configured and need not be.</summary>
    public const long None = long.MaxValue;

    private const string MaxOrderQuantity = "maxOrderQuantity";
    private const string MaxOrderNotional = "maxOrderNotional";
    private const string MaxPosition = "maxPosition";
    private const string MaxPositionNotional = "maxPositionNotional";
    private const string PriceCollarBps = "priceCollarBps";
    private const string StaleQuoteMs = "staleQuoteMs";
    private const string OrderRatePerSecond = "orderRatePerSecond";
    private const string OrderBurst = "orderBurst";
    private const string MaxInFlight = "maxInFlight";
    private const string MaxOpenOrders = "maxOpenOrders";
    private const string ShortSelling = "shortSelling";

    private const long MoneyMax = long.MaxValue - 1;
    private const int CollarBpsMax = 1_000_000;
    private const long StaleMsMax = 604_800_000;
    private const int RateMax = 1_000_000;
    private const long NsPerMs = 1_000_000;

    // Generous, so that a demonstration trades; finite, so that a runaway strategy is still stopped.
    private static readonly (string Name, string Value)[] Defaults =
    [
        (MaxOrderQuantity, "10000"), (MaxOrderNotional, "5000000"), (MaxPosition, "50000"), (PriceCollarBps, "1000"),
        (StaleQuoteMs, "60000"), (OrderRatePerSecond, "1000"), (OrderBurst, "2000"), (MaxInFlight, "1000"),
        (MaxOpenOrders, "1000"), (ShortSelling, "true"),
    ];

    private readonly Dictionary<string, InstrumentLimits> _instruments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StrategyLimits> _strategies = new(StringComparer.Ordinal);

    private RiskLimits(ConfigSection section, EngineMode mode, EngineLimits limits)
    {
        if (mode != EngineMode.Backtest) RefuseMissing(section);

        // Room for cancels stays free whatever the orders do.
        var inFlightMax = limits.InFlightMessages - (limits.InFlightMessages / 4);
        InFlightMax = ReadInt(section, MaxInFlight, inFlightMax, mode);
        OpenOrdersMax = ReadInt(section, MaxOpenOrders, limits.OpenOrdersMax, mode);
        OrderRate = TokenBucket.PerSecond(
            ReadInt(section, OrderRatePerSecond, RateMax, mode), ReadInt(section, OrderBurst, RateMax, mode));
        Default = new InstrumentLimits
        {
            MaxOrderQuantity =
                section.GetFixed(MaxOrderQuantity, QuantityExponent, 0, MoneyMax, FallbackOf(MaxOrderQuantity, mode)),
            MaxOrderNotional = section.GetFixed(
                MaxOrderNotional, FixedPoint.MoneyExponent, 0, MoneyMax, FallbackOf(MaxOrderNotional, mode)),
            MaxPosition = section.GetFixed(MaxPosition, QuantityExponent, 0, MoneyMax, FallbackOf(MaxPosition, mode)),
            MaxPositionNotional = ReadOptionalMoney(section, MaxPositionNotional, None),
            StaleQuoteNs = section.GetLong(StaleQuoteMs, 0, StaleMsMax, FallbackNumberOf(StaleQuoteMs, mode)) * NsPerMs,
            PriceCollarBps = ReadInt(section, PriceCollarBps, CollarBpsMax, mode),
            MaxOpenOrders = OpenOrdersMax,
            IsShortSellingAllowed = section.GetBool(ShortSelling, mode == EngineMode.Backtest ? true : null),
        };
        ReadCeilings(section.Section("ceiling"));
        Ladder = SizeLadderSettings.Parse(section);
        HoldsOnUncleanStart = section.GetBool("holdOnUncleanStart", true);
        CancelsOnReducing = section.GetBool("cancelOnReducing", true);
        ReadInstruments(section.Section("instruments"), limits);
        ReadStrategies(section.Section("strategies"), limits);
    }

    /// <summary>Configuration text (keys below <c>risk.</c>) for <c>--demo</c>.</summary>
    public static string DemoDefaults { get; } = string.Concat(Defaults.Select(d => $"risk.{d.Name}={d.Value}\n"));

    public InstrumentLimits Default { get; }

    public SizeLadderSettings Ladder { get; }

    public int InFlightMax { get; }

    /// <summary>After a crash with orders at the venue nothing opens before an operator has looked.</summary>
    public bool HoldsOnUncleanStart { get; }

    /// <summary>A hold that lets only reducing orders pass cancels working ones that could increase exposure.</summary>
    public bool CancelsOnReducing { get; }

    /// <summary>Of the account.</summary>
    public int OpenOrdersMax { get; }

    /// <summary>Orders and replacements of the account; cancels are free.</summary>
    public TokenBucket OrderRate { get; }

    /// <exception cref="ConfigException">
    /// A limit is missing in paper or live, or out of range; the message names the key.
    /// </exception>
    public static RiskLimits Parse(ConfigSection section, EngineMode mode, EngineLimits limits) =>
        new(section, mode, limits);

    /// <summary>The override for a symbol, else the default.</summary>
    public InstrumentLimits ForInstrument(string symbol) => _instruments.GetValueOrDefault(symbol, Default);

    public StrategyLimits ForStrategy(string name) => _strategies.GetValueOrDefault(name, StrategyLimits.NotConfigured);

    // All at once: who has to write ten limits wants to hear of them in one go.
    private static void RefuseMissing(ConfigSection section)
    {
        var missing = new List<string>();
        foreach (var (name, _) in Defaults)
            if (!section.Has(name)) missing.Add(section.KeyOf(name));
        if (missing.Count == 0) return;
        const string Remedy = "give every limit a value (0 means zero, never unlimited)";
        throw missing.Count == 1
            ? ConfigException.Missing(missing[0], Remedy)
            : new ConfigException($"Settings {string.Join(", ", missing)} are missing: {Remedy}.");
    }

    private static string? FallbackOf(string name, EngineMode mode) =>
        mode == EngineMode.Backtest ? Array.Find(Defaults, d => d.Name == name).Value : null;

    private static long? FallbackNumberOf(string name, EngineMode mode) =>
        FallbackOf(name, mode) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    private static int ReadInt(ConfigSection section, string name, int max, EngineMode mode) =>
        (int)section.GetLong(name, 0, max, FallbackNumberOf(name, mode) is { } value ? Math.Min(value, max) : null);

    private static long ReadOptionalMoney(ConfigSection section, string name, long otherwise) =>
        section.Has(name) ? section.GetFixed(name, FixedPoint.MoneyExponent, 0, MoneyMax) : otherwise;

    private static long ReadOptionalQuantity(ConfigSection section, string name, long otherwise) =>
        section.Has(name) ? section.GetFixed(name, QuantityExponent, 0, MoneyMax) : otherwise;

    private static int ReadOptionalInt(ConfigSection section, string name, int max, int otherwise) =>
        section.Has(name) ? (int)section.GetLong(name, 0, max) : otherwise;

    // Read here so that a misspelt or impossible one is found at the start; the plan of a change holds to them.
    private static void ReadCeilings(ConfigSection ceilings)
    {
        foreach (var name in ceilings.Children)
        {
            if (name is MaxOrderQuantity or MaxOrderNotional or MaxPosition or MaxPositionNotional)
                ceilings.GetFixed(name, FixedPoint.MoneyExponent, 0, MoneyMax);
            else if (name is PriceCollarBps or StaleQuoteMs or OrderRatePerSecond or OrderBurst or MaxOpenOrders
                     or MaxInFlight)
                ceilings.GetLong(name, 0, long.MaxValue);
        }
    }

    private void ReadInstruments(ConfigSection instruments, EngineLimits limits)
    {
        foreach (var symbol in instruments.Children)
        {
            var own = instruments.Section(symbol);
            _instruments[symbol] = new InstrumentLimits
            {
                MaxOrderQuantity = ReadOptionalQuantity(own, MaxOrderQuantity, Default.MaxOrderQuantity),
                MaxOrderNotional = ReadOptionalMoney(own, MaxOrderNotional, Default.MaxOrderNotional),
                MaxPosition = ReadOptionalQuantity(own, MaxPosition, Default.MaxPosition),
                MaxPositionNotional = ReadOptionalMoney(own, MaxPositionNotional, Default.MaxPositionNotional),
                StaleQuoteNs = own.Has(StaleQuoteMs)
                    ? own.GetLong(StaleQuoteMs, 0, StaleMsMax) * NsPerMs
                    : Default.StaleQuoteNs,
                PriceCollarBps = ReadOptionalInt(own, PriceCollarBps, CollarBpsMax, Default.PriceCollarBps),
                MaxOpenOrders = ReadOptionalInt(own, MaxOpenOrders, limits.OpenOrdersMax, Default.MaxOpenOrders),
                IsShortSellingAllowed = own.Has(ShortSelling)
                    ? own.GetBool(ShortSelling)
                    : Default.IsShortSellingAllowed,
            };
        }
    }

    private void ReadStrategies(ConfigSection strategies, EngineLimits limits)
    {
        foreach (var name in strategies.Children)
        {
            var own = strategies.Section(name);
            _strategies[name] = new StrategyLimits
            {
                MaxOrderQuantity = ReadOptionalQuantity(own, MaxOrderQuantity, None),
                MaxOrderNotional = ReadOptionalMoney(own, MaxOrderNotional, None),
                MaxPosition = ReadOptionalQuantity(own, MaxPosition, None),
                MaxOpenOrders = ReadOptionalInt(own, MaxOpenOrders, limits.OpenOrdersMax, int.MaxValue),
            };
        }
    }
}
