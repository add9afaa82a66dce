using System.Diagnostics;
using System.Globalization;
using Engine.Core;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// What a running engine burns while nothing happens: one quote a second, no order, by way of waiting. Processor time
/// of each thread and of the process, in per cent of one core.
/// </summary>
internal sealed class IdleCommand
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    private readonly long _seconds;
    private readonly string? _layout;
    private readonly string? _parent;
    private readonly string? _json;

    public IdleCommand(LoadOptions options)
    {
        _seconds = options.Number("seconds", 10);
        _layout = options.Text("layout");
        _parent = options.Text("folder");
        _json = options.Text("json");
        options.RefuseUnknown();
    }

    public bool Run(TextWriter output)
    {
        var report = new Report(string.Create(
            CultureInfo.InvariantCulture, $"an idle engine for {_seconds} s, one quote a second"));
        Measure(report, "spin 20 us, then park", isBusySpin: false);
        Measure(report, "busy spin", isBusySpin: true);
        report.Write(output, _json);
        return report.IsGood;
    }

    private void Measure(Report report, string wait, bool isBusySpin)
    {
        using var journal = new TempJournal(_parent);
        var plain = Setup(journal.Folder, isBusySpin, new PipelineHooks());
        var rows = RecordedRows.Simulated(plain.Simulated, plain.Instruments);
        var setup = Setup(journal.Folder, isBusySpin, new PipelineHooks
        {
            CreateSource = (_, writer, _) => new OpenLoopSource(rows, writer, ratePerSecond: 1, quotesMax: 3_600),
        });
        using var engine = TradingEngine.Open(setup, new DiskStorage(journal.Folder));
        (long Ticks, TimeSpan Cpu, IReadOnlyList<ThreadGauge> Threads)? from = null;
        (long Ticks, TimeSpan Cpu, IReadOnlyList<ThreadGauge> Threads)? to = null;
        var summary = engine.Run(progress =>
        {
            if (progress.Elapsed < Settle || to is not null) return;
            var now = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, engine.Internals().Threads);
            from ??= now;
            if (Stopwatch.GetElapsedTime(from.Value.Ticks).TotalSeconds < _seconds) return;
            to = now;
            engine.RequestStop(StopMode.Cancel, "loadtest", "idle for long enough");
        });
        if (summary.Shutdown.Fault is { } fault)
            throw new InvalidOperationException($"Stage {fault.Stage} failed.", fault.Exception);

        var seconds = Stopwatch.GetElapsedTime(from!.Value.Ticks, to!.Value.Ticks).TotalSeconds;
        report.Heading($"-- {wait}, {summary.ThreadLayout}");
        report.Add($"{wait}: process", (to.Value.Cpu - from.Value.Cpu).TotalSeconds / seconds * 100, "% of a core");
        for (var i = 0; i < to.Value.Threads.Count; i++)
        {
            var (before, after) = (from.Value.Threads[i], to.Value.Threads[i]);
            report.Add($"{wait}: {after.Name}", (after.CpuNs - before.CpuNs ?? 0) / 1e9 / seconds * 100,
                "% of a core", $"{(after.Parks - before.Parks) / seconds:N0} parks/s");
        }
    }

    private EngineSetup Setup(string folder, bool isBusySpin, PipelineHooks hooks) => LoadSetup.Create(
        "paper", folder, "written", AnswerStrategy.Type, [],
        [
            ($"strategies.{AnswerStrategy.Type}.every", "1000000"), ("data.pace", "1"), ("simulated.rate", "200"),
            ("threads.busySpin", isBusySpin ? "true" : "false"),
            .. _layout is null ? Array.Empty<(string, string)>() : [("threads.layout", _layout)],
        ],
        hooks);
}
