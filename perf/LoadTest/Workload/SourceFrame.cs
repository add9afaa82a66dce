using Engine.Core.Events;
using Engine.Core.MarketData;

namespace LoadTest.Workload;

/// <summary>
/// What a source says before and after its rows: opening, definitions, end. Goes on where the lane was full.
/// </summary>
internal sealed class SourceFrame(RecordedRows rows, IInputWriter writer)
{
    private readonly EngineEvent[] _definitions =
        [.. rows.Records.Where(r => r.Kind == EventKind.InstrumentDefined)];

    private bool _isOpened;
    private int _defined;

    public long FirstEventTimeNs { get; } = rows.Records[0].TimestampNs;

    /// <summary>True once opening and definitions are in the lane.</summary>
    public bool TryOpen()
    {
        if (!_isOpened) _isOpened = writer.TryWrite(rows.Opening);
        while (_isOpened && _defined < _definitions.Length)
        {
            ref var definition = ref _definitions[_defined];
            definition.TimestampNs = FirstEventTimeNs;
            if (!writer.TryWrite([definition])) return false;
            _defined++;
        }
        return _isOpened;
    }

    /// <summary>True once the end is in the lane.</summary>
    public bool TryEnd(long rowCount)
    {
        var end = rows.End;
        end.Source.RowCount = rowCount;
        return writer.TryWrite([end]);
    }
}
