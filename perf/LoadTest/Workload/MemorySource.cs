using Engine.Core.Events;
using Engine.Core.MarketData;

namespace LoadTest.Workload;

/// <summary>
/// Says recorded rows again and again, each time a period later, as fast as the lane takes them, until it is told to
/// end.
/// </summary>
internal sealed class MemorySource : IMarketDataSource
{
    private const int ChunkRecords = 256;
    private const long PeriodNs = 86_400_000_000_000;

    private readonly RecordedRows _rows;
    private readonly IInputWriter _writer;
    private readonly long _rowsMax;
    private readonly EngineEvent[] _chunk = new EngineEvent[ChunkRecords];
    private int _start;      // Of what the chunk still holds.
    private int _filled;
    private int _position;   // In the recorded rows.
    private long _shiftNs;
    private long _row;
    private long _lastEventTimeNs;
    private bool _isOpened;
    private bool _isComplete; // The end is in the chunk.
    private volatile bool _isToldToEnd;

    /// <param name="rowsMax">Ends after this many rows by itself.</param>
    public MemorySource(RecordedRows rows, IInputWriter writer, long rowsMax = long.MaxValue)
    {
        _rows = rows;
        _writer = writer;
        _rowsMax = rowsMax;
        FirstEventTimeNs = rows.Records.Length > 0 ? rows.Records[0].TimestampNs : FixedPoint.Absent;
    }

    public string Name => "memory";

    public bool IsEnded { get; private set; }

    public long FirstEventTimeNs { get; }

    public SourceProgress Progress => new(_row, 0, _row, Math.Max(1, Math.Min(_rowsMax, _row + 1)));

    /// <summary>Ends after the rows that are under way. From any thread.</summary>
    public void EndSoon() => _isToldToEnd = true;

    public int RunOnce()
    {
        if (IsEnded) return 0;
        if (!_isOpened)
        {
            if (!_writer.TryWrite(_rows.Opening)) return 0;
            _isOpened = true;
        }
        if (_start == _filled) Fill();

        var written = _writer.WriteBatch(_chunk.AsSpan(_start, _filled - _start));
        _start += written;
        if (_isComplete && _start == _filled) IsEnded = true;
        return written;
    }

    public void Dispose()
    {
    }

    private void Fill()
    {
        _start = 0;
        _filled = 0;
        while (_filled < ChunkRecords && !_isComplete)
        {
            if (_isToldToEnd || _row >= _rowsMax)
            {
                AddEnd();
                return;
            }
            AddNext();
        }
    }

    private void AddNext()
    {
        if (_position == _rows.Records.Length)
        {
            _position = 0;
            _shiftNs += PeriodNs;
        }
        ref readonly var recorded = ref _rows.Records[_position++];
        var isRow = RecordedRows.IsRow(in recorded);
        if (!isRow && _shiftNs > 0) return; // Defined in the first round.

        ref var record = ref _chunk[_filled++];
        record = recorded;
        record.TimestampNs += _shiftNs;
        _lastEventTimeNs = record.TimestampNs;
        if (isRow) Shift(ref record, _shiftNs, ++_row);
    }

    private void AddEnd()
    {
        ref var end = ref _chunk[_filled++];
        end = _rows.End;
        end.TimestampNs = _lastEventTimeNs;
        end.Source.EventTimeNs = _lastEventTimeNs;
        end.Source.RowCount = _row;
        _isComplete = true;
    }

    private static void Shift(ref EngineEvent record, long shiftNs, long row)
    {
        switch (record.Kind)
        {
            case EventKind.Quote:
                record.Quote.EventTimeNs += shiftNs;
                record.Quote.ReceiveTimeNs += shiftNs;
                record.Quote.EarliestReceiveTimeNs += shiftNs;
                record.Quote.SourceRow = row;
                break;
            case EventKind.Trade:
                record.Trade.EventTimeNs += shiftNs;
                record.Trade.ReceiveTimeNs += shiftNs;
                record.Trade.SourceRow = row;
                break;
            default:
                record.Bar.EventTimeNs += shiftNs;
                record.Bar.StartTimeNs += shiftNs;
                record.Bar.ReceiveTimeNs += shiftNs;
                record.Bar.SourceRow = row;
                break;
        }
    }
}
