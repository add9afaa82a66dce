using Engine.Core.Events;

namespace ControlCli.Journals;

/// <summary>Which records to show. Empty kinds and an empty symbol mean all.</summary>
internal sealed class RecordFilter(
    long firstSequence, long lastSequence, IReadOnlyCollection<EventKind> kinds, string symbol)
{
    private readonly HashSet<EventKind> _kinds = [.. kinds];

    public long FirstSequence { get; } = firstSequence;

    public long LastSequence { get; } = lastSequence;

    public string Symbol { get; } = symbol;

    public bool Takes(in EngineEvent record, JournalNames names)
    {
        if (record.Sequence < FirstSequence || record.Sequence > LastSequence) return false;
        if (_kinds.Count > 0 && !_kinds.Contains(record.Kind)) return false;
        return Symbol.Length == 0 || names.Symbol(record.InstrumentId) == Symbol;
    }
}
