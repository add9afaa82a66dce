using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>
/// Where a source leaves its inputs: a lane, or a list in a test. Never blocks; a source keeps what does not fit and
/// tries again when it runs next. The sources fill kind, flags, schema version, instrument (local id), timestamp (event
/// time) and payload; sequence and checksum are zero, and the lane id is the lane's to fill. The cause is zero too, or,
/// for an input that had to wait in front of the lane, when it was received, in ticks of
/// <see cref="System.Diagnostics.Stopwatch"/>.
/// </summary>
public interface IInputWriter
{
    /// <summary>Writes one input, a head and its continuation records, whole or not at all.</summary>
    bool TryWrite(ReadOnlySpan<EngineEvent> input);

    /// <summary>Writes inputs of one record each, as many as fit; returns how many.</summary>
    int WriteBatch(ReadOnlySpan<EngineEvent> inputs);
}
