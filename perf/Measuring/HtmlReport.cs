using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Measuring;

/// <summary>
/// One page of one or several reports, made of their JSON: every figure with a column per report, the ratio to the
/// first where there are several, and the curves of equal title in one plot. The page needs nothing from outside.
/// </summary>
public static class HtmlReport
{
    private const string Style = """
        body{font:14px/1.45 system-ui,sans-serif;margin:2em auto;max-width:1000px;padding:0 1em;color:#222}
        table{border-collapse:collapse;margin:1em 0}
        td,th{padding:2px 10px;text-align:right;border-bottom:1px solid #ddd}
        td:first-child,th:first-child{text-align:left}.bad{color:#b00020;font-weight:600}.good{color:#1b7a2f}
        svg{width:100%;max-width:760px;display:block;margin:1em 0}svg text{font:11px system-ui,sans-serif;fill:#444}
        svg text.title{font-size:13px;font-weight:600}.grid{stroke:#e2e2e2;fill:none}.curve{fill:none;stroke-width:1.5}
        """;

    private static readonly HashSet<string> NotFigures = ["measurement", "isGood", Report.PlotsKey];

    /// <param name="reports">What <see cref="Report"/> wrote, each with the name that its column gets.</param>
    public static string Render(IReadOnlyList<(string Name, JsonObject Json)> reports)
    {
        ArgumentOutOfRangeException.ThrowIfZero(reports.Count);
        var page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
        page.Append(Encode(Title(reports[0].Json))).Append("</title>\n<style>").Append(Style)
            .Append("</style></head>\n<body>\n");
        foreach (var (name, json) in reports) AppendHeading(page, reports.Count > 1 ? name + ": " : "", json);
        foreach (var plot in Plots(reports)) page.Append(SvgPlot.Render(plot));
        AppendTable(page, reports);
        return page.Append("</body></html>\n").ToString();
    }

    private static void AppendHeading(StringBuilder page, string prefix, JsonObject json)
    {
        var isGood = json["isGood"]?.GetValue<bool>() != false;
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Encode(prefix + Title(json))}</h1>\n")
            .Append(isGood ? "<p class=\"good\">all checks passed</p>\n" : "<p class=\"bad\">a check FAILED</p>\n");
    }

    private static void AppendTable(StringBuilder page, IReadOnlyList<(string Name, JsonObject Json)> reports)
    {
        page.Append("<table><tr><th>figure</th>");
        foreach (var (name, _) in reports) page.Append(CultureInfo.InvariantCulture, $"<th>{Encode(name)}</th>");
        foreach (var (name, _) in reports.Skip(1))
            page.Append(CultureInfo.InvariantCulture, $"<th>{Encode(name)} / {Encode(reports[0].Name)}</th>");
        page.Append("</tr>\n");
        var keys = reports.SelectMany(r => r.Json.Select(figure => figure.Key)).Distinct(StringComparer.Ordinal);
        foreach (var key in keys.Where(k => !NotFigures.Contains(k)))
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Encode(key)}</td>");
            foreach (var (_, json) in reports) page.Append(Cell(json[key]));
            foreach (var (_, json) in reports.Skip(1))
                page.Append(CultureInfo.InvariantCulture, $"<td>{Ratio(reports[0].Json[key], json[key])}</td>");
            page.Append("</tr>\n");
        }
        page.Append("</table>\n");
    }

    private static string Cell(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Number => string.Create(
            CultureInfo.InvariantCulture, $"<td>{value.GetValue<double>():#,0.###}</td>"),
        JsonValueKind.True => "<td class=\"good\">ok</td>",
        JsonValueKind.False => "<td class=\"bad\">FAILED</td>",
        JsonValueKind.String => $"<td>{Encode(value.GetValue<string>())}</td>",
        _ => "<td></td>",
    };

    private static string Ratio(JsonNode? first, JsonNode? other)
    {
        if (first?.GetValueKind() != JsonValueKind.Number || other?.GetValueKind() != JsonValueKind.Number) return "";
        var ratio = other.GetValue<double>() / first.GetValue<double>();
        return double.IsFinite(ratio) ? ratio.ToString("0.00", CultureInfo.InvariantCulture) : "";
    }

    private static IEnumerable<Plot> Plots(IReadOnlyList<(string Name, JsonObject Json)> reports)
    {
        var all = from report in reports
                  from node in report.Json[Report.PlotsKey]?.AsArray() ?? []
                  select (report.Name, Plot: PlotOf(node!.AsObject()));
        foreach (var group in all.GroupBy(entry => entry.Plot.Title))
        {
            var series = group.SelectMany(entry => entry.Plot.Series.Select(
                s => reports.Count > 1 ? s with { Name = $"{entry.Name}: {s.Name}" } : s));
            yield return group.First().Plot with { Series = [.. series] };
        }
    }

    private static Plot PlotOf(JsonObject json) => new(
        Text(json, "title"), Text(json, "x"), Text(json, "y"), Enum.Parse<PlotAxis>(Text(json, "axis")),
        [.. json["series"]!.AsArray().Select(s => SeriesOf(s!.AsObject()))]);

    private static PlotSeries SeriesOf(JsonObject json) => new(
        Text(json, "name"),
        [.. json["points"]!.AsArray().Select(p => (p![0]!.GetValue<double>(), p[1]!.GetValue<double>()))]);

    private static string Title(JsonObject json) => json["measurement"]?.GetValue<string>() ?? "measurement";

    private static string Text(JsonObject json, string key) => json[key]!.GetValue<string>();

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
