using System.Globalization;
using Engine.Core.Config;
using Engine.Core.Events;
using static Engine.Core.Risk.RiskSettings;

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

    private const long NsPerMs = 1_000_000;

    private readonly Dictionary<string, InstrumentLimits> _instruments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StrategyLimits> _strategies = new(StringComparer.Ordinal);
    private readonly HashSet<string> _restricted = new(StringComparer.Ordinal);

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
            MaxOrderNotional = ReadMoney(section, MaxOrderNotional, mode),
            MaxPosition = section.GetFixed(MaxPosition, QuantityExponent, 0, MoneyMax, FallbackOf(MaxPosition, mode)),
            MaxPositionNotional = ReadOptionalMoney(section, MaxPositionNotional, None),
            StaleQuoteNs = ReadTimeNs(section, StaleQuoteMs, mode),
            PriceCollarBps = ReadInt(section, PriceCollarBps, BpsMax, mode),
            MaxOpenOrders = OpenOrdersMax,
            IsShortSellingAllowed = section.GetBool(ShortSelling, mode == EngineMode.Backtest ? true : null),
        };
        Account = ReadAccount(section, mode);
        foreach (var symbol in section.GetList(Restricted, "")) _restricted.Add(symbol);
        RiskSettings.ReadCeilings(section.Section("ceiling"));
        Ladder = SizeLadderSettings.Parse(section);
        HoldsOnUncleanStart = section.GetBool("holdOnUncleanStart", true);
        CancelsOnReducing = section.GetBool("cancelOnReducing", true);
        ReadInstruments(section.Section("instruments"), limits);
        ReadStrategies(section.Section("strategies"), limits);
    }

    /// <summary>Configuration text (keys below <c>risk.</c>) for <c>--demo</c>.</summary>
    public static string DemoDefaults { get; } = string.Concat(Defaults.Select(d => $"risk.{d.Name}={d.Value}\n"));

    public InstrumentLimits Default { get; }

    public AccountLimits Account { get; }
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
    public InstrumentLimits ForInstrument(string symbol)
    {
        var limits = _instruments.GetValueOrDefault(symbol, Default);
        return _restricted.Contains(symbol) ? limits with { IsRestricted = true } : limits;
    }

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
        mode == EngineMode.Backtest ? DefaultOf(name) : null;

    private static long? FallbackNumberOf(string name, EngineMode mode) =>
        FallbackOf(name, mode) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    private static int ReadInt(ConfigSection section, string name, int max, EngineMode mode, int min = 0) =>
        (int)section.GetLong(name, min, max, FallbackNumberOf(name, mode) is { } value ? Math.Min(value, max) : null);

    private static long ReadOptionalMoney(ConfigSection section, string name, long otherwise) =>
        section.Has(name) ? section.GetFixed(name, FixedPoint.MoneyExponent, 0, MoneyMax) : otherwise;

    private static long ReadOptionalQuantity(ConfigSection section, string name, long otherwise) =>
        section.Has(name) ? section.GetFixed(name, QuantityExponent, 0, MoneyMax) : otherwise;

    private static int ReadOptionalInt(ConfigSection section, string name, int max, int otherwise) =>
        section.Has(name) ? (int)section.GetLong(name, 0, max) : otherwise;

    private static AccountLimits ReadAccount(ConfigSection section, EngineMode mode)
    {
        // A connection that lets nothing leave, not even a cancel, is no limit but a fault.
        var messages = TokenBucket.PerSecond(
            ReadInt(section, MessagesPerSecond, RateMax, mode, min: 1),
            ReadInt(section, MessageBurst, RateMax, mode, min: 1));
        return new AccountLimits
        {
            MaxGrossExposure = ReadMoney(section, MaxGrossExposure, mode),
            MaxNetExposure = ReadMoney(section, MaxNetExposure, mode),
            MaxConcentrationBps = ReadInt(section, MaxConcentrationBps, ConcentrationBpsMax, mode),
            MaxOpenPositions = ReadInt(section, MaxOpenPositions, PositionsMax, mode),
            MarginRateBps = ReadInt(section, MarginRateBps, BpsMax, mode, min: 1),
            MaxOrdersPerMinute = ReadInt(section, MaxOrdersPerMinute, OrdersMax, mode),
            MaxOrdersPerDay = ReadInt(section, MaxOrdersPerDay, OrdersMax, mode),
            MaxNotionalPerMinute = ReadMoney(section, MaxNotionalPerMinute, mode),
            MaxNotionalPerDay = ReadMoney(section, MaxNotionalPerDay, mode),
            RepeatWindowNs = ReadTimeNs(section, RepeatWindowMs, mode),
            MaxIdenticalRejects = ReadInt(section, MaxIdenticalRejects, OrdersMax, mode, min: 1),
            RejectWindowNs = ReadTimeNs(section, RejectWindowMs, mode),
            RejectProbeNs = ReadTimeNs(section, RejectProbeMs, mode),
            Messages = messages,
            RoundsPassively = ReadRounding(section, mode),
            IsSelfCrossAllowed = section.GetBool(RiskSettings.SelfCross, mode == EngineMode.Backtest ? false : null),
        };
    }

    private static bool ReadRounding(ConfigSection section, EngineMode mode)
    {
        var text = section.GetText(Rounding, FallbackOf(Rounding, mode));
        return text switch
        {
            "passive" => true,
            "deny" => false,
            _ => throw ConfigException.Invalid(section.KeyOf(Rounding), text, "give passive or deny"),
        };
    }

    private static long ReadMoney(ConfigSection section, string name, EngineMode mode) =>
        section.GetFixed(name, FixedPoint.MoneyExponent, 0, MoneyMax, FallbackOf(name, mode));

    private static long ReadTimeNs(ConfigSection section, string name, EngineMode mode) =>
        section.GetLong(name, 0, TimeMsMax, FallbackNumberOf(name, mode)) * NsPerMs;

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
                    ? own.GetLong(StaleQuoteMs, 0, TimeMsMax) * NsPerMs
                    : Default.StaleQuoteNs,
                PriceCollarBps = ReadOptionalInt(own, PriceCollarBps, BpsMax, Default.PriceCollarBps),
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
                MaxCapital = ReadOptionalMoney(own, MaxCapital, None),
                MaxOpenOrders = ReadOptionalInt(own, MaxOpenOrders, limits.OpenOrdersMax, int.MaxValue),
            };
        }
    }
}
