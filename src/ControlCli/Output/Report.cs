using System.Text.Json.Nodes;

namespace ControlCli.Output;

/// <summary>
/// The answer of a verb: named values and listings, written as aligned text or as one JSON object with the same
/// content.
/// </summary>
internal sealed class Report
{
    private readonly List<(string Label, Cell Value)> _fields = [];
    private readonly List<(string Title, IReadOnlyList<string> Headers, IReadOnlyList<Cell[]> Rows)> _listings = [];
    private readonly JsonObject _json = [];

    /// <param name="label">In a table; empty for a value that only JSON shows.</param>
    public Report Field(string label, string jsonName, Cell value)
    {
        if (label.Length > 0) _fields.Add((label, value));
        _json[jsonName] = value.Json;
        return this;
    }

    /// <param name="title">Over the table; empty for none.</param>
    public Report Listing<T>(string title, string jsonName, IReadOnlyList<Column<T>> columns, IEnumerable<T> items)
    {
        var array = new JsonArray();
        var rows = new List<Cell[]>();
        foreach (var item in items)
        {
            var row = new Cell[columns.Count];
            var json = new JsonObject();
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = columns[i].Read(item);
                json[columns[i].JsonName] = row[i].Json;
            }
            rows.Add(row);
            array.Add((JsonNode)json);
        }
        _listings.Add((title, [.. columns.Select(column => column.Header)], rows));
        _json[jsonName] = array;
        return this;
    }

    public void Write(CliConsole console, bool isJson)
    {
        if (isJson)
        {
            console.Output.WriteLine(_json.ToJsonString(JsonText.Indented));
            return;
        }
        if (_fields.Count > 0) TableWriter.WritePairs(console, _fields);
        var isFirst = _fields.Count == 0;
        foreach (var (title, headers, rows) in _listings)
        {
            if (!isFirst) console.Output.WriteLine();
            isFirst = false;
            var heading = rows.Count == 0 ? $"{title}: none" : title;
            if (title.Length > 0) console.Output.WriteLine(console.Paint(heading, Paint.Heading));
            else if (rows.Count == 0) console.Output.WriteLine("none");
            if (rows.Count > 0) TableWriter.Write(console, headers, rows);
        }
    }
}
