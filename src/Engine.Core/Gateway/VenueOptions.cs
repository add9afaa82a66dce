using System.Text;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Gateway;

/// <summary>
/// How the simulated venue behaves: the configuration section <c>venue</c>. Rates are parts per million, so that the
/// model needs integers only. Two models with equal options and equal records say the same.
/// </summary>
public sealed record VenueOptions
{
    /// <summary>Stands for "no bound" in <see cref="FillPerQuoteMax"/>.</summary>
    public const long Unlimited = long.MaxValue;

    private const long LatencyNsMax = 3_600_000_000_000;
    private const int PpmPerPercentExponent = 4;
    private const int PpmPerBasisPointExponent = 2;
    private const int VenueIdCharactersMax = 12;
    private const int ArrivalsFloor = 64; // Intents may arrive in bursts however few the gateway may hold.

    /// <summary>Prefix of execution ids: <c>venueId-n</c>.</summary>
    public string VenueId { get; init; } = "SIM";

    public long Seed { get; init; } = 1;

    /// <summary>From the time of an intent until it takes effect at the venue.</summary>
    public long LatencyNs { get; init; } = 100_000_000;

    /// <summary>
    /// Each intent gets a seeded extra of 0 up to this; intents never overtake each other on the way.
    /// </summary>
    public long LatencyJitterNs { get; init; }

    /// <summary>From the moment something happens at the venue until the engine may know.</summary>
    public long ReportLatencyNs { get; init; }

    /// <summary>Money per whole share, contract or coin; exponent 8.</summary>
    public long CommissionPerShare { get; init; } = 500_000;

    /// <summary>Against the trader, market orders only.</summary>
    public int SlippagePpm { get; init; } = 500;

    /// <summary>Share of traded volume that one order may take from prints.</summary>
    public int VolumeCapPpm { get; init; } = 25_000;

    /// <summary>How often a fill takes only a seeded part of what it could.</summary>
    public int PartialFillPpm { get; init; }

    public int RejectPpm { get; init; }

    /// <summary>
    /// Whole units that one quote without sizes offers; <see cref="Unlimited"/> if it offers everything.
    /// </summary>
    public long FillPerQuoteMax { get; init; } = Unlimited;

    /// <summary>Orders that may work at the venue at once; the next one is rejected.</summary>
    public int OpenOrdersMax { get; init; } = 10_000;

    /// <summary>Orders remembered for duplicates and status questions; a power of two.</summary>
    public int OrdersRetained { get; init; } = 65_536;

    /// <summary>Intents on their way to the venue.</summary>
    public int ArrivalsMax { get; init; } = 8_192;

    /// <summary>Responses produced and not yet journaled; a power of two.</summary>
    public int ResponsesMax { get; init; } = 131_072;

    /// <summary>Executions remembered for queries; a power of two.</summary>
    public int ExecutionsRetained { get; init; } = 65_536;

    /// <summary>Sessions remembered over all calendars; the oldest goes first.</summary>
    public int SessionsRetained { get; init; } = 16_384;

    public int InstrumentsMax { get; init; } = 4_096;

    /// <summary>The soonest that an intent can be answered.</summary>
    public long MinimumLatencyNs => LatencyNs + ReportLatencyNs;

    /// <param name="section">The section <c>venue</c>.</param>
    /// <exception cref="ConfigException">A value cannot be used; the message names key, value and remedy.</exception>
    public static VenueOptions FromConfig(ConfigSection section, EngineLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var defaults = new VenueOptions();
        var options = defaults with
        {
            VenueId = section.GetText("id", defaults.VenueId),
            Seed = section.GetLong("seed", 0, long.MaxValue, defaults.Seed),
            LatencyNs = section.GetDurationNs("latency", 0, LatencyNsMax, "100ms"),
            LatencyJitterNs = section.GetDurationNs("latencyJitter", 0, LatencyNsMax, "0"),
            ReportLatencyNs = section.GetDurationNs("reportLatency", 0, LatencyNsMax, "0"),
            CommissionPerShare = section.GetFixed("commissionPerShare", FixedPoint.MoneyExponent, 0,
                1_000_000 * FixedPoint.MoneyOne, "0.005"),
            SlippagePpm = (int)section.GetFixed("slippageBps", PpmPerBasisPointExponent, 0, 1_000_000, "5"),
            VolumeCapPpm = (int)section.GetFixed("volumeCapPercent", PpmPerPercentExponent, 0, 1_000_000, "2.5"),
            PartialFillPpm = (int)section.GetLong("partialFillPpm", 0, 1_000_000, 0),
            RejectPpm = (int)section.GetLong("rejectPpm", 0, 1_000_000, 0),
            FillPerQuoteMax = ReadFillPerQuoteMax(section),
            OpenOrdersMax = (int)section.GetLong("openOrdersMax", 1, limits.OrdersRetained, limits.OpenOrdersMax),
            OrdersRetained = limits.OrdersRetained,
            ArrivalsMax = Math.Max(ArrivalsFloor, 2 * limits.InFlightMessages),
            ResponsesMax = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)limits.VenueResponsesMax),
            ExecutionsRetained =
                (int)section.GetLong("executionsRetained", 64, 16_777_216, defaults.ExecutionsRetained),
            InstrumentsMax = limits.InstrumentsMax,
        };
        if (!options.HasRoomForEnds)
        {
            throw ConfigException.Invalid(
                EngineLimits.KeyOf(nameof(EngineLimits.VenueResponsesMax)),
                limits.VenueResponsesMax.ToString(System.Globalization.CultureInfo.InvariantCulture),
                $"set it above {(long)options.OpenOrdersMax + options.ArrivalsMax}, which is "
                    + $"{section.KeyOf("openOrdersMax")} ({options.OpenOrdersMax}) and room for "
                    + $"{options.ArrivalsMax} intents on their way, or lower {section.KeyOf("openOrdersMax")} or "
                    + EngineLimits.KeyOf(nameof(EngineLimits.InFlightMessages)));
        }
        options.Validate(section);
        return options;
    }

    /// <summary>
    /// One line per option that decides what the venue says; written into the log of a venue process.
    /// </summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append("id=").Append(VenueId).Append(";seed=").Append(Seed).Append(";latencyNs=").Append(LatencyNs)
            .Append(";jitterNs=").Append(LatencyJitterNs).Append(";reportNs=").Append(ReportLatencyNs)
            .Append(";commission=").Append(CommissionPerShare).Append(";slippagePpm=").Append(SlippagePpm)
            .Append(";capPpm=").Append(VolumeCapPpm).Append(";partialPpm=").Append(PartialFillPpm)
            .Append(";rejectPpm=").Append(RejectPpm).Append(";fillPerQuote=").Append(FillPerQuoteMax)
            .Append(";open=").Append(OpenOrdersMax).Append(";orders=").Append(OrdersRetained)
            .Append(";arrivals=").Append(ArrivalsMax).Append(";responses=").Append(ResponsesMax)
            .Append(";executions=").Append(ExecutionsRetained).Append(";sessions=").Append(SessionsRetained)
            .Append(";instruments=").Append(InstrumentsMax);
        return text.ToString();
    }

    /// <summary>Digest of <see cref="ToText"/>: a venue log made under other options is refused.</summary>
    public ulong ToDigest() => StateDigest.OfEntity(1, 0, Encoding.ASCII.GetBytes(ToText()));

    /// <exception cref="ArgumentException">A value that no model can work with.</exception>
    public void Validate()
    {
        if (VenueId.Length is 0 or > VenueIdCharactersMax || VenueId.Any(c => !char.IsAsciiLetterOrDigit(c)))
            throw new ArgumentException(
                $"Venue id '{VenueId}' must be 1-{VenueIdCharactersMax} ASCII letters or digits.");
        ArgumentOutOfRangeException.ThrowIfNegative(LatencyNs);
        ArgumentOutOfRangeException.ThrowIfNegative(LatencyJitterNs);
        ArgumentOutOfRangeException.ThrowIfNegative(ReportLatencyNs);
        ArgumentOutOfRangeException.ThrowIfNegative(CommissionPerShare);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(FillPerQuoteMax);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(InstrumentsMax);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(OpenOrdersMax);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ArrivalsMax);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(SessionsRetained);
        foreach (var ppm in new[] { SlippagePpm, VolumeCapPpm, PartialFillPpm, RejectPpm })
            if (ppm is < 0 or > 1_000_000) throw new ArgumentException($"A rate of {ppm} ppm is outside 0-1000000.");
        foreach (var capacity in new[] { OrdersRetained, ResponsesMax, ExecutionsRetained })
            if (!int.IsPow2(capacity)) throw new ArgumentException($"A capacity of {capacity} is not a power of two.");
        if (OpenOrdersMax > OrdersRetained)
            throw new ArgumentException($"{OpenOrdersMax} open orders do not fit {OrdersRetained} retained ones.");

        if (!HasRoomForEnds)
        {
            throw new ArgumentException(
                $"{OpenOrdersMax} open orders and {ArrivalsMax} arrivals need more than {ResponsesMax} responses.");
        }
    }

    // Every working order and every intent on its way keeps one response in reserve for its end.
    private bool HasRoomForEnds => (long)OpenOrdersMax + ArrivalsMax < ResponsesMax;

    private void Validate(ConfigSection section)
    {
        try
        {
            Validate();
        }
        catch (ArgumentException e)
        {
            throw ConfigException.Invalid(section.KeyOf("*"), ToText(), e.Message);
        }
    }

    private static long ReadFillPerQuoteMax(ConfigSection section)
    {
        const string name = "fillPerQuoteMax";
        return section.GetText(name, "unlimited") == "unlimited" ? Unlimited : section.GetLong(name, 1, 1_000_000_000);
    }
}
