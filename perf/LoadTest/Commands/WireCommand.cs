using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Gateway;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using LoadTest.Baselines;
using LoadTest.Wire;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// Wire to wire: another process sends quotes over one socket and takes the time at which the order that answers one
/// comes back over another, from the moment at which the quote was due. Before and after it, the same peer beside a
/// bare echo of the same sizes.
/// </summary>
internal sealed class WireCommand
{
    // The peer never sleeps: of two cores one is left.
    private const string LayoutBesideThePeer = "source+logic+journal+gateway|follower";
    private const long WarmUpNs = 1_000_000_000;

    private readonly long _rate;
    private readonly long _seconds;
    private readonly bool _isTcp;
    private readonly bool _isPolling;
    private readonly OpenLoopSettings _settings;
    private readonly string? _parent;
    private readonly string? _json;
    private readonly string[] _durabilities;

    public WireCommand(LoadOptions options)
    {
        _rate = options.Number("rate", 20_000);
        _seconds = options.Number("seconds", 4);
        _isTcp = options.Text("transport") switch
        {
            null or "unix" => false,
            "tcp" => true,
            var other => throw ConfigException.Invalid("--transport", other, "use unix or tcp"),
        };
        _isPolling = options.Text("poll") != "no";
        _settings = OpenLoopSettings.Read(options, every: 10, LayoutBesideThePeer);
        _parent = options.Text("folder");
        _json = options.Text("json");
        _durabilities = (options.Text("durability") ?? "written,synced").Split(',');
        options.RefuseUnknown();
    }

    public bool Run(TextWriter output)
    {
        var report = new Report(
            $"wire to wire over {(_isTcp ? "tcp" : "unix")} sockets, {_rate:N0} quotes/s, every {_settings.Every}th "
            + $"answered, layout {_settings.Layout}, source {(_isPolling ? "polls" : "parks")}");
        var curves = new List<(string, LatencyFigures)>();
        foreach (var durability in _durabilities)
        {
            var before = BareRoundTrip.MedianNs();
            var bare = Echo();
            var engine = Engine(report, durability);
            var bareAfter = Echo();
            report.Heading($"-- {durability}, cores {CoreDistances.Of(before, BareRoundTrip.MedianNs())}");
            Add(report, $"{durability}: bare echo before", bare, bare);
            Add(report, $"{durability}: engine", engine, bare);
            Add(report, $"{durability}: bare echo after", bareAfter, bare);
            curves.AddRange([($"{durability}: bare echo", bare), ($"{durability}: engine", engine)]);
        }
        report.AddPercentiles("quote due to order received", curves);
        report.Write(output, _json);
        return report.IsGood;
    }

    private LatencyFigures Echo()
    {
        using var folder = new TempJournal(_parent);
        using var peer = new WirePeerProcess(folder.Folder, _isTcp, _rate, Quotes);
        BareEcho.Run(peer.VenueAddress, peer.MarketAddress, _settings.Every);
        return peer.Figures(WarmUpNs);
    }

    private LatencyFigures Engine(Report report, string durability)
    {
        using var journal = new TempJournal(_parent);
        using var sockets = new TempJournal(null); // The path of a unix socket may not be long.
        using var peer = new WirePeerProcess(sockets.Folder, _isTcp, _rate, Quotes);
        var rows = WireSetup.Rows();
        IOrderGateway? gateway = null;
        var setup = WireSetup.Create(
            _settings with { Durability = durability }, journal.Folder, peer.VenueAddress, new PipelineHooks
            {
                CreateSource = (_, writer, _) => new WireSource(rows, writer, peer.MarketAddress, _isPolling),
            },
            inner => gateway = inner);
        EngineSummary summary;
        using (var engine = TradingEngine.Open(setup, new DiskStorage(journal.Folder))) summary = engine.Run();
        (gateway as IDisposable)?.Dispose(); // The end of its line is what the peer waits for.
        if (summary.Shutdown.Fault is { } fault)
            throw new InvalidOperationException($"Stage {fault.Stage} failed.", fault.Exception);
        JournalCheck.Run(report, journal.Folder, summary.LastSequence, summary.StateDigest, setup.ConfigText);
        return peer.Figures(WarmUpNs);
    }

    private long Quotes => _rate * (_seconds + (WarmUpNs / 1_000_000_000));

    private static void Add(Report report, string name, LatencyFigures figures, LatencyFigures bare)
    {
        report.Add($"{name}, orders", figures.Count, "orders");
        report.Add($"{name}, p50", figures.P50, "ns", Ratio(figures.P50, bare.P50));
        report.Add($"{name}, w99", figures.W99, "ns", Ratio(figures.W99, bare.W99));
        report.Add($"{name}, p99", figures.P99, "ns");
        report.Add($"{name}, p99.9", figures.P999, "ns");
        report.Add($"{name}, max", figures.Max, "ns");
    }

    private static string Ratio(double figure, double bare) =>
        FormattableString.Invariant($"{figure / bare:0.00} of the bare echo before");
}
