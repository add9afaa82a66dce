using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>
/// The journaled records up to the durable sequence, in order: the only thing the gateway stage acts upon.
/// </summary>
public interface IDurableRecords
{
    /// <summary>Highest sequence that may be acted upon. Never falls.</summary>
    long DurableSequence { get; }

    /// <summary>Copies the next record at or below <see cref="DurableSequence"/>; false if there is none yet.</summary>
    bool TryNext(ref EngineEvent record);

    /// <summary>When the record that was given last came about, for measurements.</summary>
    RecordTimes TimesOf(in EngineEvent record) => default;
}
