using System.Globalization;
using Engine.Core.Events;
using Engine.Core.Time;

namespace Engine.Core.MarketData;

/// <summary>
/// One CSV file of ticks or bars, plain or gzip, as inputs: SourceOpened, then the rows with the definition of each
/// symbol before its first row, then SourceEnded. The header tells the format. A bar becomes known at its end, so its
/// event time is start + interval. Receive time equals event time. With a clock a row is not written before its event
/// time.
/// </summary>
public sealed class CsvSource : IMarketDataSource
{
    private const int SkippedReportsMax = 10;
    private const int SuppressedRowsPerRun = 16_384;

    private readonly CsvSourceOptions _options;
    private readonly LineBlockReader _reader;
    private readonly CsvLayout _layout;
    private readonly LocalSymbols _symbols;
    private readonly QuickRowReader _quick;
    private readonly ExactRowReader _exact;
    private readonly SourcePump _pump;
    private readonly List<string> _skippedReports = [];
    private readonly long _optionsHash;
    private readonly long _resumeRow;
    private readonly int _resumeDefinitions;
    private int _position;         // In the current block.
    private long _line = 1;        // The header.
    private long _row;             // Data rows so far, repetitions included.
    private long _skippedRows;
    private long _lastTimeNs;      // As in the file, without shift.
    private long _lastEventTimeNs;
    private long _timeShiftNs;
    private int _repetition = 1;
    private bool _isDrained;       // Everything is in the pump.

    /// <param name="resume">What the journal has of this source; null if its SourceOpened is not journaled.</param>
    /// <param name="clock">Paces the rows; null writes them as fast as they are taken.</param>
    /// <exception cref="SourceFileException">The file cannot be used, or is not the one that the journal was written
    /// from.</exception>
    /// <exception cref="BadRowException">The header is not that of a known format.</exception>
    public CsvSource(
        CsvSourceOptions options, InstrumentCatalog catalog, IInputWriter writer, ResumePoint? resume = null,
        IClock? clock = null)
    {
        options.Validate();
        _options = options;
        _reader = new LineBlockReader(options.Path, options.BlockBytes);
        try
        {
            _layout = ReadHeader();
            var rows = _reader.Block[_position..];
            BarIntervalNs = _layout.Format == SourceFormat.BarCsv ? IntervalOf(rows) : 0;
            _symbols = new LocalSymbols(options.SymbolsMax);
            _quick = new QuickRowReader(_symbols, _layout, BarIntervalNs);
            _exact = new ExactRowReader(options.Path, _symbols, catalog, _layout, BarIntervalNs);
            _optionsHash = SourceRecords.HashOptions(string.Create(CultureInfo.InvariantCulture,
                $"csv 1;skip {options.SkipBadRows};interval {BarIntervalNs};repeat {options.RepeatCount};")
                + string.Create(CultureInfo.InvariantCulture, $"period {options.RepeatPeriodNs}"));
            FirstEventTimeNs = FirstTimeOf(rows);
            if (resume is not null) SourceRecords.CheckResume(options.Path, resume, _reader.Sha256, _optionsHash);
        }
        catch
        {
            _reader.Dispose();
            throw;
        }
        _pump = new SourcePump(writer, clock);
        _lastEventTimeNs = Math.Max(FirstEventTimeNs, 0);
        _resumeRow = resume?.LastRow ?? 0;
        _resumeDefinitions = resume?.DefinitionsSeen ?? 0;
        IsEnded = resume is { HasEnded: true };
        if (resume is null) _pump.Open(SourceRecords.Opened(Describe(), options.Path));
    }

    public string Name => Path.GetFileName(_options.Path);

    public bool IsEnded { get; private set; }

    public long FirstEventTimeNs { get; }

    /// <summary>Length of the bars, given or inferred; 0 for ticks.</summary>
    public long BarIntervalNs { get; }

    public SourceFormat Format => _layout.Format;

    public SourceProgress Progress => new(_row, _skippedRows, _reader.BytesRead, _reader.FileBytes);

    /// <summary>What was wrong with the first skipped rows.</summary>
    public IReadOnlyList<string> SkippedReports => _skippedReports;

    /// <summary>Also 0 while a resumed source reads over what the journal has already.</summary>
    public int RunOnce()
    {
        if (IsEnded) return 0;
        if (_pump.HasNoRows && !_isDrained) Fill();

        var written = _pump.Write();
        if (_isDrained && _pump.IsEmpty)
        {
            IsEnded = true;
            _reader.Dispose();
        }
        return written;
    }

    public void Dispose() => _reader.Dispose();

    private CsvLayout ReadHeader()
    {
        if (!_reader.ReadBlock())
            throw new SourceFileException(_options.Path, "is empty", "give a CSV file with a header line");
        _position = _reader.Block.IndexOf((byte)'\n') + 1;
        return CsvLayout.Of(_options.Path, _reader.Block[..(_position - 1)]);
    }

    private long IntervalOf(ReadOnlySpan<byte> rows)
    {
        if (_options.BarIntervalNs > 0 || rows.IsEmpty) return _options.BarIntervalNs;
        var interval = BarInterval.Infer(rows);
        if (interval > 0) return interval;
        throw new SourceFileException(_options.Path,
            "does not tell how long its bars are: its first block has no two bars of one symbol",
            "set the bar interval");
    }

    private long FirstTimeOf(ReadOnlySpan<byte> rows)
    {
        var length = rows.IndexOf((byte)',');
        return length > 0 && CsvNumbers.TryParse(rows[..length], 0, out var time)
            && time is >= 0 and <= ExactRowReader.TimeNsMax
            ? time + BarIntervalNs
            : FixedPoint.Absent;
    }

    private void Fill()
    {
        var rows = SuppressedRowsPerRun;
        while (_pump.HasRoom && rows-- > 0)
        {
            if (_position == _reader.Block.Length && !NextBlock())
            {
                _pump.Add(SourceRecords.Ended(Describe()));
                _isDrained = true;
                return;
            }
            ReadRow();
        }
    }

    private bool NextBlock()
    {
        _position = 0;
        if (_reader.ReadBlock()) return true;
        if (_repetition == _options.RepeatCount) return false;

        _repetition++;
        _timeShiftNs += _options.RepeatPeriodNs;
        _reader.Rewind();
        ReadHeader();
        _line = 1;

        // The first row of the repetition must not lie before the last one of the repetition before.
        _lastTimeNs = _lastEventTimeNs - BarIntervalNs - _timeShiftNs;
        if (_position < _reader.Block.Length) return true;
        _position = 0;
        return _reader.ReadBlock();
    }

    private void ReadRow()
    {
        _row++;
        _line++;
        if (!_quick.TryRead(_reader.Block, ref _position, _lastTimeNs, _timeShiftNs, _row, ref _pump.Next())
            && !TryReadExactly())
            return;

        _lastEventTimeNs = _pump.Uncommitted.TimestampNs;
        _lastTimeNs = _lastEventTimeNs - BarIntervalNs - _timeShiftNs;
        if (_row > _resumeRow) _pump.Commit();
    }

    // False for a row that is skipped. The definition of a new symbol goes before the row.
    private bool TryReadExactly()
    {
        var rest = _reader.Block[_position..];
        var line = rest[..rest.IndexOf((byte)'\n')];
        _position += line.Length + 1;
        try
        {
            var input = _exact.Read(line, _line, _lastTimeNs, _timeShiftNs, _row, out var newSymbol);
            if (newSymbol is { } definition) Define(in definition, input.TimestampNs);
            _pump.Next() = input;
            return true;
        }
        catch (BadRowException e) when (_options.SkipBadRows)
        {
            _skippedRows++;
            if (_skippedReports.Count < SkippedReportsMax) _skippedReports.Add(e.Message);
            return false;
        }
    }

    private void Define(in InstrumentPayload definition, long eventTimeNs)
    {
        var localId = _symbols.Add(in definition, _row);
        if (localId >= _resumeDefinitions) _pump.Add(SourceRecords.Defined(in _symbols[localId], eventTimeNs));
    }

    private SourcePayload Describe() => new()
    {
        Sha256 = _reader.Sha256,
        FileBytes = _reader.FileBytes,
        RowCount = _row - _skippedRows,
        SkippedRows = _skippedRows,
        EventTimeNs = _lastEventTimeNs,
        Format = _layout.Format,
        OptionsHash = _optionsHash,
    };
}
