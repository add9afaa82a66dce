using System.Diagnostics;
using System.Globalization;
using Engine.Core.Config;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// What a burst costs: the densest stretches of recorded days, played in open loop with their recorded spacing and
/// faster, every row answered. Tick to order counts from the time at which each row was due, by its position in the
/// burst; drained is a burst when its last order has left.
/// </summary>
internal sealed class BurstsCommand
{
    private const long PauseNs = 10_000_000;
    private const int WarmUpEpisodes = 20;

    private static readonly (int From, int To)[] PositionRanges =
        [(1, 1), (2, 5), (6, 10), (11, 20), (21, 50), (51, 100), (101, int.MaxValue)];

    private static readonly int[] RecordedPeaks = [52, 113, 129]; // Most rows of a recorded millisecond, by market.

    private readonly IReadOnlyList<string> _files;
    private readonly double[] _speeds;
    private readonly int _bursts;
    private readonly int _repeats;
    private readonly long _widthNs;
    private readonly bool _isPolling;
    private readonly OpenLoopSettings _settings;
    private readonly string? _parent;
    private readonly string? _json;
    private readonly string[] _durabilities;

    public BurstsCommand(LoadOptions options)
    {
        _files = options.All("data");
        _speeds = [.. (options.Text("speed") ?? "1,10,1000000").Split(',').Select(Speed)];
        _bursts = (int)options.Number("bursts", 3);
        _repeats = (int)options.Number("repeats", 50);
        _widthNs = options.Number("width-us", 1_000) * 1_000;
        _isPolling = options.Text("poll") != "no";
        _settings = OpenLoopSettings.Read(options, every: 1) with { AnswersTrades = true };
        _parent = options.Text("folder");
        _json = options.Text("json");
        _durabilities = (options.Text("durability") ?? "written").Split(',');
        options.RefuseUnknown();
    }

    public bool Run(TextWriter output)
    {
        var report = new Report(
            $"bursts, {_repeats} times each, layout {_settings.Layout}, source {(_isPolling ? "polls" : "parks")}");
        foreach (var durability in _durabilities)
        {
            foreach (var file in _files.Count > 0 ? _files : [""])
                foreach (var speed in _speeds) Measure(report, durability, file, speed);
        }
        report.Write(output, _json);
        return report.IsGood;
    }

    private void Measure(Report report, string durability, string file, double speed)
    {
        using var journal = new TempJournal(_parent);
        BurstSchedule? schedule = null;
        IReadOnlyList<BurstProfile> profiles = [];
        var before = BareRoundTrip.MedianNs();
        var run = OpenLoopRun.Run(
            _settings with { Durability = durability, Files = file.Length > 0 ? [file] : [] }, journal.Folder,
            orders: 4_000_000, TimeSpan.FromSeconds(1), (rows, writer) =>
            {
                profiles = Profiles(file, rows);
                schedule = new BurstSchedule(profiles, _repeats + WarmUpEpisodes, speed, PauseNs);
                return new ScheduledSource(rows, schedule, writer, _isPolling);
            },
            report);
        var distance = CoreDistances.Of(before, BareRoundTrip.MedianNs());
        var name = string.Create(CultureInfo.InvariantCulture,
            $"{durability}, {(file.Length > 0 ? SymbolOf(file) : "evenly")}, {speed}x");
        report.Heading($"-- {name}: {string.Join("; ", profiles.Select(p => p.Name))}; cores {distance}");
        AddFigures(report, name, run, schedule!, WarmUpEpisodes * profiles.Count);
        report.Add($"{name}: denied orders", run.Summary.Counters.DeniedCount, "orders");
        report.Add($"{name}: most records in the lane", run.LaneOccupiedMax, "records");
    }

    private static void AddFigures(
        Report report, string name, OpenLoopRun run, BurstSchedule schedule, int warmUpEpisodes)
    {
        var nsPerTick = 1e9 / Stopwatch.Frequency;
        var byPosition = new SortedDictionary<int, List<double>>();
        var lastDueNs = schedule.LastDueNs();
        var drainedNs = new Dictionary<int, double>();
        for (var i = 0; i < run.Samples.Count; i++)
        {
            var (plannedNs, leftTicks) = run.Samples[i];
            if (schedule.BurstRowAt(plannedNs - run.Source.FirstEventTimeNs) is not var (episode, position)
                || episode < warmUpEpisodes) continue;

            if (!byPosition.TryGetValue(position, out var list)) byPosition[position] = list = [];
            list.Add((leftTicks - run.Source.DueTicks(plannedNs)) * nsPerTick);
            var lastTicks = run.Source.DueTicks(run.Source.FirstEventTimeNs + lastDueNs[episode]);
            var drained = (leftTicks - lastTicks) * nsPerTick;
            drainedNs[episode] = Math.Max(drainedNs.GetValueOrDefault(episode, double.MinValue), drained);
        }
        foreach (var (from, to) in PositionRanges)
        {
            var all = byPosition.Where(p => p.Key >= from && p.Key <= to).SelectMany(p => p.Value).Order().ToArray();
            if (all.Length == 0) continue;
            var range = to == int.MaxValue ? $"{from} and on" : from == to ? $"{from}" : $"{from} to {to}";
            report.Add($"{name}: position {range}, p50", Quantiles.At(all, 0.5), "ns",
                string.Create(CultureInfo.InvariantCulture, $"p99 {Quantiles.At(all, 0.99):N0} ns, n={all.Length}"));
        }
        var drain = drainedNs.Values.Order().ToArray();
        report.Add($"{name}: drained after its last row was due, p50", Quantiles.At(drain, 0.5), "ns",
            string.Create(CultureInfo.InvariantCulture, $"p99 {Quantiles.At(drain, 0.99):N0} ns, n={drain.Length}"));
        report.Add(new Plot($"{name}: tick to order by position", "position in the burst", "ns", PlotAxis.Linear,
        [
            new PlotSeries("p50", [.. byPosition.Select(p => ((double)p.Key, At(p.Value, 0.5)))]),
            new PlotSeries("p99", [.. byPosition.Select(p => ((double)p.Key, At(p.Value, 0.99)))]),
        ]));

        static double At(List<double> values, double quantile) => Quantiles.At([.. values.Order()], quantile);
    }

    private IReadOnlyList<BurstProfile> Profiles(string file, RecordedRows rows) => file.Length > 0
        ? BurstProfile.FromRecording(SymbolOf(file), rows, _widthNs, _bursts)
        : [.. RecordedPeaks.Select(peak => BurstProfile.Even(rows, peak, _widthNs))];

    private static string SymbolOf(string file) => Path.GetFileName(file).Split('_')[0];

    private static double Speed(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var speed) && speed > 0
            ? speed
            : throw ConfigException.Invalid("--speed", text, "give numbers above 0: 1 is the recorded spacing");
}
