using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>
/// The durable records on their way into the gateway. Those that place, release and answer holds are noted here, where
/// it can be said that nothing more leaves: the gateway is not in the middle of a write, has dropped what the halt
/// stops, and asks for the mark of the halt, which is older than the answer, before each write to come.
/// </summary>
internal sealed class AnsweringRecords(IDurableRecords records, HoldAnswers answers) : IDurableRecords
{
    public long DurableSequence => records.DurableSequence;

    public bool TryNext(ref EngineEvent record)
    {
        if (!records.TryNext(ref record)) return false;

        if (HoldAnswers.Concern(in record)) answers.Note(in record);
        return true;
    }

    public RecordTimes TimesOf(in EngineEvent record) => records.TimesOf(in record);
}
