using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Grpc.Services;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tails;

/// <summary>
/// Records of the journal as callers get them: head, payload by name, and the bytes themselves, as an element of
/// <c>EventBatch.events</c>. Written to bytes without objects in between, because every record may be wanted. One
/// thread.
/// </summary>
internal sealed class EventEncoder(StatusBoard board, ScopeNames names)
{
    /// <summary>Bytes of the longest event: about thirty fields with texts that fill a payload.</summary>
    public const int EventBytesMax = 8_192;

    private readonly byte[] _body = new byte[EventBytesMax - 16];
    private readonly Dictionary<EventKind, string> _kinds = [];

    /// <summary>Appends one event; returns how many bytes.</summary>
    public int Encode(in EngineEvent record, Wire.EventContent content, Span<byte> destination)
    {
        var body = new ProtoSpan(_body);
        body.Number(Wire.EngineEvent.SequenceFieldNumber, record.Sequence);
        if (content != Wire.EventContent.Record) AddWords(ref body, in record);
        body.Bytes(
            Wire.EngineEvent.RecordFieldNumber,
            MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in record, 1)));

        var element = new ProtoSpan(destination);
        element.Head(Wire.EventBatch.EventsFieldNumber, body.Length);
        element.Copy(_body.AsSpan(0, body.Length));
        return element.Length;
    }

    private void AddWords(ref ProtoSpan body, in EngineEvent record)
    {
        var instruments = board.Instruments;
        body.Number(Wire.EngineEvent.CauseSequenceFieldNumber, record.CauseSequence);
        body.Number(Wire.EngineEvent.TimeNsFieldNumber, record.TimestampNs);
        body.Text(Wire.EngineEvent.KindFieldNumber, NameOf(record.Kind));
        body.Text(Wire.EngineEvent.InstrumentFieldNumber, instruments.SymbolOf(record.InstrumentId));
        body.Text(Wire.EngineEvent.StrategyFieldNumber, names.StrategyOf(record.StrategyId));
        body.Number(Wire.EngineEvent.LaneIdFieldNumber, record.LaneId);
        var fields = new FieldWriter { Body = body };
        EventDescriber.WritePayload(in record, DefinitionOf(instruments, record.InstrumentId), ref fields);
        body = fields.Body;
    }

    private string NameOf(EventKind kind)
    {
        if (!_kinds.TryGetValue(kind, out var name)) _kinds[kind] = name = kind.ToString();
        return name;
    }

    // A definition is durable before the first record that uses it, and the follower is at most a moment behind; until
    // then numbers are raw, as for a record without instrument.
    public static InstrumentPayload? DefinitionOf(InstrumentNames instruments, int instrumentId)
    {
        if ((uint)instrumentId >= (uint)instruments.Count) return null;

        ref readonly var known = ref instruments.Definition(instrumentId);
        return new InstrumentPayload
        {
            Symbol = known.Symbol,
            PriceExponent = known.PriceExponent,
            SizeExponent = known.SizeExponent,
            Multiplier = known.Multiplier,
        };
    }

    private ref struct FieldWriter : IPayloadWriter
    {
        public ProtoSpan Body;

        public void Add(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value) =>
            Body.Pair(Wire.EngineEvent.FieldsFieldNumber, name, value);
    }
}
