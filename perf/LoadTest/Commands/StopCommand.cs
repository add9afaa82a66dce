using System.Globalization;
using Engine.Core;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using LoadTest.Probes;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// Stops an engine in each mode while market data comes at a fixed rate and orders are queued towards a venue process
/// that stands still, and starts it again with a venue that goes on: nothing that an answer or the venue's log showed
/// is lost, the report names what remains, and every order comes to an end that both sides know.
/// </summary>
internal sealed class StopCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly long _rate;
    private readonly int _queued;
    private readonly string? _parent;
    private readonly string? _json;
    private readonly string _durability;
    private readonly string[] _modes;

    public StopCommand(LoadOptions options)
    {
        _rate = options.Number("rate", 500_000);
        _queued = (int)options.Number("queued", 2_000);
        _durability = options.Text("durability") ?? "written";
        _modes = (options.Text("mode") ?? "cancel,drain,flatten,park").Split(',');
        _parent = options.Text("folder");
        _json = options.Text("json");
        options.RefuseUnknown();
    }

    public bool Run(TextWriter output)
    {
        var report = new Report(
            $"stop, {_rate:N0} quotes/s asked for, {_queued:N0} orders queued, venue that never answers");
        foreach (var mode in _modes) Measure(report, Enum.Parse<StopMode>(mode, ignoreCase: true));
        report.Write(output, _json);
        return report.IsGood;
    }

    private void Measure(Report report, StopMode mode)
    {
        using var journal = new TempJournal(_parent);
        using var other = new TempJournal(_parent);
        using var venue = new VenueProcess(other.Folder);
        var answers = new List<CommandAnswer>();
        var stopped = RunOnce(journal.Folder, venue, _rate, (engine, gateway) =>
        {
            Until(() => engine.Pipeline.Sweep!.Phase == EnginePhase.Running, "the engine runs");
            answers.Add(Command(engine, OperatorCommand.Halt(Issuer(1))));
            Until(() => engine.Pipeline.Sweep!.OpenOrders == 0, "no order works");
            venue.Stand();
            var (durable, written) = (gateway.Durable, gateway.Written);
            answers.Add(Command(engine, OperatorCommand.Resume(Issuer(2))));
            Until(() => gateway.Durable - durable - (gateway.Written - written) >= _queued, "the orders are queued");
            answers.Add(Command(engine, OperatorCommand.Stop(Issuer(3), mode)));
        });
        var name = mode.ToString();
        report.Heading($"-- {name}");
        AddReport(report, name, stopped);
        CheckAnswers(report, name, journal.Folder, answers);

        venue.Continue();
        var again = RunOnce(journal.Folder, venue, rate: 1_000, (engine, _) =>
        {
            Until(() => engine.Pipeline.Sweep!.Phase == EnginePhase.Running, "the engine has reconciled");
            engine.RequestStop(StopMode.Cancel, "loadtest", "reconciled");
        });
        venue.End();
        report.Check($"{name}: check: the next start leaves nothing", again.Shutdown is
        { Fault: null, RemainingOrders: 0, RemainingPositions: 0 }, $"{again.Counters.OrderCount:N0} orders");
        HaltAudit.CheckOutcomes(report, name, journal.Folder, venue.LogPath);
        CheckPositions(report, name, again, venue.LogPath);
        report.Check($"{name}: check: replay", Verifies(journal.Folder), "every hash of the journal");
    }

    private static void AddReport(Report report, string name, EngineSummary stopped)
    {
        report.Add($"{name}: stop took", (stopped.Total - stopped.Running).TotalSeconds, "s");
        report.Add($"{name}: orders that remained", stopped.Shutdown.RemainingOrders, "orders");
        foreach (var step in stopped.Shutdown.Steps.Where(step => !step.IsDone))
            report.Add($"{name}: step '{step.Name}'", step.Detail);
        report.Check($"{name}: check: stopped in order", stopped.Shutdown.Fault is null
            && stopped.Shutdown.Steps is [.., { Name: "seal the journal", IsDone: true }],
            stopped.Shutdown.Fault?.Exception.Message ?? "");
        report.Check($"{name}: check: the report names the orders", stopped.Shutdown.Steps.Any(
            step => step.Detail.Contains("still working", StringComparison.Ordinal)) || name == "Park",
            $"{stopped.Shutdown.RemainingOrders:N0} remain");
    }

    private static void CheckAnswers(Report report, string name, string journal, List<CommandAnswer> answers)
    {
        var found = 0;
        using var reader = JournalReader.Open(new DiskStorage(journal));
        for (var records = reader.Read(); !records.IsEmpty; records = reader.Read())
            foreach (ref readonly var e in records)
                if (e.Kind == EventKind.CommandAnswered) found += CountAnswer(answers, in e);
        report.Check($"{name}: check: every answer is in the journal", found == answers.Count,
            $"{found} of {answers.Count}");
    }

    private static int CountAnswer(List<CommandAnswer> answers, in EngineEvent record)
    {
        foreach (var answer in answers)
            if (answer.Sequence == record.Sequence
                && answer.Result.RequestId == record.CommandAnswer.RequestId) return 1;
        return 0;
    }

    private static void CheckPositions(Report report, string name, EngineSummary summary, string venueLog)
    {
        var venue = VenueLogReader.Open(venueLog).SumPositions().Values.Where(q => q != 0).Order();
        report.Check($"{name}: check: positions are those of the venue",
            summary.Positions.Select(p => p.Quantity).Where(q => q != 0).Order().SequenceEqual(venue), "");
    }

    private static bool Verifies(string journal) => JournalVerifier.Verify(new DiskStorage(journal)).IsIntact;

    private EngineSummary RunOnce(
        string folder, VenueProcess venue, long rate, Action<TradingEngine, CountingGateway> drive)
    {
        CountingGateway? gateway = null;
        var plain = Setup(folder, venue.Address, new PipelineHooks());
        var rows = RecordedRows.Simulated(plain.Simulated, plain.Instruments);
        var hooks = new PipelineHooks
        {
            CreateSource = (_, writer, _) => new OpenLoopSource(rows, writer, rate, long.MaxValue / 2),
        };
        var setup = Setup(folder, venue.Address, hooks, inner => gateway = new CountingGateway(inner));
        using var engine = TradingEngine.Open(setup, new DiskStorage(folder));
        var driving = Task.Factory.StartNew(
            () => drive(engine, gateway!), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        driving.ContinueWith(
            _ => engine.RequestStop(StopMode.Park, "loadtest", "failed"), CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        var summary = engine.Run();
        driving.GetAwaiter().GetResult();
        return summary;
    }

    private static CommandAnswer Command(TradingEngine engine, OperatorCommand command)
    {
        var answer = engine.Control.SubmitAsync(command);
        if (!answer.Wait(Patience)) throw new TimeoutException($"{command.Kind} was not answered within {Patience}.");
        if (answer.Result.IsRefused) throw new InvalidOperationException($"{command.Kind}: {answer.Result.Code}.");
        return answer.Result;
    }

    private static CommandIssuer Issuer(int number) => new(
        "loadtest", OperatorRole.Admin, "load test", "measured",
        string.Create(CultureInfo.InvariantCulture, $"loadtest-{number}"));

    private static void Until(Func<bool> condition, string what)
    {
        if (!SpinWait.SpinUntil(condition, Patience)) throw new TimeoutException($"Not within {Patience}: {what}.");
    }

    private EngineSetup Setup(
        string folder, string address, PipelineHooks hooks,
        Func<IOrderGateway, IOrderGateway>? decorateGateway = null) =>
        LoadSetup.Create(
            "paper", folder, _durability, "base", [],
            [
                ("strategies.base.type", FloodStrategy.Type),
                ("strategies.base.orders", $"{_queued + (_queued / 5)}"), ("venue.address", address),
                ("data.pace", "1"), ("simulated.rate", "200"), ("stop.deadline", "2s"),
                ("risk.holdOnUncleanStart", "false"),
            ],
            hooks, decorateGateway);
}
