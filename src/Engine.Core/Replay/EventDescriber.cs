using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Engine.Core.Events;

namespace Engine.Core.Replay;

/// <summary>
/// Says in words what a record holds, field by field, for people and exports. It reflects over the payload structs,
/// once,
/// so a new field shows up by itself.
/// </summary>
public static class EventDescriber
{
    /// <summary>Fields of the record's head, which <see cref="Describe"/> gives first.</summary>
    public const int HeadFieldCount = 9;

    /// <summary>Bytes of the longest value of a payload field.</summary>
    public const int ValueBytesMax = 256;

    private static readonly FrozenDictionary<EventKind, FieldInfo> PayloadFields = new Dictionary<EventKind, string>
    {
        [EventKind.Quote] = nameof(EngineEvent.Quote),
        [EventKind.Trade] = nameof(EngineEvent.Trade),
        [EventKind.Bar] = nameof(EngineEvent.Bar),
        [EventKind.InstrumentDefined] = nameof(EngineEvent.Instrument),
        [EventKind.CalendarDay] = nameof(EngineEvent.CalendarDay),
        [EventKind.MaintenanceWindow] = nameof(EngineEvent.Maintenance),
        [EventKind.MaintenanceChanged] = nameof(EngineEvent.Maintenance),
        [EventKind.AccountDay] = nameof(EngineEvent.AccountDay),
        [EventKind.ConfigApplied] = nameof(EngineEvent.Config),
        [EventKind.SourceOpened] = nameof(EngineEvent.Source),
        [EventKind.SourceEnded] = nameof(EngineEvent.Source),
        [EventKind.ConflationCounted] = nameof(EngineEvent.Quote),
        [EventKind.OrderSent] = nameof(EngineEvent.OrderReport),
        [EventKind.OrderAccepted] = nameof(EngineEvent.OrderReport),
        [EventKind.OrderRejected] = nameof(EngineEvent.OrderReport),
        [EventKind.Execution] = nameof(EngineEvent.Execution),
        [EventKind.ExecutionBusted] = nameof(EngineEvent.Execution),
        [EventKind.ExecutionCorrected] = nameof(EngineEvent.Execution),
        [EventKind.ForeignOrderReported] = nameof(EngineEvent.ForeignOrder),
        [EventKind.OrderResolveCommanded] = nameof(EngineEvent.OrderEvidence),
        [EventKind.OrderAdoptCommanded] = nameof(EngineEvent.OrderEvidence),
        [EventKind.ExecutionAttributeCommanded] = nameof(EngineEvent.OrderEvidence),
        [EventKind.ExecutionBooked] = nameof(EngineEvent.Execution),
        [EventKind.ExecutionRestated] = nameof(EngineEvent.Restatement),
        [EventKind.OrderAdopted] = nameof(EngineEvent.Order),
        [EventKind.OrderCanceled] = nameof(EngineEvent.OrderReport),
        [EventKind.OrderExpired] = nameof(EngineEvent.OrderReport),
        [EventKind.OrderReplaced] = nameof(EngineEvent.OrderReport),
        [EventKind.CancelRejected] = nameof(EngineEvent.OrderReport),
        [EventKind.ReplaceRejected] = nameof(EngineEvent.OrderReport),
        [EventKind.OrderStatusReported] = nameof(EngineEvent.OrderReport),
        [EventKind.OrderNotSent] = nameof(EngineEvent.OrderReport),
        [EventKind.PositionReported] = nameof(EngineEvent.PositionReport),
        [EventKind.QueryCompleted] = nameof(EngineEvent.Query),
        [EventKind.VenueConnected] = nameof(EngineEvent.OrderReport),
        [EventKind.VenueDisconnected] = nameof(EngineEvent.OrderReport),
        [EventKind.HoldCommanded] = nameof(EngineEvent.Command),
        [EventKind.ReleaseCommanded] = nameof(EngineEvent.Command),
        [EventKind.CancelAllCommanded] = nameof(EngineEvent.Command),
        [EventKind.StopCommanded] = nameof(EngineEvent.Command),
        [EventKind.CancelCommanded] = nameof(EngineEvent.Cancel),
        [EventKind.FlattenCommanded] = nameof(EngineEvent.Cancel),
        [EventKind.OrderCommanded] = nameof(EngineEvent.OrderCommand),
        [EventKind.ReconcileCommanded] = nameof(EngineEvent.Command),
        [EventKind.SnapshotCommanded] = nameof(EngineEvent.Command),
        [EventKind.RotateCommanded] = nameof(EngineEvent.Command),
        [EventKind.LimitsCommanded] = nameof(EngineEvent.Limits),
        [EventKind.LimitsAcceptCommanded] = nameof(EngineEvent.Limits),
        [EventKind.CashFlowCommanded] = nameof(EngineEvent.CashFlow),
        [EventKind.AccountDayRolled] = nameof(EngineEvent.AccountDayRolled),
        [EventKind.LogLevelCommanded] = nameof(EngineEvent.LogLevel),
        [EventKind.DeniedCallsCounted] = nameof(EngineEvent.DeniedCalls),
        [EventKind.SettingsReloaded] = nameof(EngineEvent.SettingsReloaded),
        [EventKind.CashReported] = nameof(EngineEvent.CashReport),
        [EventKind.PositionAdoptCommanded] = nameof(EngineEvent.Adopt),
        [EventKind.PositionAdopted] = nameof(EngineEvent.Adopt),
        [EventKind.ArmCommanded] = nameof(EngineEvent.Arm),
        [EventKind.DisarmCommanded] = nameof(EngineEvent.Arm),
        [EventKind.SizeFactorCommanded] = nameof(EngineEvent.SizeFactor),
        [EventKind.BreakerTripCommanded] = nameof(EngineEvent.BreakerCommand),
        [EventKind.BreakerResetCommanded] = nameof(EngineEvent.BreakerCommand),
        [EventKind.BreakerWarned] = nameof(EngineEvent.Breaker),
        [EventKind.BreakerTripped] = nameof(EngineEvent.Breaker),
        [EventKind.BreakerReset] = nameof(EngineEvent.Breaker),
        [EventKind.VitalsMeasured] = nameof(EngineEvent.Vitals),
        [EventKind.PositionFlattened] = nameof(EngineEvent.Flatten),
        [EventKind.FlattenCompleted] = nameof(EngineEvent.Flatten),
        [EventKind.CommandIdentity] = nameof(EngineEvent.CommandIdentity),
        [EventKind.CommandAnswered] = nameof(EngineEvent.CommandAnswer),
        [EventKind.Signal] = nameof(EngineEvent.Signal),
        [EventKind.OrderRequested] = nameof(EngineEvent.Order),
        [EventKind.OrderDenied] = nameof(EngineEvent.Order),
        [EventKind.OrderTerms] = nameof(EngineEvent.OrderTerms),
        [EventKind.CancelRequested] = nameof(EngineEvent.Order),
        [EventKind.CancelDenied] = nameof(EngineEvent.Order),
        [EventKind.ReplaceRequested] = nameof(EngineEvent.Order),
        [EventKind.ReplaceDenied] = nameof(EngineEvent.Order),
        [EventKind.RiskFigures] = nameof(EngineEvent.RiskFigures),
        [EventKind.CancelDeferred] = nameof(EngineEvent.Order),
        [EventKind.OrderRounded] = nameof(EngineEvent.OrderRounded),
        [EventKind.OrderBecameUnknown] = nameof(EngineEvent.OrderReport),
        [EventKind.OrderResolved] = nameof(EngineEvent.OrderReport),
        [EventKind.ReconciliationRequested] = nameof(EngineEvent.Query),
        [EventKind.ReconciliationDifference] = nameof(EngineEvent.Difference),
        [EventKind.ReconciliationCompleted] = nameof(EngineEvent.Query),
        [EventKind.HoldPlaced] = nameof(EngineEvent.Hold),
        [EventKind.HoldReleased] = nameof(EngineEvent.Hold),
        [EventKind.PhaseChanged] = nameof(EngineEvent.Lifecycle),
        [EventKind.InputRefused] = nameof(EngineEvent.Order),
        [EventKind.StateHash] = nameof(EngineEvent.StateHash),
        [EventKind.EngineStarted] = nameof(EngineEvent.Lifecycle),
        [EventKind.EngineStopped] = nameof(EngineEvent.Lifecycle),
        [EventKind.StrategyDisabled] = nameof(EngineEvent.Text),
        [EventKind.MarketDataStarted] = nameof(EngineEvent.Lifecycle),
        [EventKind.ClockTick] = nameof(EngineEvent.Lifecycle),
        [EventKind.Continuation] = nameof(EngineEvent.Lifecycle),
        [EventKind.ClockStepped] = nameof(EngineEvent.Lifecycle),
    }.ToFrozenDictionary(pair => pair.Key, pair => typeof(EngineEvent).GetField(pair.Value)!);

    private static readonly FrozenDictionary<EventKind, PayloadField[]> Fields =
        PayloadFields.ToFrozenDictionary(pair => pair.Key, pair => PayloadField.Of(pair.Value.FieldType));

    /// <summary>Name and value of every field that the record's kind uses, header first, in layout order.</summary>
    /// <param name="instrument">Definition of the record's instrument, to print prices and sizes as decimals; null
    /// prints them raw.</param>
    public static IReadOnlyList<(string Name, string Value)> Describe(
        in EngineEvent record, InstrumentPayload? instrument = null)
    {
        var fields = new List<(string, string)>(capacity: 32)
        {
            (nameof(EngineEvent.Sequence), Text(record.Sequence)),
            (nameof(EngineEvent.CauseSequence), Text(record.CauseSequence)),
            (nameof(EngineEvent.TimestampNs), Text(record.TimestampNs)),
            (nameof(EngineEvent.Kind), record.Kind.ToString()),
            (nameof(EngineEvent.Flags), record.Flags.ToString()),
            (nameof(EngineEvent.SchemaVersion), Text(record.SchemaVersion)),
            (nameof(EngineEvent.InstrumentId), Text(record.InstrumentId)),
            (nameof(EngineEvent.StrategyId), Text(record.StrategyId)),
            (nameof(EngineEvent.LaneId), Text(record.LaneId)),
        };
        var payload = new ListWriter(fields);
        WritePayload(in record, instrument, ref payload);
        return fields;
    }

    /// <summary>
    /// The same without the head and without allocating: every payload field in layout order, in ASCII bytes.
    /// </summary>
    public static void WritePayload<TWriter>(
        in EngineEvent record, InstrumentPayload? instrument, ref TWriter writer)
        where TWriter : struct, IPayloadWriter, allows ref struct
    {
        Span<byte> value = stackalloc byte[ValueBytesMax];
        if (record.IsContinuation && record.Kind != EventKind.CommandIdentity)
        {
            writer.Add("Text"u8, value[..AsciiText.Read(record.Text.Bytes, value)]);
            return;
        }
        if (!Fields.TryGetValue(record.Kind, out var payloadFields)) return;

        var bytes = MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in record, 1));
        var isChecked = record.Kind is EventKind.OrderRequested or EventKind.ReplaceRequested;
        var tightest = isChecked ? record.Order.TightestCheck : RiskCode.Accepted;
        foreach (var field in payloadFields)
        {
            // The last field has two meanings: which check an accepted order came nearest to is told in words.
            var isHidden = tightest != RiskCode.Accepted && field.Name == nameof(OrderPayload.HoldSequence);
            writer.Add(field.NameBytes, isHidden ? "0"u8 : value[..field.Write(bytes, instrument, value)]);
        }
        if (isChecked) writer.Add("TightestCheck"u8, value[..WriteName(tightest, value)]);
    }

    // Empty for an order that no limit was near to.
    private static int WriteName(RiskCode code, Span<byte> text)
    {
        if (code == RiskCode.Accepted) return 0;
        Span<char> name = stackalloc char[ValueBytesMax];
        return Enum.TryFormat(code, name, out var length) ? Encoding.ASCII.GetBytes(name[..length], text) : 0;
    }

    /// <summary>The payload struct of a kind; null for a kind without one.</summary>
    public static Type? PayloadTypeOf(EventKind kind) => PayloadFields.GetValueOrDefault(kind)?.FieldType;

    /// <summary>True for fields that <see cref="Describe"/> writes as decimals: prices, sizes and money.</summary>
    public static bool IsDecimal(string fieldName) => IsMoney(fieldName) || IsPrice(fieldName) || IsSize(fieldName);

    /// <summary>
    /// The differences between two records, checksums left out: name, value in the first, value in the second.
    /// </summary>
    public static IReadOnlyList<(string Name, string First, string Second)> Compare(
        in EngineEvent first, in EngineEvent second)
    {
        if (first.Kind != second.Kind || first.IsContinuation != second.IsContinuation)
            return [(nameof(EngineEvent.Kind), first.Kind.ToString(), second.Kind.ToString())];

        var left = Describe(in first);
        var right = Describe(in second);
        return [.. left.Zip(right).Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => (pair.First.Name, pair.First.Value, pair.Second.Value))];
    }

    // Everything with exponent 8, whatever the instrument.
    internal static bool IsMoney(string name) => name
        is nameof(ExecutionPayload.Commission) or nameof(InstrumentPayload.Multiplier) or nameof(SignalPayload.Value)
        or nameof(CashReportPayload.Balance) or nameof(PositionReportPayload.CashFlow)
        or nameof(AdoptCommandPayload.AdoptedMoney) or nameof(RiskFiguresPayload.Exposure)
        or nameof(AccountDayRolledPayload.DayFlows) or nameof(AccountDayRolledPayload.DayCommissions)
        or nameof(CashFlowPayload.CashAmount) or nameof(RestatementPayload.CashChange)
        or nameof(RestatementPayload.ProfitChange) or nameof(RestatementPayload.CommissionChange)
        || name.EndsWith("Equity", StringComparison.Ordinal) || name.EndsWith("Profit", StringComparison.Ordinal);

    internal static bool IsPrice(string name) =>
        name.EndsWith("Price", StringComparison.Ordinal) || name is "Open" or "High" or "Low" or "Close" or "TickSize";

    // Prices of which zero says that none is given.
    internal static bool IsTerm(string name) =>
        name is nameof(OrderTermsPayload.StopPrice) or nameof(OrderTermsPayload.TrailPrice)
            or nameof(OrderTermsPayload.ProtectStopPrice) or nameof(OrderTermsPayload.ProtectTargetPrice)
            or nameof(OrderTermsPayload.ProtectTrailPrice);

    internal static bool IsSize(string name) =>
        name.EndsWith("Size", StringComparison.Ordinal) || name.EndsWith("Quantity", StringComparison.Ordinal)
            || name is "Volume" or nameof(RestatementPayload.QuantityChange);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private readonly struct ListWriter(List<(string, string)> fields) : IPayloadWriter
    {
        public void Add(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value) =>
            fields.Add((Encoding.ASCII.GetString(name), Encoding.ASCII.GetString(value)));
    }
}
