using System.Globalization;
using Engine.Core.Config;
using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>What a <see cref="SimulatedSource"/> makes up. Equal options give equal rows.</summary>
public sealed record SimulatedSourceOptions
{
    private const long Second = 1_000_000_000;
    private const long Day = 86_400 * Second;
    private const string DefaultVolatility = "400";

    private static readonly string[] DefaultStartPrices = ["100", "48.50", "181.25", "27.10"];

    public long Seed { get; init; } = 1;

    public IReadOnlyList<SimulatedInstrument> Instruments { get; init; } =
    [
        new("ALFA", "100", 400), new("BRAVO", "48.50", 250),
        new("CHARLIE", "181.25", 700), new("DELTA", "27.10", 150),
    ];

    /// <summary>Open of the first session; 2026-01-05T14:30:00Z.</summary>
    public long StartTimeNs { get; init; } = 1_767_623_400 * Second;

    /// <summary>Event time from the first open to the end, breaks between sessions included.</summary>
    public long DurationNs { get; init; } = 1_800 * Second;

    /// <summary>Rows of event time per second, all instruments together, outside of bursts.</summary>
    public long RowsPerSecond { get; init; } = 500;

    /// <summary>Length of a session; 0 makes one session of the whole duration.</summary>
    public long SessionNs { get; init; }

    /// <summary>From a close to the next open.</summary>
    public long BreakNs { get; init; } = 63_000 * Second;

    /// <param name="section">Keys seed, symbols, start, duration, rate, session, break, and per symbol startPrice and
    /// volatility (thousandths of a tick).</param>
    /// <exception cref="ConfigException">A setting cannot be used.</exception>
    public static SimulatedSourceOptions Read(ConfigSection section)
    {
        var builtIn = new SimulatedSourceOptions();
        var symbols = section.GetList("symbols", string.Join(',', builtIn.Instruments.Select(i => i.Symbol)));
        if (symbols.Count == 0 || symbols.Distinct(StringComparer.Ordinal).Count() != symbols.Count)
            throw ConfigException.Invalid(section.KeyOf("symbols"), string.Join(',', symbols),
                "give different names separated by commas");

        var instruments = new List<SimulatedInstrument>();
        foreach (var symbol in symbols)
        {
            var own = section.Section(symbol);
            var known = builtIn.Instruments.FirstOrDefault(instrument => instrument.Symbol == symbol);
            var price = own.GetText("startPrice",
                known?.StartPrice ?? DefaultStartPrices[instruments.Count % DefaultStartPrices.Length]);
            var volatility = known?.VolatilityMilliTicks.ToString(CultureInfo.InvariantCulture) ?? DefaultVolatility;
            instruments.Add(new SimulatedInstrument(symbol, price,
                own.GetFixed("volatility", 0, 0, 1_000_000, volatility)));
        }
        return new SimulatedSourceOptions
        {
            Instruments = instruments,
            Seed = section.GetLong("seed", long.MinValue, long.MaxValue, builtIn.Seed),
            StartTimeNs = section.GetLong("start", 0, ExactRowReader.TimeNsMax / 2, builtIn.StartTimeNs),
            DurationNs = section.GetDurationNs("duration", 1, 3_650 * Day, DurationText.Format(builtIn.DurationNs)),
            RowsPerSecond = section.GetLong("rate", 1, 10_000_000, builtIn.RowsPerSecond),
            SessionNs = section.GetDurationNs("session", 0, 3_650 * Day, DurationText.Format(builtIn.SessionNs)),
            BreakNs = section.GetDurationNs("break", 0, 3_650 * Day, DurationText.Format(builtIn.BreakNs)),
        };
    }

    /// <summary>The sessions as payloads of CalendarDay inputs. The date is the UTC date of the open.</summary>
    public IEnumerable<CalendarDayPayload> Sessions(int calendarId)
    {
        var end = StartTimeNs + DurationNs;
        var length = SessionNs == 0 ? DurationNs : SessionNs;
        for (var open = StartTimeNs; open < end; open += length + BreakNs)
        {
            var date = DateTime.UnixEpoch.AddSeconds(open / Second);
            yield return new CalendarDayPayload
            {
                CalendarId = calendarId,
                Date = (date.Year * 10_000) + (date.Month * 100) + date.Day,
                OpenTimeNs = open,
                CloseTimeNs = open + length,
            };
        }
    }

    internal string ToText() => string.Create(CultureInfo.InvariantCulture,
        $"simulated 1;seed {Seed};start {StartTimeNs};duration {DurationNs};rate {RowsPerSecond};")
        + string.Create(CultureInfo.InvariantCulture, $"session {SessionNs};break {BreakNs};")
        + string.Join(';', Instruments.Select(i => string.Create(CultureInfo.InvariantCulture,
            $"{i.Symbol} {i.StartPrice} {i.VolatilityMilliTicks}")));

    internal void Validate()
    {
        if (Instruments.Count == 0) throw new ArgumentException("Give at least one instrument.");
        ArgumentOutOfRangeException.ThrowIfNegative(StartTimeNs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(DurationNs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(RowsPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegative(SessionNs);
        ArgumentOutOfRangeException.ThrowIfNegative(BreakNs);
    }
}
