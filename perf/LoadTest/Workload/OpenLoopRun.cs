using Engine.Core;
using Engine.Core.Gateway;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using LoadTest.Commands;
using LoadTest.Probes;
using IInputWriter = Engine.Core.MarketData.IInputWriter;

namespace LoadTest.Workload;

/// <summary>
/// One run of the paper graph under inputs that are due whether the engine keeps up or not, from opening to seal. Notes
/// when each order, durable, reaches the venue, and how many due inputs the logic has not taken.
/// </summary>
internal sealed class OpenLoopRun
{
    // So short that orders of some hundred microseconds work at once, not of a tenth of a second.
    private const string VenueLatency = "1ms";

    private static readonly (string Key, string Value)[] NoSettings = [];

    private readonly List<double> _backlog = [];

    private OpenLoopRun(LatencySamples samples, ThreadProbes probes) => (Samples, Probes) = (samples, probes);

    public LatencySamples Samples { get; }

    public ThreadProbes Probes { get; }

    public required IPlannedSource Source { get; init; }

    public EngineSummary Summary { get; private set; } = null!; // Set by Run, which alone creates.

    /// <summary>Inputs due and not yet taken by the logic, looked at some hundred times a second.</summary>
    public Spread Backlog => Spread.Of(_backlog);

    /// <summary>Most records that the source's lane held.</summary>
    public long LaneOccupiedMax { get; private set; }

    /// <summary>Most records published and not durable.</summary>
    public long DurableLagMax { get; private set; }

    /// <summary>Durable and not seen by the follower, when the inputs ended.</summary>
    public long FollowerLag { get; private set; }

    /// <param name="warmUp">Nothing is counted before; starts with the first input.</param>
    /// <param name="orders">At most so many are noted.</param>
    public static OpenLoopRun Run(
        OpenLoopSettings settings, string folder, int orders, TimeSpan warmUp,
        Func<RecordedRows, IInputWriter, IPlannedSource> createSource, Report? check = null)
    {
        var samples = new LatencySamples(orders);
        var probes = new ThreadProbes();
        IPlannedSource? source = null;
        var plain = Setup(settings, folder, new PipelineHooks());
        var rows = settings.Files is [var file]
            ? RecordedRows.FromFile(file, plain.Instruments)
            : RecordedRows.Simulated(plain.Simulated, plain.Instruments);
        var hooks = new PipelineHooks
        {
            AroundThread = probes.Add,
            CreateSource = (_, writer, _) => source = createSource(rows, writer),
        };
        var setup = Setup(settings, folder, hooks, gateway => new TimedGateway(gateway, samples));
        OpenLoopRun run;
        using (var engine = TradingEngine.Open(setup, new DiskStorage(folder)))
        {
            run = new OpenLoopRun(samples, probes) { Source = source! };
            var window = new SteadyWindow(warmUp, TimeSpan.FromHours(1), probes, () => { });
            run.Summary = engine.Run(progress =>
            {
                window.OnProgress(progress);
                if (progress.Elapsed > warmUp) run.Look(engine.Pipeline, progress);
            });
        }
        if (run.Summary.Shutdown.Fault is { } fault)
            throw new InvalidOperationException($"Stage {fault.Stage} failed.", fault.Exception);
        if (check is not null)
            JournalCheck.Run(
                check, folder, run.Summary.LastSequence, run.Summary.StateDigest, setup.ConfigText);
        return run;
    }

    private void Look(EnginePipeline pipeline, EngineProgress progress)
    {
        if (Source.IsEnded) return;
        var lane = pipeline.SourceLanes[0];
        var occupied = lane.Occupied;
        LaneOccupiedMax = Math.Max(LaneOccupiedMax, occupied);
        DurableLagMax = Math.Max(DurableLagMax, pipeline.Published.Value - pipeline.Journal.Durable.Value);
        FollowerLag = progress.DurableSequence - (progress.Status?.Sequence ?? 0);
        _backlog.Add(Math.Max(0, Source.DueCount - (Source.Progress.RowsRead - occupied)));
    }

    private static EngineSetup Setup(
        OpenLoopSettings settings, string folder, PipelineHooks hooks,
        Func<IOrderGateway, IOrderGateway>? decorateGateway = null) => LoadSetup.Create(
        "paper", folder, settings.Durability, AnswerStrategy.Type, settings.Files,
        [
            ($"strategies.{AnswerStrategy.Type}.every", $"{settings.Every}"),
            ($"strategies.{AnswerStrategy.Type}.trades", settings.AnswersTrades ? "true" : "false"),
            ("threads.layout", settings.Layout), ("venue.latency", VenueLatency),
            ("data.pace", "1"), ("threads.busySpin", settings.IsBusySpin ? "true" : "false"),
            .. settings.Files.Count == 0 ? [("simulated.rate", "200")] : NoSettings,
            .. settings.More,
        ],
        hooks,
        decorateGateway);
}
