using System.Globalization;
using Engine.Core;
using Engine.Core.Gateway;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using LoadTest.Probes;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// Tick to order of the first order of a process against the median of its later ones, with and without warm-up, each
/// run in a process of its own, in turn.
/// </summary>
internal sealed class FirstOrderCommand
{
    public const string RunVerb = "first-order-run";

    private const int LaterFrom = 500; // Orders that are left out of the median: it is that of a warm process.

    private readonly long _rounds;
    private readonly long _rate;
    private readonly long _every;
    private readonly long _seconds;
    private readonly string _durability;
    private readonly string? _layout;
    private readonly string? _parent;
    private readonly string? _json;

    public FirstOrderCommand(LoadOptions options)
    {
        _rounds = options.Number("rounds", 7);
        _rate = options.Number("rate", 1_000);
        _every = options.Number("every", 5);
        _seconds = options.Number("seconds", 8);
        _durability = options.Text("durability") ?? "written";
        _layout = options.Text("layout");
        _parent = options.Text("folder");
        _json = options.Text("json");
        options.RefuseUnknown();
    }

    public bool Run(TextWriter output)
    {
        var cold = new List<FirstOrders>();
        var warm = new List<FirstOrders>();
        for (var round = 0; round < _rounds; round++)
        {
            foreach (var (isWarm, into) in round % 2 == 0
                         ? new[] { (true, warm), (false, cold) } : [(false, cold), (true, warm)])
                into.Add(Child(isWarm));
        }
        var report = new Report(string.Create(CultureInfo.InvariantCulture,
            $"first orders of a process, {_rate:N0} ticks/s, every {_every}th answered, {_durability}, "
            + $"{_rounds} processes each"));
        Add(report, "without warm-up", cold);
        Add(report, "with warm-up", warm);
        report.Add(
            "first order, without to with", Median(cold, o => o.FirstNs) / Median(warm, o => o.FirstNs), "times");
        report.Check("check: every process sent orders", cold.Concat(warm).All(o => o.Orders > LaterFrom),
            $"at least {cold.Concat(warm).Min(o => o.Orders):N0} orders each");
        report.Write(output, _json);
        return report.IsGood;
    }

    /// <summary>One engine from its start; prints what its first orders took.</summary>
    public static bool RunOnce(LoadOptions options, TextWriter output)
    {
        var folder = options.Text("journal") ?? throw new InvalidOperationException("--journal is missing.");
        var (rate, every) = (options.Number("rate", 1_000), options.Number("every", 5));
        var quotes = rate * options.Number("seconds", 8);
        var settings = new List<(string, string)>
        {
            ($"strategies.{AnswerStrategy.Type}.every", Text(every)), ("data.pace", "1"), ("simulated.rate", "200"),
            ("start.warmUp", options.Text("warm") == "yes" ? "1500ms" : "0"),
        };
        if (options.Text("layout") is { } layout) settings.Add(("threads.layout", layout));
        var durability = options.Text("durability") ?? "written";
        options.RefuseUnknown();

        var samples = new LatencySamples((int)(quotes / every) + 1);
        OpenLoopSource? source = null;
        var plain = Setup(folder, durability, settings, new PipelineHooks(), static gateway => gateway);
        var rows = RecordedRows.Simulated(plain.Simulated, plain.Instruments);
        var hooks = new PipelineHooks
        {
            CreateSource = (_, writer, _) => source = new OpenLoopSource(rows, writer, rate, quotes),
        };
        var setup = Setup(folder, durability, settings, hooks, gateway => new TimedGateway(gateway, samples));
        using var engine = TradingEngine.Open(setup, new DiskStorage(folder));
        var warmed = engine.WarmUp();
        if (warmed?.Problem is { } problem) throw new InvalidOperationException("The warm-up failed: " + problem);
        var summary = engine.Run();
        if (summary.Shutdown.Fault is { } fault)
            throw new InvalidOperationException($"Stage {fault.Stage} failed.", fault.Exception);

        output.WriteLine(FirstOrders.Of(samples.LatenciesNs(source!.DueTicks), LaterFrom, warmed?.Elapsed).ToText());
        return true;
    }

    private FirstOrders Child(bool isWarm)
    {
        using var journal = new TempJournal(_parent);
        var arguments = new List<string>
        {
            RunVerb, "--journal", journal.Folder, "--rate", Text(_rate), "--every", Text(_every), "--seconds",
            Text(_seconds), "--durability", _durability, "--warm", isWarm ? "yes" : "no",
        };
        if (_layout is not null) arguments.AddRange(["--layout", _layout]);
        using var child = OwnProcess.Start(arguments);
        var line = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0
            ? FirstOrders.Parse(line)
            : throw new InvalidOperationException($"The measured process ended with code {child.ExitCode}: {line}");
    }

    private static void Add(Report report, string name, List<FirstOrders> runs)
    {
        report.Heading($"-- {name}");
        Add("first order", o => o.FirstNs);
        Add("slowest of the first ten", o => o.SlowestOfTenNs);
        Add("slowest of the first hundred", o => o.SlowestOfHundredNs);
        Add($"median behind {LaterFrom} orders", o => o.LaterMedianNs);
        report.Add($"{name}: first order to later median", Median(runs, o => o.FirstNs / o.LaterMedianNs), "times");
        report.Add($"{name}: the warm-up took", Median(runs, o => o.WarmUpMs), "ms");

        void Add(string figure, Func<FirstOrders, double> of) => report.Add($"{name}: {figure}", Median(runs, of), "ns",
            string.Create(CultureInfo.InvariantCulture, $"{runs.Min(of):N0} to {runs.Max(of):N0}"));
    }

    private static double Median(List<FirstOrders> runs, Func<FirstOrders, double> of) =>
        runs.Select(of).Order().ElementAt(runs.Count / 2);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static EngineSetup Setup(
        string folder, string durability, IEnumerable<(string, string)> settings, PipelineHooks hooks,
        Func<IOrderGateway, IOrderGateway> decorate) =>
        LoadSetup.Create("paper", folder, durability, AnswerStrategy.Type, [], settings, hooks, decorate);
}
