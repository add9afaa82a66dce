using Engine.Core.Config;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using Engine.Core.Sequencing;
using Engine.Core.Tests.Allocation;
using Engine.Core.Tests.MarketData;
using Engine.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Engine.Core.Tests;

/// <summary>
/// Goal: the logic and journal threads of a running engine allocate nothing, whatever goes on around them. The engine
/// is the real one on real files; its threads are measured from within, over a million events after a warm-up.
/// </summary>
public sealed class AllocationTests(ITestOutputHelper output)
{
    /// <summary>
    /// Each of the nine kinds at least twice: they come with the host's looks, and a fast run has few of those.
    /// </summary>
    private const int CommandsMin = 18;

    private const long WarmUpEvents = 600_000;
    private const long MeasuredEvents = 1_000_000;
    private const long Rows = WarmUpEvents + MeasuredEvents + 100_000;
    private const int SegmentRecords = 32_768;

    private static readonly string[] Layouts =
    [
        "source|logic|journal+gateway|follower", "source|logic+journal+gateway|follower",
        "source+logic+journal+gateway|follower",
    ];

    public static TheoryData<string, string> Graphs => new()
    {
        { "paper", Layouts[0] },
        { "paper", Layouts[1] },
        { "paper", Layouts[2] },
        { "backtest", Layouts[0] },
        { "backtest", Layouts[1] },
    };

    [Theory]
    [MemberData(nameof(Graphs))]
    public void Logic_and_journal_threads_allocate_nothing_over_a_million_events(string mode, string layout)
    {
        using var folder = new TempFolder();
        var probes = new List<AllocationProbe>();
        TradingEngine? engine = null;
        var hooks = new PipelineHooks
        {
            CreateSource = (_, writer, _) => new QuoteSource(writer, Rows),
            AroundThread = name => Probe(name, probes, () => engine?.DurableSequence ?? 0),
        };
        engine = TradingEngine.Open(Setup(mode, layout, folder.Path, hooks), new DiskStorage(folder.Path));
        using var opened = engine;
        var commands = 0;
        var summary = opened.Run(_ =>
        {
            if (opened.Control.IsAvailable) Command(opened.Control, commands++);
        });

        Assert.Null(summary.Shutdown.Fault);
        Assert.True(
            mode == "backtest" || commands >= CommandsMin, $"{commands} commands: they are part of the measurement.");
        output.WriteLine(
            $"{summary.LastSequence} records, {summary.Counters.OrderCount} orders, {summary.Counters.DeniedCount} "
                + $"denied, " +
            $"{summary.Counters.VenueRejectCount} rejected, {summary.Counters.ExecutionCount} executions");
        foreach (var step in summary.Shutdown.Steps) output.WriteLine($"{step}");
        Assert.True(summary.LastSequence > WarmUpEvents + MeasuredEvents);
        Assert.True(summary.Counters.DeniedCount > 1_000, "Denials are part of the measurement.");
        Assert.True(summary.Counters.VenueRejectCount > 10, "Rejects are part of the measurement.");
        Assert.True(summary.Counters.ExecutionCount > 100, "Executions are part of the measurement.");
        AssertSegmentsAndSnapshots(folder.Path, mode);
        foreach (var probe in probes.Where(p => IsMeasured(p.ThreadName)))
        {
            output.WriteLine($"{probe.ThreadName}: {probe.Bytes} bytes");
            Assert.Equal(0, probe.Bytes);
        }
    }

    // A mixed load, several hundred a second; who waits for the answers is another thread.
    private static void Command(ControlPort port, int number) => port.SubmitAsync((number % 9) switch
    {
        0 => OperatorCommand.Pause(Issuer.Of()),
        1 => OperatorCommand.Resume(Issuer.Of()),
        2 => OperatorCommand.Halt(Issuer.Of(), HoldScope.Instrument, 0, CancelPolicy.All),
        3 => OperatorCommand.Resume(Issuer.Of(), HoldScope.Instrument, 0),
        4 => OperatorCommand.Cancel(Issuer.Of(), HoldScope.Strategy, 1),
        5 => OperatorCommand.CancelOrder(Issuer.Of(), 1 + number),
        6 => OperatorCommand.Flatten(Issuer.Of(OperatorRole.Viewer)),
        7 => OperatorCommand.Rotate(Issuer.Of(key: $"rotation {number / 90}")), // Prepared ahead: no wait, and repeats.
        _ => OperatorCommand.Pause(Issuer.Of(key: "the same again")),
    });

    private static void AssertSegmentsAndSnapshots(string folder, string mode)
    {
        var segments = ManifestFile.Read(new DiskStorage(folder)).Runs[^1].End!.LastSegment;
        Assert.True(segments > MeasuredEvents / SegmentRecords, "Segment rolls are part of the measurement.");
        var snapshots = Directory.GetFiles(folder).Count(file =>
            Path.GetFileName(file).StartsWith("snapshot", StringComparison.Ordinal));
        Assert.True(snapshots >= (mode == "paper" ? 2 : 1), "Snapshots are part of the measurement.");
    }

    private static bool IsMeasured(string threadName) =>
        threadName.Split('+').Any(role => role is "logic" or "journal");

    private static (IStage First, IStage Last) Probe(string name, List<AllocationProbe> probes,
        Func<long> durableSequence)
    {
        var probe = new AllocationProbe(name, durableSequence, WarmUpEvents, WarmUpEvents + MeasuredEvents);
        probes.Add(probe);
        return (new Idle(), probe);
    }

    private static EngineSetup Setup(string mode, string layout, string folder, PipelineHooks hooks)
    {
        var config = CanonicalConfig.Parse(
            $"""
             account=TEST
             account.cash=1000000000
             breakers.consecutiveLosses.limit=1000000
             breakers.dailyLoss.limit=1000000000
             breakers.drawdown.limit=100
             breakers.journalLag.limit=1h
             breakers.latency.limit=1h
             breakers.orderRate.limit=100000000
             breakers.rejectRatio.limit=100
             breakers.useDefaults=true
             breakers.volatility.limit=1000000
             data.pace={(mode == "paper" ? "1" : "max")}
             journal.directory={folder}
             limits.segmentRecords={SegmentRecords}
             mode={mode}
             risk.marginRateBps=100
             risk.maxConcentrationBps=1000000
             risk.maxGrossExposure=50000000000
             risk.maxIdenticalRejects=1000000000
             risk.maxInFlight=3000
             risk.maxNetExposure=50000000000
             risk.maxNotionalPerDay=90000000000
             risk.maxNotionalPerMinute=90000000000
             risk.maxOpenOrders=10000
             risk.maxOpenPositions=10
             risk.maxOrdersPerDay=1000000000
             risk.maxOrdersPerMinute=1000000000
             risk.messageBurst=10000
             risk.messagesPerSecond=1000000
             risk.maxOrderNotional=50000000
             risk.maxOrderQuantity=1000
             risk.maxPosition=1000000
             risk.orderBurst=1000000
             risk.orderRatePerSecond=1000000
             risk.priceCollarBps=5000
             risk.rejectProbeMs=60000
             risk.rejectWindowMs=60000
             risk.repeatWindowMs=1
             risk.rounding=passive
             risk.selfCross=false
             risk.shortSelling=true
             risk.staleQuoteMs=600000
             snapshots.intervalRecords=200000
             strategies.{OftenDenied.Type}.type={OftenDenied.Type}
             threads.layout={layout}
             venue.rejectPpm=50000

             """);
        return new EngineSetup(config, new OftenDenied(), "test") { Hooks = hooks };
    }

    private sealed class Idle : IStage
    {
        public string Name => "idle";

        public int RunOnce() => 0;
    }
}
