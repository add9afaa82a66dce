using System.Text.Json.Nodes;
using System.Xml.Linq;
using Measuring;
using Xunit;

namespace Perf.Tests;

/// <summary>
/// Goal: the page of a report is whole, well-formed, needs nothing from outside, and puts several reports side by side.
/// Method: reports written to JSON and read back, as the commands do; the page is parsed as XML from its first element.
/// </summary>
public sealed class HtmlReportTests : IDisposable
{
    private static readonly string[] Outside = ["http:", "https:", "src=", "href=", "@import", "url("];

    private readonly string _jsonFile = Path.GetTempFileName();

    public void Dispose() => File.Delete(_jsonFile);

    [Fact]
    public void A_page_has_every_figure_every_check_and_every_curve()
    {
        var page = HtmlReport.Render([("one", Json("first", 1_250, isGood: true))]);
        var cells = Cells(page);

        Assert.Contains("tick to order p50 [ns]", cells);
        Assert.Contains("1,250", cells);
        Assert.Contains("ok", cells);
        Assert.Equal(2, Body(page).Descendants("polyline").Count());
        Assert.Contains(Body(page).Descendants("text"), text => text.Value == "99.9");
    }

    [Fact]
    public void A_failed_check_is_told_at_the_top() =>
        Assert.Contains("a check FAILED", HtmlReport.Render([("one", Json("first", 1, isGood: false))]),
            StringComparison.Ordinal);

    [Fact]
    public void Several_reports_share_plots_and_show_the_ratio_to_the_first()
    {
        var page = HtmlReport.Render([("a", Json("first", 100, true)), ("b", Json("second", 250, true))]);

        Assert.Equal(4, Body(page).Descendants("polyline").Count());
        Assert.Single(Body(page).Descendants("svg"));
        Assert.Contains("2.50", Cells(page));
        Assert.Contains(Body(page).Descendants("text"), text => text.Value == "b: synced");
    }

    [Fact]
    public void Names_are_text_and_never_markup()
    {
        var page = HtmlReport.Render([("<b>", Json("<script>alert(1)</script> & co", 1, true))]);

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script> & co", Body(page).Elements("h1").Single().Value,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_asks_for_nothing_from_outside()
    {
        var page = HtmlReport.Render([("one", Json("first", 1, true))]);
        Assert.All(Outside, word => Assert.DoesNotContain(word, page, StringComparison.Ordinal));
    }

    [Fact]
    public void A_plot_without_a_point_to_draw_is_left_out()
    {
        var report = new Report("empty");
        report.Add("figure", 1, "ns");
        report.Add(new Plot("nothing", "x", "y", PlotAxis.Logarithmic, [new PlotSeries("none", [(0, 1), (1, 0)])]));

        Assert.Empty(Body(HtmlReport.Render([("one", Written(report))])).Descendants("svg"));
    }

    [Fact]
    public void What_is_not_a_number_is_null_in_the_JSON_and_an_empty_cell()
    {
        var report = new Report("nan");
        report.Add("unknown", double.NaN, "ns");
        var json = Written(report);

        Assert.True(json.ContainsKey("unknown [ns]"));
        Assert.Null(json["unknown [ns]"]);
        Assert.Contains("", Cells(HtmlReport.Render([("one", json)])));
    }

    private JsonObject Json(string title, double p50, bool isGood)
    {
        var report = new Report(title);
        report.Add("tick to order p50", p50, "ns");
        report.Check("check", isGood, "detail");
        report.Add(new Plot("tick to order", "percentile", "ns", PlotAxis.Percentile,
        [
            new PlotSeries("written", [(0.5, 100), (0.99, 1_000), (0.999, 40_000)]),
            new PlotSeries("synced", [(0.5, 90_000), (0.99, 200_000)]),
        ]));
        return Written(report);
    }

    private JsonObject Written(Report report)
    {
        report.Write(TextWriter.Null, _jsonFile);
        return JsonNode.Parse(File.ReadAllText(_jsonFile))!.AsObject();
    }

    private static XElement Body(string page)
    {
        var start = page.IndexOf("<body>", StringComparison.Ordinal);
        var end = page.IndexOf("</body>", StringComparison.Ordinal) + "</body>".Length;
        return XElement.Parse(page[start..end]);
    }

    private static string[] Cells(string page) => [.. Body(page).Descendants("td").Select(cell => cell.Value)];
}
