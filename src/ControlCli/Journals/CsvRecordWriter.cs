using Engine.Core.Events;

namespace ControlCli.Journals;

/// <summary>
/// Records as CSV (RFC 4180, LF): a header, then one row per record with a column for every field that any of the kinds
/// has. Fields that a record does not have are empty.
/// </summary>
internal sealed class CsvRecordWriter : IRecordWriter
{
    private readonly TextWriter _writer;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly string[] _row;

    /// <param name="kinds">The kinds that will be written; null for all.</param>
    public CsvRecordWriter(TextWriter writer, IReadOnlyList<EventKind>? kinds)
    {
        _writer = writer;
        kinds ??= [.. Enum.GetValues<EventKind>().Where(kind => kind != EventKind.None)];
        var columns = RecordFields.ColumnsOf(kinds);
        foreach (var column in columns) _columns.Add(column, _columns.Count);
        _row = new string[columns.Count];
        writer.WriteLine(string.Join(',', columns));
    }

    public void Write(in EngineEvent record, JournalNames names)
    {
        Array.Fill(_row, "");
        foreach (var field in RecordFields.Of(in record, names)) _row[_columns[field.Name]] = field.Value;
        for (var i = 0; i < _row.Length; i++)
        {
            if (i > 0) _writer.Write(',');
            WriteValue(_row[i]);
        }
        _writer.WriteLine();
    }

    private void WriteValue(string value)
    {
        if (value.AsSpan().IndexOfAny(",\"\r\n") < 0)
        {
            _writer.Write(value);
            return;
        }
        _writer.Write('"');
        _writer.Write(value.Replace("\"", "\"\"", StringComparison.Ordinal));
        _writer.Write('"');
    }
}
