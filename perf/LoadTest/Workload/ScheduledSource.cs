using System.Diagnostics;
using Engine.Core.Events;
using Engine.Core.MarketData;

namespace LoadTest.Workload;

/// <summary>
/// Says recorded rows at the times of a schedule, whatever the engine does. Polling, its thread never parks between two
/// rows: nothing wakes it when a row becomes due, as a socket would.
/// </summary>
internal sealed class ScheduledSource : IPlannedSource
{
    private const int ChunkRecords = 64;
    private static readonly double TicksPerNs = Stopwatch.Frequency / 1e9;

    private readonly RecordedRows _rows;
    private readonly SourceFrame _frame;
    private readonly IReadOnlyList<(long DueNs, int Record)> _schedule;
    private readonly IInputWriter _writer;
    private readonly EngineEvent[] _chunk = new EngineEvent[ChunkRecords];
    private readonly int _idleWork; // What a pass without a due row reports.
    private int _next;
    private long _startTicks;
    private bool _isOpened;

    public ScheduledSource(RecordedRows rows, BurstSchedule schedule, IInputWriter writer, bool isPolling)
    {
        _idleWork = isPolling ? 1 : 0;
        _rows = rows;
        _schedule = schedule.Rows;
        _writer = writer;
        _frame = new SourceFrame(rows, writer);
    }

    public string Name => "schedule";

    public bool IsEnded { get; private set; }

    public long FirstEventTimeNs => _frame.FirstEventTimeNs;

    public SourceProgress Progress => new(_next, 0, _next, _schedule.Count);

    public long DueCount { get; private set; }

    public long DueTicks(long eventTimeNs) => _startTicks + (long)((eventTimeNs - FirstEventTimeNs) * TicksPerNs);

    public int RunOnce()
    {
        if (IsEnded) return 0;
        if (!_isOpened) return Open();
        if (_next == _schedule.Count) return EndIfTaken();

        var nowNs = (long)((Stopwatch.GetTimestamp() - _startTicks) / TicksPerNs);
        var count = 0;
        while (count < ChunkRecords && _next + count < _schedule.Count && _schedule[_next + count].DueNs <= nowNs)
        {
            Build(ref _chunk[count], _next + count);
            count++;
        }
        if (count == 0) return _idleWork;

        DueCount = _next + count;
        var written = _writer.WriteBatch(_chunk.AsSpan(0, count));
        _next += written;
        return written;
    }

    public void Dispose()
    {
    }

    private int Open()
    {
        if (!_frame.TryOpen()) return 0;
        _startTicks = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
        _isOpened = true;
        return 1;
    }

    private int EndIfTaken() => (IsEnded = _frame.TryEnd(_next)) ? 1 : 0;

    private void Build(ref EngineEvent row, int number)
    {
        var (dueNs, index) = _schedule[number];
        row = _rows.Records[index];
        var eventTimeNs = FirstEventTimeNs + dueNs;
        row.TimestampNs = eventTimeNs;
        switch (row.Kind)
        {
            case EventKind.Quote:
                row.Quote.EventTimeNs = row.Quote.ReceiveTimeNs = row.Quote.EarliestReceiveTimeNs = eventTimeNs;
                row.Quote.SourceRow = number + 1;
                break;
            case EventKind.Trade:
                row.Trade.EventTimeNs = row.Trade.ReceiveTimeNs = eventTimeNs;
                row.Trade.SourceRow = number + 1;
                break;
            default:
                throw new InvalidOperationException($"A burst of {row.Kind} cannot be played.");
        }
    }
}
