using System.Diagnostics;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// The highest rate of quotes, in open loop, at which tick to order counted from the planned time keeps its w99 below a
/// bound and nothing falls behind: what is due and not taken stays bounded. Every rate that was tried is a point of the
/// curve.
/// </summary>
internal sealed class SaturationCommand
{
    private const long WarmUpNs = 1_000_000_000;

    private readonly double _firstRate;
    private readonly double _rateMax;
    private readonly long _w99UsMax;
    private readonly long _backlogUsMax;
    private readonly long _seconds;
    private readonly double _precision;
    private readonly int _tries;
    private readonly OpenLoopSettings _settings;
    private readonly string? _parent;
    private readonly string? _json;
    private readonly string[] _durabilities;

    public SaturationCommand(LoadOptions options)
    {
        _firstRate = options.Number("rate", 100_000);
        _rateMax = options.Number("rate-max", 4_000_000);
        _w99UsMax = options.Number("w99-us", 2_000);
        _backlogUsMax = options.Number("backlog-us", 2_000);
        _seconds = options.Number("seconds", 3);
        _precision = options.Number("precision-percent", 10) / 100.0;
        _tries = (int)options.Number("tries", 2);
        _settings = OpenLoopSettings.Read(options, every: 10);
        _parent = options.Text("folder");
        _json = options.Text("json");
        _durabilities = (options.Text("durability") ?? "written,synced").Split(',');
        options.RefuseUnknown();
    }

    public bool Run(TextWriter output)
    {
        var report = new Report($"saturation, every {_settings.Every}th quote answered, layout {_settings.Layout}");
        report.Add("bound of w99", _w99UsMax, "us");
        report.Add("bound of the median backlog", _backlogUsMax, "us");
        foreach (var durability in _durabilities) Search(report, durability, output);
        report.Write(output, _json);
        return report.IsGood;
    }

    private void Search(Report report, string durability, TextWriter output)
    {
        var points = new List<SaturationPoint>();
        output.WriteLine($"{durability}: {SaturationPoint.Header}");
        var (highest, failed) = new SaturationSearch(_firstRate, _rateMax, _precision, _tries).Run(rate =>
        {
            var point = Measure(durability, rate);
            points.Add(point);
            output.WriteLine($"{durability}: {point}");
            return point.IsKept;
        });
        report.Heading($"-- {durability}");
        report.Add($"{durability}: highest rate kept", highest ?? double.NaN, "quotes/s",
            failed is null ? "the highest one tried: raise --rate-max" : $"{failed:N0} failed");
        foreach (var point in points.OrderBy(p => p.Rate))
            report.Add($"{durability}: w99 at {point.Rate:0}", point.Figures.W99, "ns", point.ToString());
        var curve = points.GroupBy(p => p.Rate).Select(tries => tries.MinBy(p => p.Figures.W99)!)
            .OrderBy(p => p.Rate).ToArray();
        report.Add(new Plot($"{durability}: tick to order by rate", "quotes/s", "ns", PlotAxis.Logarithmic,
        [
            new PlotSeries("p50", [.. curve.Select(p => (p.Rate, p.Figures.P50))]),
            new PlotSeries("w99", [.. curve.Select(p => (p.Rate, p.Figures.W99))]),
            new PlotSeries("p99.9", [.. curve.Select(p => (p.Rate, p.Figures.P999))]),
            new PlotSeries("median backlog", [.. curve.Select(p => (p.Rate, p.BacklogUs * 1e3))]),
        ]));
    }

    private SaturationPoint Measure(string durability, double rate)
    {
        using var journal = new TempJournal(_parent);
        var before = BareRoundTrip.MedianNs();
        var quotes = (long)(rate * (_seconds + (WarmUpNs / 1e9)));
        var run = OpenLoopRun.Run(
            _settings with { Durability = durability }, journal.Folder, (int)(quotes / _settings.Every) + 1,
            TimeSpan.FromSeconds(WarmUpNs / 1e9),
            (rows, writer) => new OpenLoopSource(rows, writer, rate, quotes));
        var figures = run.Samples.Figures(
            run.Source.DueTicks, run.Source.FirstEventTimeNs + WarmUpNs, 1e9 / Stopwatch.Frequency);
        var backlogUs = run.Backlog.Median / rate * 1e6;
        return new SaturationPoint(rate, figures, backlogUs, run.LaneOccupiedMax, run.DurableLagMax, run.FollowerLag)
        {
            Distance = CoreDistances.Of(before, BareRoundTrip.MedianNs()),
            IsKept = figures.W99 <= _w99UsMax * 1e3 && backlogUs <= _backlogUsMax,
        };
    }
}
