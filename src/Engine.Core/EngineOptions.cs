using System.Globalization;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Metrics;
using Engine.Core.Pipeline;
using Engine.Core.Time;

namespace Engine.Core;

/// <summary>
/// What the edges of one engine need to know. What the deterministic core needs is not here but in the canonical
/// configuration, because it is journaled.
/// </summary>
public sealed record EngineOptions
{
    public const long StopDeadlineNsMax = 3_600_000_000_000;
    public const long WarmUpNsMax = 60_000_000_000;

    public required EngineMode Mode { get; init; }

    /// <summary>The broker account this engine trades; at most 32 ASCII characters.</summary>
    public required string Account { get; init; }

    /// <summary>Up to 4 characters that begin every order reference.</summary>
    public required string EngineId { get; init; }

    public required string JournalDirectory { get; init; }

    public required Durability Durability { get; init; }

    /// <summary>What happens to working orders when the engine is told to stop.</summary>
    public required StopMode StopMode { get; init; }

    /// <summary>A signal may park working orders although the engine holds stops or targets.</summary>
    public required bool StopAcceptsHeldProtection { get; init; }

    public required long StopDeadlineNs { get; init; }

    /// <summary>How many times faster than real time data is replayed; 0 = as fast as possible.</summary>
    public required long Pace { get; init; }

    public required IReadOnlyList<string> DataFiles { get; init; }

    public required bool SkipBadRows { get; init; }

    /// <summary>Each file is read this many times, a day later each time.</summary>
    public required int DataRepeat { get; init; }

    /// <summary>Length of the bars in bar files; 0 = inferred.</summary>
    public required long BarIntervalNs { get; init; }

    /// <summary>
    /// Stages to threads, such as <c>source|logic+journal|follower</c>; empty = chosen from the machine.
    /// </summary>
    public required string ThreadLayout { get; init; }

    /// <summary>Spin without parking; only with a core for every thread.</summary>
    public required bool BusySpin { get; init; }

    /// <summary>No page of the process is ever written out.</summary>
    public required bool LockMemory { get; init; }

    /// <summary>Of the threads between a tick and its order, above all ordinary ones; 0 = not.</summary>
    public required int RealtimePriority { get; init; }

    public required bool HashChain { get; init; }

    /// <summary>How much of the journal is kept.</summary>
    public required RetentionOptions Retention { get; init; }

    /// <summary>Records between two snapshots of a running engine; 0 = only at the end.</summary>
    public required long SnapshotIntervalRecords { get; init; }

    public required int SnapshotsRetained { get; init; }

    /// <summary>
    /// Address of a venue in its own process (<c>unix:/path</c> or <c>tcp:host:port</c>); empty = in this process.
    /// </summary>
    public required string VenueAddress { get; init; }

    /// <summary>Sessions file of calendar 1; empty = none.</summary>
    public required string CalendarFile { get; init; }

    /// <summary>Calendar 1 follows the rules of the New York exchanges instead of a file.</summary>
    public required bool UsesCalendarRules { get; init; }

    /// <summary>Times in which the broker is not to be traded with.</summary>
    public required MaintenanceSchedule Maintenance { get; init; }

    /// <summary>Zone of <see cref="DayRollAt"/>.</summary>
    public required TimeZoneInfo DayZone { get; init; }

    /// <summary>Time on the wall at which the day of the account rolls.</summary>
    public required TimeOnly DayRollAt { get; init; }

    /// <summary>How long a second engine trades a simulated market before this one begins; 0 = not at all.</summary>
    public required long WarmUpNs { get; init; }

    /// <summary>Engine time after which a paper run stops by itself; 0 = never.</summary>
    public required long RunForNs { get; init; }

    /// <summary>What the engine measures of itself.</summary>
    public required MetricsOptions Metrics { get; init; }

    /// <summary>True if the simulated venue runs in this process.</summary>
    public bool HostsVenue => Mode == EngineMode.Backtest || (Mode == EngineMode.Paper && VenueAddress.Length == 0);

    /// <summary>Resolves the days of this configuration, from the beginning.</summary>
    /// <param name="aheadNs">How long before a day begins it is given.</param>
    /// <exception cref="CalendarFileException">The sessions file cannot be read.</exception>
    public DayFeed FeedDays(long aheadNs)
    {
        ISessionCalendar? sessions = UsesCalendarRules
            ? new UsEquityCalendar(ZonedTime.Find("calendar.rules", "America/New_York"))
            : CalendarFile.Length > 0 ? TradingCalendar.Load(CalendarFile) : null;
        return new DayFeed(new AccountDaySchedule(DayZone, DayRollAt), sessions, Maintenance, aheadNs);
    }

    /// <exception cref="ConfigException">A setting is missing or cannot be used.</exception>
    public static EngineOptions FromConfig(CanonicalConfig config)
    {
        var root = config.Root;
        var mode = ParseMode(root);
        var options = new EngineOptions
        {
            Mode = mode,
            Account = ParseText(root, "account", mode == EngineMode.Backtest ? "BACKTEST"
                : null, AsciiText32.SizeInBytes),
            EngineId = ParseText(root, "engineId", "LLE1", charactersMax: 4),
            JournalDirectory = root.GetText("journal.directory"),
            Durability =
                Parse(root, "journal.durability", mode == EngineMode.Live ? "synced" : "written", DurabilityNames),
            StopMode = Parse(root, "stop.mode", mode == EngineMode.Live ? null : "cancel", StopModeNames),
            StopAcceptsHeldProtection = root.GetBool("stop.acceptHeldProtection", false),
            StopDeadlineNs = root.GetDurationNs("stop.deadline", 1_000_000, StopDeadlineNsMax, "30s"),
            Pace = ParsePace(root, mode),
            DataFiles = ParseFiles(root.Section("data.files")),
            SkipBadRows = root.GetBool("data.skipBadRows", false),
            DataRepeat = (int)root.GetLong("data.repeat", 1, 100_000, 1),
            BarIntervalNs = root.GetDurationNs("data.barInterval", 0, long.MaxValue, "0"),
            ThreadLayout = root.GetText("threads.layout", ""),
            BusySpin = root.GetBool("threads.busySpin", false),
            LockMemory = root.GetBool("threads.lockMemory", false),
            RealtimePriority =
                (int)root.GetLong("threads.realtimePriority", 0, Pipeline.RealtimePriority.Highest, 0),
            HashChain = root.GetBool("journal.hashChain", true),
            Retention = RetentionOptions.FromConfig(config.Section("journal.retention")),
            SnapshotIntervalRecords = root.GetLong("snapshots.intervalRecords", 0, long.MaxValue, 1_000_000),
            SnapshotsRetained = (int)root.GetLong("snapshots.retained", 2, 1_000, 3),
            VenueAddress = root.GetText("venue.address", ""),
            DayZone = ZonedTime.Find("account.day.zone", root.GetText("account.day.zone", "America/New_York")),
            DayRollAt = ParseTime(root, "account.day.rollAt", "17:00"),
            CalendarFile = root.GetText("calendar.file", ""),
            Metrics = MetricsOptions.FromConfig(root.Section("metrics")),
            UsesCalendarRules = ParseCalendarRules(root),
            Maintenance = new MaintenanceSchedule(root.Section("maintenance")),
            WarmUpNs = root.GetDurationNs("start.warmUp", 0, WarmUpNsMax, "0"),
            RunForNs = root.GetDurationNs("runFor", 0, long.MaxValue, "0"),
        };
        if (mode == EngineMode.Backtest && options.StopMode == StopMode.Flatten)
        {
            throw ConfigException.Invalid(
                "stop.mode", "flatten", "a backtest ends with its data, and nothing trades behind that; use cancel");
        }
        if (mode == EngineMode.Backtest && options.Retention.IsRecycling)
        {
            throw ConfigException.Invalid(
                "journal.retention.keep", "recent",
                "a backtest takes its only snapshot at the end, so nothing could go before; use all");
        }
        return options;
    }

    private static readonly (string Name, Durability Value)[] DurabilityNames =
        [("written", Durability.Written), ("synced", Durability.Synced)];

    private static readonly (string Name, StopMode Value)[] StopModeNames =
        [("drain", StopMode.Drain), ("cancel", StopMode.Cancel), ("flatten", StopMode.Flatten),
         ("park", StopMode.Park)];

    private static EngineMode ParseMode(ConfigSection root)
    {
        if (!root.Has("mode")) throw ConfigException.Missing("mode", "give backtest or paper; nothing is assumed");

        var text = root.GetText("mode");
        return text switch
        {
            "backtest" => EngineMode.Backtest,
            "paper" => EngineMode.Paper,
            "live" => throw ConfigException
                .Invalid("mode", text, "this build has no live broker adapter; use backtest or paper"),
            _ => throw ConfigException.Invalid("mode", text, "give backtest or paper"),
        };
    }

    private static string ParseText(ConfigSection root, string name, string? fallback, int charactersMax)
    {
        var text = root.GetText(name, fallback ?? "");
        if (text.Length == 0 && fallback is null)
            throw ConfigException.Missing(root.KeyOf(name), $"give 1 to {charactersMax} printable ASCII characters");
        if (text.Length == 0 || text.Length > charactersMax)
            throw ConfigException
                .Invalid(root.KeyOf(name), text, $"give 1 to {charactersMax} printable ASCII characters");
        return text;
    }

    private static T Parse<T>(ConfigSection root, string name, string? fallback, (string Name, T Value)[] values)
    {
        var text = root.GetText(name, fallback);
        foreach (var (valueName, value) in values)
            if (valueName == text) return value;
        throw ConfigException
            .Invalid(root.KeyOf(name), text, "give one of " + string.Join(", ", values.Select(v => v.Name)));
    }

    // Names are positions ("0", "1", ... as in a JSON array): files rank in this order, not in that of the text.
    private static List<string> ParseFiles(ConfigSection section)
    {
        var files = new SortedDictionary<int, string>();
        foreach (var name in section.Children)
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
                throw ConfigException
                    .Invalid(section.KeyOf(name), section.GetText(name, ""), "number the files from 0");
            files[position] = section.GetText(name);
        }
        return [.. files.Values];
    }

    private static bool ParseCalendarRules(ConfigSection root)
    {
        var rules = root.GetText("calendar.rules", "");
        if (rules.Length > 0 && root.GetText("calendar.file", "").Length > 0)
        {
            throw ConfigException.Invalid(
                "calendar.rules", rules, "calendar.file says the same of calendar 1: give one of the two");
        }
        return rules switch
        {
            "" => false,
            "us-equity" => true,
            _ => throw ConfigException.Invalid("calendar.rules", rules, "give us-equity, or a file in calendar.file"),
        };
    }

    private static TimeOnly ParseTime(ConfigSection root, string name, string fallback)
    {
        var text = root.GetText(name, fallback);
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw ConfigException.Invalid(root.KeyOf(name), text, "give a time of day from 00:00 to 23:59");
    }

    private static long ParsePace(ConfigSection root, EngineMode mode)
    {
        var text = root.GetText("data.pace", mode == EngineMode.Backtest ? "max" : "1");
        if (text == "max")
        {
            if (mode == EngineMode.Backtest) return 0;
            throw ConfigException
                .Invalid("data.pace", text, "paper trading runs against a clock; give a number from 1 to 100000");
        }
        return root.GetLong("data.pace", 1, 100_000, 1);
    }
}
