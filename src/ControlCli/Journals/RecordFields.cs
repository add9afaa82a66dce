using System.Text.Json;
using ControlCli.Output;
using Engine.Core.Events;
using Engine.Core.Replay;

namespace ControlCli.Journals;

/// <summary>
/// All fields of a record by name, header first, with the symbol and the strategy's name in words. Names are those of
/// the payload structs in camel case, so the export has a column for every field there is.
/// </summary>
internal static class RecordFields
{
    public const string Symbol = "symbol";
    public const string Strategy = "strategy";

    private static readonly Dictionary<(EventKind Kind, string Field), bool> Numbers = CollectNumbers();

    public static List<RecordField> Of(in EngineEvent record, JournalNames names)
    {
        var described = EventDescriber.Describe(in record, names.Instrument(record.InstrumentId));
        var fields = new List<RecordField>(described.Count + 2);
        foreach (var (name, value) in described)
        {
            if (name == nameof(EngineEvent.InstrumentId))
            {
                fields.Add(new("instrumentId", value, IsNumber: true));
                fields.Add(new(Symbol, SymbolOf(in record, names), IsNumber: false));
                continue;
            }
            if (name == nameof(EngineEvent.StrategyId))
            {
                fields.Add(new("strategyId", value, IsNumber: true));
                fields.Add(new(Strategy, names.Strategy(record.StrategyId), IsNumber: false));
                continue;
            }
            // The definition calls its symbol so as well: one column for both.
            if (name == nameof(InstrumentPayload.Symbol)) continue;
            fields.Add(new(CamelCase(name), value, IsNumber(record.Kind, name)));
        }
        return fields;
    }

    /// <summary>
    /// Names of all fields that records of these kinds have, in the order of the first kind that has them.
    /// </summary>
    public static IReadOnlyList<string> ColumnsOf(IEnumerable<EventKind> kinds)
    {
        var columns = new List<string>();
        var names = new JournalNames();
        foreach (var kind in kinds)
        {
            var head = new EngineEvent { Kind = kind, InstrumentId = -1 };
            Add(Of(in head, names));
            if (!HasContinuation(kind)) continue;
            var continuation = new EngineEvent { Kind = kind, InstrumentId = -1, Flags = EventFlags.Continuation };
            Add(Of(in continuation, names));
        }
        return columns;

        void Add(List<RecordField> fields)
        {
            foreach (var field in fields)
                if (!columns.Contains(field.Name)) columns.Add(field.Name);
        }
    }

    /// <summary>The record as one JSON object.</summary>
    public static void WriteJson(Utf8JsonWriter json, in EngineEvent record, JournalNames names)
    {
        json.WriteStartObject();
        foreach (var field in Of(in record, names))
        {
            json.WritePropertyName(field.Name);
            if (field.Value.Length == 0) json.WriteNullValue();
            else if (field.IsNumber) json.WriteRawValue(field.Value, skipInputValidation: true);
            else json.WriteStringValue(field.Value);
            if (field.Name == "timestampNs") json.WriteString("time", IsoTime.Format(record.TimestampNs));
        }
        json.WriteEndObject();
    }

    // A refused definition has no dense id, but a symbol.
    private static string SymbolOf(in EngineEvent record, JournalNames names) =>
        record is { Kind: EventKind.InstrumentDefined, IsContinuation: false }
            ? record.Instrument.Symbol.ToString()
            : names.Symbol(record.InstrumentId);

    private static bool HasContinuation(EventKind kind) =>
        kind is EventKind.ConfigApplied or EventKind.SourceOpened or EventKind.SettingsReloaded
            or (>= EventKind.HoldCommanded and <= EventKind.CommandIdentity);

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static bool IsNumber(EventKind kind, string name) =>
        name is nameof(EngineEvent.Sequence) or nameof(EngineEvent.CauseSequence) or nameof(EngineEvent.TimestampNs)
            or nameof(EngineEvent.SchemaVersion) or nameof(EngineEvent.LaneId)
        || Numbers.GetValueOrDefault((kind, name));

    private static Dictionary<(EventKind Kind, string Field), bool> CollectNumbers()
    {
        var numbers = new Dictionary<(EventKind, string), bool>();
        foreach (var kind in Enum.GetValues<EventKind>())
        {
            if (EventDescriber.PayloadTypeOf(kind) is not { } payload) continue;
            foreach (var field in payload.GetFields())
            {
                numbers[(kind, field.Name)] = !EventDescriber.IsDecimal(field.Name)
                    && (field.FieldType == typeof(long) || field.FieldType == typeof(int)
                        || field.FieldType == typeof(byte));
            }
        }
        return numbers;
    }
}
