using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Replay;
using Google.Protobuf;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>Records of the journal as callers get them: head, payload by name, and the bytes themselves.</summary>
internal sealed class EventRenderer(StatusBoard board, ScopeNames names)
{
    public Wire.EngineEvent Render(in EngineEvent record)
    {
        var instruments = board.Instruments;
        var rendered = new Wire.EngineEvent
        {
            Sequence = record.Sequence,
            CauseSequence = record.CauseSequence,
            TimeNs = record.TimestampNs,
            Kind = record.Kind.ToString(),
            Instrument = instruments.SymbolOf(record.InstrumentId),
            Strategy = names.StrategyOf(record.StrategyId),
            LaneId = record.LaneId,
            Record = ByteString.CopyFrom(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in record, 1))),
        };
        var fields = EventDescriber.Describe(in record, DefinitionOf(instruments, record.InstrumentId));
        for (var i = EventDescriber.HeadFieldCount; i < fields.Count; i++)
            rendered.Fields.Add(new Wire.EventField { Name = fields[i].Name, Value = fields[i].Value });
        return rendered;
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
}
