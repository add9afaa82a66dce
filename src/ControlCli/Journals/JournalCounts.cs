using Engine.Core.Events;

namespace ControlCli.Journals;

/// <summary>Counts over all records of a journal.</summary>
internal sealed class JournalCounts(JournalNames names)
{
    private readonly SortedDictionary<EventKind, long> _kinds = [];
    private readonly SortedDictionary<(EventKind Kind, string Code), long> _codes = [];

    public JournalNames Names { get; } = names;

    public SortedDictionary<int, LaneCounts> Lanes { get; } = [];

    public SortedDictionary<int, InstrumentCounts> Instruments { get; } = [];

    public IEnumerable<KeyValuePair<EventKind, long>> Kinds => _kinds;

    /// <summary>Orders requested and denied, venue answers and refused inputs, by their code.</summary>
    public IEnumerable<(EventKind Kind, string Code, long Count)> Codes =>
        _codes.Select(pair => (pair.Key.Kind, pair.Key.Code, pair.Value));

    public long Records { get; private set; }

    public long Inputs { get; private set; }

    public long Continuations { get; private set; }

    public long StateHashes { get; private set; }

    public ulong LastStateDigest { get; private set; }

    public long FirstSequence { get; private set; }

    public long LastSequence { get; private set; }

    public long FirstTimeNs { get; private set; }

    public long LastTimeNs { get; private set; }

    public bool Note(in EngineEvent record)
    {
        if (Records == 0) FirstSequence = record.Sequence;
        if (FirstTimeNs == 0) FirstTimeNs = record.TimestampNs; // A backtest has no time before its first row.
        Records++;
        (LastSequence, LastTimeNs) = (record.Sequence, record.TimestampNs);
        Names.Note(in record);
        if (record.IsContinuation)
        {
            Continuations++;
            return true;
        }

        _kinds[record.Kind] = _kinds.GetValueOrDefault(record.Kind) + 1;
        if (record.IsInput) Inputs++;
        NoteLane(in record);
        if (record.InstrumentId >= 0) NoteInstrument(in record);
        if (record.Kind >= EventKind.OrderSent) NoteCode(in record);
        return true;
    }

    private void NoteLane(in EngineEvent record)
    {
        if (!Lanes.TryGetValue(record.LaneId, out var lane))
        {
            lane = new LaneCounts { LaneId = record.LaneId, FirstTimeNs = record.TimestampNs };
            Lanes.Add(record.LaneId, lane);
        }
        if (record.IsInput) lane.Inputs++;
        else lane.Decisions++;
        lane.LastTimeNs = record.TimestampNs;
    }

    private void NoteInstrument(in EngineEvent record)
    {
        if (!Instruments.TryGetValue(record.InstrumentId, out var counts))
            Instruments.Add(record.InstrumentId, counts = new InstrumentCounts { InstrumentId = record.InstrumentId });
        switch (record.Kind)
        {
            case EventKind.Quote:
                counts.Quotes++;
                break;
            case EventKind.Trade:
                counts.Trades++;
                counts.Volume += record.Trade.Size;
                break;
            case EventKind.Bar:
                counts.Bars++;
                break;
            case EventKind.OrderRequested:
                counts.Orders++;
                break;
            case EventKind.OrderDenied:
                counts.Denied++;
                break;
            case EventKind.Execution:
                counts.Executions++;
                break;
        }
    }

    private void NoteCode(in EngineEvent record)
    {
        var code = record.Kind switch
        {
            >= EventKind.OrderRequested and <= EventKind.ReplaceDenied => record.Order.Code.ToString(),
            EventKind.InputRefused => RecordSummary.RefusalName((int)record.Order.Code, record.LaneId),
            EventKind.OrderRejected or EventKind.OrderCanceled or EventKind.OrderExpired or EventKind.CancelRejected
                or EventKind.ReplaceRejected or EventKind.OrderNotSent => record.OrderReport.Reason.ToString(),
            _ => null,
        };
        if (code is not null) _codes[(record.Kind, code)] = _codes.GetValueOrDefault((record.Kind, code)) + 1;
        if (record.Kind != EventKind.StateHash) return;

        StateHashes++;
        LastStateDigest = record.StateHash.StateDigest;
    }
}
