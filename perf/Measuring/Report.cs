using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Measuring;

/// <summary>Named figures: a table for people, the same as JSON for scripts.</summary>
public sealed class Report(string title)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Where the curves are in the JSON.</summary>
    public const string PlotsKey = "plots";

    private readonly JsonObject _figures = new() { ["measurement"] = title };
    private readonly JsonArray _plots = [];
    private readonly List<(string Name, string Value, string Note)> _rows = [];

    /// <summary>False as soon as one check failed.</summary>
    public bool IsGood { get; private set; } = true;

    public void Heading(string text) => _rows.Add(("", text, ""));

    public void Add(string name, double value, string unit, string note = "")
    {
        _figures[Key(name, unit)] = Json(value);
        _rows.Add((name, $"{Number(value)} {unit}".TrimEnd(), note));
    }

    public void Add(string name, string value)
    {
        _figures[name] = value;
        _rows.Add((name, value, ""));
    }

    public void Add(string name, Spread spread, string unit, string note = "")
    {
        Add(name, spread.Median, unit,
            $"[{Number(spread.Min)}..{Number(spread.Max)}], n={spread.Count}{(note.Length == 0 ? "" : ", " + note)}");
        _figures[Key($"{name} min", unit)] = Json(spread.Min);
        _figures[Key($"{name} max", unit)] = Json(spread.Max);
    }

    /// <summary>Curves for the HTML report; they are in the JSON, so that reports can be made of that later.</summary>
    public void Add(Plot plot)
    {
        _plots.Add(new JsonObject
        {
            ["title"] = plot.Title,
            ["x"] = plot.XLabel,
            ["y"] = plot.YLabel,
            ["axis"] = plot.XAxis.ToString(),
            ["series"] = new JsonArray([.. plot.Series.Select(Series)]),
        });
    }

    /// <summary>The percentiles of latencies in one plot.</summary>
    public void AddPercentiles(string title, params IReadOnlyList<(string Name, LatencyFigures Figures)> runs) =>
        Add(new Plot(title, "percentile", "ns", PlotAxis.Percentile,
            [.. runs.Select(run => new PlotSeries(run.Name, run.Figures.Curve))]));

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
        if (_plots.Count > 0) _figures[PlotsKey] = _plots;
        File.WriteAllText(jsonFile, _figures.ToJsonString(Indented) + "\n");
    }

    private static JsonObject Series(PlotSeries series) => new()
    {
        ["name"] = series.Name,
        ["points"] = new JsonArray([.. series.Points.Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y))
            .Select(p => new JsonArray(JsonValue.Create(p.X), JsonValue.Create(Math.Round(p.Y, 3))))]),
    };

    private static string Key(string name, string unit) => unit.Length == 0 ? name : $"{name} [{unit}]";

    private static JsonValue? Json(double value) =>
        double.IsFinite(value) ? JsonValue.Create(Math.Round(value, 4)) : null;

    private static string Number(double value) => value switch
    {
        double.NaN => "-",
        >= 1_000 or <= -1_000 => value.ToString("N0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };
}
