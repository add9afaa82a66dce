using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.MarketData;

namespace LoadTest.Workload;

/// <summary>
/// Everything one source says, in memory: its opening, then definitions and rows in order, then its end. Read through
/// the engine's own source, so that a run from memory takes the same inputs as a run from the file.
/// </summary>
internal sealed class RecordedRows : IInputWriter
{
    private readonly List<EngineEvent> _records = [];

    private RecordedRows()
    {
    }

    /// <summary>The input that opens the source, continuation records included.</summary>
    public EngineEvent[] Opening { get; private set; } = [];

    /// <summary>Definitions and rows.</summary>
    public EngineEvent[] Records { get; private set; } = [];

    public EngineEvent End { get; private set; }

    public int RowCount { get; private set; }

    public static RecordedRows FromFile(string path, InstrumentCatalog instruments)
    {
        var rows = new RecordedRows();
        using var source = new CsvSource(new CsvSourceOptions { Path = path }, instruments, rows);
        return rows.Drain(source);
    }

    public static RecordedRows Simulated(SimulatedSourceOptions options, InstrumentCatalog instruments)
    {
        var rows = new RecordedRows();
        using var source = new SimulatedSource(options, instruments, rows);
        return rows.Drain(source);
    }

    public bool TryWrite(ReadOnlySpan<EngineEvent> input)
    {
        if (input.Length > 1 || input[0].Kind == EventKind.SourceOpened) Opening = input.ToArray();
        else _records.Add(input[0]);
        return true;
    }

    public int WriteBatch(ReadOnlySpan<EngineEvent> inputs)
    {
        _records.AddRange(inputs);
        return inputs.Length;
    }

    public static bool IsRow(in EngineEvent record) =>
        record.Kind is EventKind.Quote or EventKind.Trade or EventKind.Bar;

    private RecordedRows Drain(IMarketDataSource source)
    {
        while (!source.IsEnded) source.RunOnce();
        End = _records[^1];
        if (End.Kind != EventKind.SourceEnded)
            throw new ConfigException($"Source '{source.Name}' ended with {End.Kind} instead of its end.");
        _records.RemoveAt(_records.Count - 1);
        Records = [.. _records];
        _records.Clear();
        RowCount = Records.Count(record => IsRow(in record));
        return this;
    }
}
