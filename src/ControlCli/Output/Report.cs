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
    private EngineHeader? _header;

    /// <summary>Says whose engine or journal it is: one line over the tables, mode and account in JSON.</summary>
    public Report Header(EngineHeader header)
    {
        _header = header;
        return Field("", "mode", Cell.Of(header.Mode)).Field("", "account", Cell.Of(header.Account))
            .Field("", "engineId", Cell.Of(header.EngineId));
    }

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

    /// <summary>Sentences, one a line; strings in JSON.</summary>
    public Report Lines(string title, string jsonName, IEnumerable<string> lines)
    {
        var array = new JsonArray();
        var rows = new List<Cell[]>();
        foreach (var line in lines)
        {
            rows.Add([Cell.Of("  " + line)]);
            array.Add((JsonNode)JsonValue.Create(line)!);
        }
        if (rows.Count > 0) _listings.Add((title, [], rows));
        _json[jsonName] = array;
        return this;
    }

    /// <summary>The whole answer as one line of JSON: what streams write.</summary>
    public void WriteJsonLine(CliConsole console) => console.Output.WriteLine(_json.ToJsonString(JsonText.Compact));

    public void Write(CliConsole console, bool isJson)
    {
        if (isJson)
        {
            console.Output.WriteLine(_json.ToJsonString(JsonText.Indented));
            return;
        }
        if (_header is not null) console.Output.WriteLine(console.Paint(_header.Text, _header.Paint));
        if (_fields.Count > 0) TableWriter.WritePairs(console, _fields);
        var isFirst = _fields.Count == 0;
        foreach (var (title, headers, rows) in _listings)
        {
            if (!isFirst) console.Output.WriteLine();
            isFirst = false;
            var heading = rows.Count == 0 ? $"{title}: none" : title;
            if (title.Length > 0) console.Output.WriteLine(console.Paint(heading, Paint.Heading));
            else if (rows.Count == 0) console.Output.WriteLine("none");
            if (headers.Count == 0) foreach (var row in rows) console.Output.WriteLine(row[0].Text);
            else if (rows.Count > 0) TableWriter.Write(console, headers, rows);
        }
    }
}
