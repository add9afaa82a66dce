using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LoadTest.Output;

/// <summary>Named figures: a table for people, the same as JSON for scripts.</summary>
internal sealed class Report(string title)
{
    private readonly JsonObject _figures = new() { ["measurement"] = title };
    private readonly List<(string Name, string Value, string Note)> _rows = [];

    /// <summary>False as soon as one check failed.</summary>
    public bool IsGood { get; private set; } = true;

    public void Heading(string text) => _rows.Add(("", text, ""));

    public void Add(string name, double value, string unit, string note = "")
    {
        _figures[$"{name} [{unit}]"] = double.IsFinite(value) ? JsonValue.Create(Math.Round(value, 4)) : null;
        _rows.Add((name, $"{Number(value)} {unit}", note));
    }

    public void Add(string name, string value)
    {
        _figures[name] = value;
        _rows.Add((name, value, ""));
    }

    public void Check(string name, bool isGood, string detail)
    {
        if (!isGood) IsGood = false;
        _figures[name] = isGood;
        _rows.Add((name, isGood ? "ok" : "FAILED", detail));
    }

    public void Write(TextWriter output, string? jsonFile)
    {
        var width = _rows.Max(row => row.Name.Length);
        output.WriteLine(title);
        foreach (var (name, value, note) in _rows)
            output.WriteLine($"  {name.PadRight(width)}  {value}{(note.Length == 0 ? "" : "   " + note)}".TrimEnd());
        if (jsonFile is null) return;

        _figures["isGood"] = IsGood;
        File.WriteAllText(jsonFile, _figures.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }

    private static string Number(double value) => value switch
    {
        double.NaN => "-",
        >= 1_000 or <= -1_000 => value.ToString("N0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };
}
