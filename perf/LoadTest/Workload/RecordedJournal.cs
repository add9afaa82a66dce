using System.Diagnostics;
using Engine.Core;
using Engine.Core.Journal;
using Engine.Core.Pipeline;

namespace LoadTest.Workload;

/// <summary>A journal of a backtest from memory, written for others to read.</summary>
/// <param name="RecordsPerSecond">While it was written, start-up and stop left out.</param>
internal sealed record RecordedJournal(
    long LastSequence, ulong StateDigest, string ConfigText, long Inputs, double RecordsPerSecond)
{
    /// <param name="files">Rows to repeat; none is the simulated market.</param>
    /// <param name="records">Ends soon behind so many.</param>
    public static RecordedJournal Write(
        string folder, string strategy, IReadOnlyList<string> files, IReadOnlyList<(string Key, string Value)> more,
        long records)
    {
        var plain = LoadSetup.Create("backtest", folder, "written", strategy, files, more, new PipelineHooks());
        var rows = files.Count > 0
            ? files.Select(file => RecordedRows.FromFile(file, plain.Instruments)).ToArray()
            : [RecordedRows.Simulated(plain.Simulated, plain.Instruments)];
        var sources = new List<MemorySource>();
        var hooks = new PipelineHooks
        {
            CreateSource = (i, writer, _) =>
            {
                sources.Add(new MemorySource(rows[i], writer));
                return sources[^1];
            },
        };
        var setup = LoadSetup.Create("backtest", folder, "written", strategy, files, more, hooks);
        using var engine = TradingEngine.Open(setup, new DiskStorage(folder));
        var start = Stopwatch.GetTimestamp();
        var rate = double.NaN;
        var summary = engine.Run(progress =>
        {
            if (progress.DurableSequence < records || !double.IsNaN(rate)) return;
            rate = progress.DurableSequence / Stopwatch.GetElapsedTime(start).TotalSeconds;
            foreach (var source in sources) source.EndSoon();
        });
        if (summary.Shutdown.Fault is { } fault)
            throw new InvalidOperationException($"Stage {fault.Stage} failed.", fault.Exception);
        return new RecordedJournal(
            summary.LastSequence, summary.StateDigest, setup.ConfigText, summary.Inputs, rate);
    }
}
