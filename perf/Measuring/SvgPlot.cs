using System.Globalization;
using System.Net;
using System.Text;

namespace Measuring;

/// <summary>Draws a plot as SVG that needs nothing from outside.</summary>
internal sealed class SvgPlot
{
    private const int Width = 760;
    private const int Height = 380;
    private const int Left = 80;
    private const int Right = 20;
    private const int Top = 36;
    private const int Bottom = 50;
    private const int LegendLine = 16;
    private const int LinearTicks = 5;

    private static readonly string[] Colors =
        ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#e377c2"];

    private static readonly double[] PercentileTicks = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999];

    private readonly Plot _plot;
    private readonly double _xMin;
    private readonly double _xMax;
    private readonly double _yMin;
    private readonly double _yMax;
    private readonly StringBuilder _svg = new();

    private SvgPlot(Plot plot, IReadOnlyList<(double X, double Y)> points)
    {
        _plot = plot;
        (_xMin, _xMax) = Widened(points.Min(p => Across(p.X)), points.Max(p => Across(p.X)));
        (_yMin, _yMax) = Widened(
            Math.Floor(points.Min(p => Math.Log10(p.Y))), Math.Ceiling(points.Max(p => Math.Log10(p.Y))));
    }

    /// <summary>Empty if no series has a point above zero to draw.</summary>
    public static string Render(Plot plot)
    {
        var drawable = plot with
        {
            Series = [.. plot.Series.Select(s => s with { Points = [.. s.Points.Where(p => IsDrawable(plot, p))] })
                .Where(s => s.Points.Count > 0)],
        };
        return drawable.Series.Count == 0
            ? ""
            : new SvgPlot(drawable, [.. drawable.Series.SelectMany(s => s.Points)]).Draw();
    }

    private static bool IsDrawable(Plot plot, (double X, double Y) point) => point.Y > 0 && plot.XAxis switch
    {
        PlotAxis.Percentile => point.X is >= 0 and < 1,
        PlotAxis.Logarithmic => point.X > 0,
        _ => double.IsFinite(point.X),
    };

    private string Draw()
    {
        Line($"""<svg viewBox="0 0 {Width} {Height + (_plot.Series.Count * LegendLine)}" role="img">""");
        Text(Left, Top - 14, "start", _plot.Title, "title");
        DrawRows();
        DrawColumns();
        for (var i = 0; i < _plot.Series.Count; i++) DrawSeries(_plot.Series[i], i);
        Text(Left + ((Width - Left - Right) / 2.0), Height - 10, "middle", _plot.XLabel);
        Text(8, Top - 14, "start", _plot.YLabel);
        Line("</svg>");
        return _svg.ToString();
    }

    private void DrawRows()
    {
        for (var decade = _yMin; decade <= _yMax; decade++)
        {
            var y = YOf(decade);
            Line($"""<path class="grid" d="M{N(Left)} {N(y)}H{N(Width - Right)}"/>""");
            Text(Left - 6, y + 4, "end", Short(Math.Pow(10, decade)));
        }
    }

    private void DrawColumns()
    {
        foreach (var (value, label) in XTicks())
        {
            var x = XOf(value);
            if (x < Left - 1 || x > Width - Right + 1) continue;
            Line($"""<path class="grid" d="M{N(x)} {N(Top)}V{N(Height - Bottom)}"/>""");
            Text(x, Height - Bottom + 16, "middle", label);
        }
    }

    private void DrawSeries(PlotSeries series, int index)
    {
        var color = Colors[index % Colors.Length];
        var points = series.Points.OrderBy(p => p.X).Select(p => $"{N(XOf(p.X))},{N(YOf(Math.Log10(p.Y)))}").ToArray();
        Line($"""<polyline class="curve" stroke="{color}" points="{string.Join(' ', points)}"/>""");
        foreach (var point in points)
        {
            var at = point.Split(',');
            Line($"""<circle r="2.5" fill="{color}" cx="{at[0]}" cy="{at[1]}"/>""");
        }
        var y = Height + (index * LegendLine) + 6;
        Line($"""<rect x="{N(Left)}" y="{N(y - 8)}" width="12" height="4" fill="{color}"/>""");
        Text(Left + 18, y, "start", series.Name);
    }

    private IEnumerable<(double Value, string Label)> XTicks()
    {
        switch (_plot.XAxis)
        {
            case PlotAxis.Percentile:
                foreach (var tick in PercentileTicks)
                    yield return (tick, (tick * 100).ToString("0.###", CultureInfo.InvariantCulture));
                break;
            case PlotAxis.Logarithmic:
                for (var decade = Math.Floor(_xMin); decade <= Math.Ceiling(_xMax); decade++)
                    yield return (Math.Pow(10, decade), Short(Math.Pow(10, decade)));
                break;
            default:
                for (var i = 0; i <= LinearTicks; i++)
                {
                    var value = _xMin + ((_xMax - _xMin) * i / LinearTicks);
                    yield return (value, Short(value));
                }
                break;
        }
    }

    private double Across(double x) => _plot.XAxis switch
    {
        PlotAxis.Percentile => -Math.Log10(1 - x),
        PlotAxis.Logarithmic => Math.Log10(x),
        _ => x,
    };

    private double XOf(double x) => Left + ((Across(x) - _xMin) / (_xMax - _xMin) * (Width - Left - Right));

    private double YOf(double decade) =>
        Height - Bottom - ((decade - _yMin) / (_yMax - _yMin) * (Height - Top - Bottom));

    private static (double Min, double Max) Widened(double min, double max) =>
        max > min ? (min, max) : (min - 0.5, max + 0.5);

    private static string Short(double value) => Math.Abs(value) switch
    {
        >= 1e9 => N(value / 1e9) + " G",
        >= 1e6 => N(value / 1e6) + " M",
        >= 1e3 => N(value / 1e3) + " k",
        _ => N(value),
    };

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private void Text(double x, double y, string anchor, string text, string? kind = null) => Line(
        $"""<text x="{N(x)}" y="{N(y)}" text-anchor="{anchor}"{Class(kind)}>{WebUtility.HtmlEncode(text)}</text>""");

    private static string Class(string? kind) => kind is null ? "" : $" class=\"{kind}\"";

    private void Line(string text) => _svg.Append(text).Append('\n');
}
