using Engine.Core.Config;
using Engine.Core.Events;

namespace Engine.Core;

/// <summary>
/// Every capacity of the engine: name, default and upper bound in one place. Exceeding one is a refusal with a code or
/// a start-up error that names it, never silent. Risk limits are not here: they have no default outside the demo.
/// </summary>
public sealed record EngineLimits
{
    /// <summary>
    /// Records of every group that callbacks may not use: state hash, phase, holds, disabled strategies.
    /// </summary>
    public const int GroupReserve = 64;

    public static EngineLimits Default { get; } = new();

    /// <summary>Records in one group: an input and all that was decided because of it.</summary>
    public int GroupEventsMax { get; init; } = 256;

    /// <summary>Slots of the outbound ring; a power of two, at least 8 groups.</summary>
    public int OutboundRingSlots { get; init; } = 65_536;

    /// <summary>Slots of one inbound lane; a power of two.</summary>
    public int LaneSlots { get; init; } = 16_384;

    /// <summary>Inbound lanes in total.</summary>
    public int LanesMax { get; init; } = 64;

    /// <summary>Inputs taken from one lane before the next lane has its turn.</summary>
    public int SweepInputsPerLane { get; init; } = 256;

    public int InstrumentsMax { get; init; } = 4_096;

    /// <summary>Instruments that one source may define.</summary>
    public int InstrumentsPerLaneMax { get; init; } = 4_096;

    public int StrategiesMax { get; init; } = 16;

    /// <summary>Orders remembered, working or terminal; a power of two.</summary>
    public int OrdersRetained { get; init; } = 65_536;

    /// <summary>Orders that may be working at once.</summary>
    public int OpenOrdersMax { get; init; } = 10_000;

    /// <summary>Intents that the gateway may hold unsent; its queue has this size, so it cannot overflow.</summary>
    public int InFlightMessages { get; init; } = 4_096;

    /// <summary>Execution ids remembered to count each execution once; a power of two.</summary>
    public int ExecutionIdsRetained { get; init; } = 262_144;

    /// <summary>
    /// Newest executions kept with the positions before them, so that a bust or a correction is exact; a power of two,
    /// at most <see cref="ExecutionIdsRetained"/>.
    /// </summary>
    public int ExecutionsReversible { get; init; } = 16_384;

    /// <summary>Busts and corrections that wait for their execution.</summary>
    public int ParkedRestatementsMax { get; init; } = 256;

    /// <summary>Orders of others at the venue that can be observed at once.</summary>
    public int ForeignOrdersMax { get; init; } = 1_024;

    public int HoldsMax { get; init; } = 1_024;

    /// <summary>Orders for which the engine holds a stop or a target, working or executed.</summary>
    public int ProtectionsMax { get; init; } = 1_024;

    /// <summary>Commands whose idempotency key is remembered, for 24 hours of engine time.</summary>
    public int IdempotencyKeysMax { get; init; } = 16_384;

    public int TimersMax { get; init; } = 4_096;

    /// <summary>Trading sessions remembered, all calendars together.</summary>
    public int CalendarDaysMax { get; init; } = 8_192;

    /// <summary>Intents a strategy may emit from one callback.</summary>
    public int IntentsPerCallbackMax { get; init; } = 64;

    /// <summary>
    /// Responses the simulated venue may hold for later delivery, rounded up to a power of two. More than its open
    /// orders and the intents on their way to it (twice <see cref="InFlightMessages"/>, at least 64).
    /// </summary>
    public int VenueResponsesMax { get; init; } = 131_072;

    /// <summary>Records between two state hashes.</summary>
    public int StateHashIntervalRecords { get; init; } = 65_536;

    /// <summary>Bytes of the canonical configuration text.</summary>
    public int ConfigTextBytesMax { get; init; } = 16_384;

    /// <summary>Records of one journal segment (128 bytes each).</summary>
    public int SegmentRecords { get; init; } = 1_048_576;

    /// <summary>The journal may stall for this long before the engine halts.</summary>
    public int JournalStallMsMax { get; init; } = 10_000;

    /// <summary>Name, lowest and highest permitted value of every limit above.</summary>
    public static IReadOnlyList<(string Name, Func<EngineLimits, int> Get, int Min, int Max)> Bounds { get; } =
    [
        (nameof(GroupEventsMax), l => l.GroupEventsMax, 192, 4_096),
        (nameof(OutboundRingSlots), l => l.OutboundRingSlots, 2_048, 16_777_216),
        (nameof(LaneSlots), l => l.LaneSlots, 8, 16_777_216),
        (nameof(LanesMax), l => l.LanesMax, LaneIds.FirstSource + 1, 1_024),
        (nameof(SweepInputsPerLane), l => l.SweepInputsPerLane, 1, 65_536),
        (nameof(InstrumentsMax), l => l.InstrumentsMax, 1, 65_536),
        (nameof(InstrumentsPerLaneMax), l => l.InstrumentsPerLaneMax, 1, 65_536),
        (nameof(StrategiesMax), l => l.StrategiesMax, 1, 64),
        (nameof(OrdersRetained), l => l.OrdersRetained, 64, 16_777_216),
        (nameof(OpenOrdersMax), l => l.OpenOrdersMax, 1, 1_000_000),
        (nameof(InFlightMessages), l => l.InFlightMessages, 1, 65_536),
        (nameof(ExecutionIdsRetained), l => l.ExecutionIdsRetained, 64, 16_777_216),
        (nameof(ExecutionsReversible), l => l.ExecutionsReversible, 64, 16_777_216),
        (nameof(ParkedRestatementsMax), l => l.ParkedRestatementsMax, 1, 65_536),
        (nameof(ForeignOrdersMax), l => l.ForeignOrdersMax, 1, 65_536),
        (nameof(HoldsMax), l => l.HoldsMax, 8, 65_536),
        (nameof(ProtectionsMax), l => l.ProtectionsMax, 1, 65_536),
        (nameof(IdempotencyKeysMax), l => l.IdempotencyKeysMax, 8, 1_048_576),
        (nameof(TimersMax), l => l.TimersMax, 1, 1_048_576),
        (nameof(CalendarDaysMax), l => l.CalendarDaysMax, 1, 1_048_576),
        (nameof(IntentsPerCallbackMax), l => l.IntentsPerCallbackMax, 1, 128),
        (nameof(VenueResponsesMax), l => l.VenueResponsesMax, 128, 16_777_216),
        (nameof(StateHashIntervalRecords), l => l.StateHashIntervalRecords, 1, 1_073_741_824),
        (nameof(ConfigTextBytesMax), l => l.ConfigTextBytesMax, 1_024, 16_384),
        (nameof(SegmentRecords), l => l.SegmentRecords, 8_192, 16_777_216),
        (nameof(JournalStallMsMax), l => l.JournalStallMsMax, 100, 3_600_000),
    ];

    /// <summary>Reads the section <c>limits</c>: the names above in camel case, whole numbers.</summary>
    /// <exception cref="ConfigException">A limit is out of its bounds, or does not go with another one.</exception>
    public static EngineLimits FromConfig(ConfigSection section)
    {
        var defaults = Default;
        var executionIds = Read(section, nameof(ExecutionIdsRetained), defaults.ExecutionIdsRetained);
        var limits = new EngineLimits
        {
            GroupEventsMax = Read(section, nameof(GroupEventsMax), defaults.GroupEventsMax),
            OutboundRingSlots = Read(section, nameof(OutboundRingSlots), defaults.OutboundRingSlots),
            LaneSlots = Read(section, nameof(LaneSlots), defaults.LaneSlots),
            LanesMax = Read(section, nameof(LanesMax), defaults.LanesMax),
            SweepInputsPerLane = Read(section, nameof(SweepInputsPerLane), defaults.SweepInputsPerLane),
            InstrumentsMax = Read(section, nameof(InstrumentsMax), defaults.InstrumentsMax),
            InstrumentsPerLaneMax = Read(section, nameof(InstrumentsPerLaneMax), defaults.InstrumentsPerLaneMax),
            StrategiesMax = Read(section, nameof(StrategiesMax), defaults.StrategiesMax),
            OrdersRetained = Read(section, nameof(OrdersRetained), defaults.OrdersRetained),
            OpenOrdersMax = Read(section, nameof(OpenOrdersMax), defaults.OpenOrdersMax),
            InFlightMessages = Read(section, nameof(InFlightMessages), defaults.InFlightMessages),
            ExecutionIdsRetained = executionIds,
            ExecutionsReversible = Read(
                section, nameof(ExecutionsReversible), Math.Min(defaults.ExecutionsReversible, executionIds)),
            ParkedRestatementsMax = Read(section, nameof(ParkedRestatementsMax), defaults.ParkedRestatementsMax),
            ForeignOrdersMax = Read(section, nameof(ForeignOrdersMax), defaults.ForeignOrdersMax),
            HoldsMax = Read(section, nameof(HoldsMax), defaults.HoldsMax),
            ProtectionsMax = Read(section, nameof(ProtectionsMax), defaults.ProtectionsMax),
            IdempotencyKeysMax = Read(section, nameof(IdempotencyKeysMax), defaults.IdempotencyKeysMax),
            TimersMax = Read(section, nameof(TimersMax), defaults.TimersMax),
            CalendarDaysMax = Read(section, nameof(CalendarDaysMax), defaults.CalendarDaysMax),
            IntentsPerCallbackMax = Read(section, nameof(IntentsPerCallbackMax), defaults.IntentsPerCallbackMax),
            VenueResponsesMax = Read(section, nameof(VenueResponsesMax), defaults.VenueResponsesMax),
            StateHashIntervalRecords =
                Read(section, nameof(StateHashIntervalRecords), defaults.StateHashIntervalRecords),
            ConfigTextBytesMax = Read(section, nameof(ConfigTextBytesMax), defaults.ConfigTextBytesMax),
            SegmentRecords = Read(section, nameof(SegmentRecords), defaults.SegmentRecords),
            JournalStallMsMax = Read(section, nameof(JournalStallMsMax), defaults.JournalStallMsMax),
        };
        var errors = limits.Validate();
        return errors.Count == 0 ? limits : throw new ConfigException(string.Join(' ', errors));
    }

    /// <summary>What is wrong, one line per limit with the remedy; empty if nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        foreach (var (name, get, min, max) in Bounds)
        {
            var value = get(this);
            if (value < min || value > max) errors.Add($"{KeyOf(name)} is {value}; set it between {min} and {max}.");
        }
        foreach (var (name, value) in new[]
                 {
                     (nameof(OutboundRingSlots), OutboundRingSlots), (nameof(LaneSlots), LaneSlots),
                     (nameof(OrdersRetained), OrdersRetained), (nameof(ExecutionIdsRetained), ExecutionIdsRetained),
                     (nameof(ExecutionsReversible), ExecutionsReversible),
                 })
        {
            if (!int.IsPow2(value)) errors.Add($"{KeyOf(name)} is {value}; set it to a power of two.");
        }
        AtMost(errors, nameof(GroupEventsMax), GroupEventsMax, OutboundRingSlots / 8, "an eighth of the outbound ring");

        // A callback finds its whole budget in a group that holds nothing but its input; else a timer would never fire.
        AtMost(
            errors, nameof(IntentsPerCallbackMax), IntentsPerCallbackMax, GroupEventsMax - GroupReserve - 1,
            "what a group holds beside its reserve");

        // The ids of a callback are given before its orders are in the table: no two may need the same slot.
        AtMost(
            errors, nameof(OpenOrdersMax), OpenOrdersMax, OrdersRetained - IntentsPerCallbackMax,
            "the orders retained less those of one callback");
        AtMost(
            errors, nameof(ExecutionsReversible), ExecutionsReversible, ExecutionIdsRetained,
            "the execution ids retained");
        return errors;
    }

    /// <summary>The setting of a limit.</summary>
    public static string KeyOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return $"limits.{char.ToLowerInvariant(name[0])}{name[1..]}";
    }

    private static void AtMost(List<string> errors, string name, int value, int max, string meaning)
    {
        if (value > max) errors.Add($"{KeyOf(name)} is {value}; set it to at most {max} ({meaning}).");
    }

    private static int Read(ConfigSection section, string name, int fallback) =>
        (int)section.GetLong(char.ToLowerInvariant(name[0]) + name[1..], int.MinValue, int.MaxValue, fallback);
}
