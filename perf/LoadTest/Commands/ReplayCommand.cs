using System.Diagnostics;
using Engine.Core.Journal;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Replay;
using LoadTest.Baselines;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// How fast a journal is replayed through the whole state machine, every decision compared, with its segments in memory
/// and after the kernel has dropped them. Beside it, in turn: the bare read, the bare read with checksum and decode,
/// and the journal's own reader.
/// </summary>
internal sealed class ReplayCommand
{
    private static readonly string[] Loops =
        ["bare read", "bare read, CRC and decode", "journal reader, verified", "replay through the engine"];

    private readonly string? _existing;
    private readonly IReadOnlyList<string> _files;
    private readonly string _strategy;
    private readonly long _every;
    private readonly long _records;
    private readonly int _rounds;
    private readonly string? _parent;
    private readonly string? _json;

    public ReplayCommand(LoadOptions options)
    {
        _existing = options.Text("journal");
        _files = options.All("data");
        _strategy = options.Text("strategy") ?? "mean-reversion";
        _every = options.Number("every", 20);
        _records = options.Number("records", 5_000_000);
        _rounds = (int)options.Number("rounds", 5);
        _parent = options.Text("folder");
        _json = options.Text("json");
        options.RefuseUnknown();
    }

    public bool Run(TextWriter output)
    {
        using var own = _existing is null ? new TempJournal(_parent) : null;
        var folder = _existing ?? own!.Folder;
        var report = new Report($"replay, {(_existing is null ? $"strategy {_strategy}" : _existing)}");
        var written = _existing is null ? RecordedJournal.Write(folder, _strategy, _files, Settings(), _records) : null;
        var storage = new DiskStorage(folder);
        var manifest = ManifestFile.Read(storage);
        if (manifest.Runs is not [.., { End: { } end }])
            throw new InvalidOperationException($"The journal {folder} is in use, or its last run was not closed.");

        var last = written?.LastSequence ?? end.LastSequence;
        report.Add("journal", last, "records", $"{PageCache.Segments(folder).Count} segments");
        if (written is not null)
            report.Add("written by the backtest at", written.RecordsPerSecond, "records/s",
                "logic and journal on one thread");
        Measure(report, folder, last, written, isCold: false);
        Measure(report, folder, last, written, isCold: true);
        report.Write(output, _json);
        return report.IsGood;
    }

    private void Measure(Report report, string folder, long last, RecordedJournal? written, bool isCold)
    {
        var rates = Loops.Select(_ => new List<double>()).ToArray();
        LogicState counters = default;
        var digest = 0ul;
        var fetchedBytes = 0L;
        var warmUpRounds = isCold ? 0 : 1; // Everything is in memory and compiled after it.
        for (var round = -warmUpRounds; round < _rounds; round++)
        {
            for (var i = 0; i < Loops.Length; i++)
            {
                var loop = (i + round + warmUpRounds) % Loops.Length;
                if (isCold) PageCache.Drop(folder);
                var fetched = PageCache.BytesFetched();
                var rate = loop switch
                {
                    0 => BareRead.Raw(folder, last),
                    1 => BareRead.Run(folder, last).RecordsPerSecond,
                    2 => Verify(folder, last),
                    _ => Replay(folder, last, out counters, out digest),
                };
                if (loop == 0) fetchedBytes = PageCache.BytesFetched() - fetched;
                if (round >= 0) rates[loop].Add(rate);
            }
        }
        AddFigures(report, isCold ? "cold" : "hot", rates);
        if (isCold) report.Add("cold: fetched from storage by a bare read", fetchedBytes / 1e6, "MB");
        else AddDecisions(report, in counters, digest, written);
    }

    private static void AddFigures(Report report, string prefix, List<double>[] rates)
    {
        report.Heading($"-- {prefix}");
        var bare = Spread.Of(rates[1]).Median;
        var raw = Spread.Of(rates[0]).Median;
        for (var loop = 0; loop < Loops.Length; loop++)
        {
            var spread = Spread.Of(rates[loop]);
            report.Add($"{prefix}: {Loops[loop]}", spread, "records/s", FormattableString.Invariant(
                $"{spread.Median / raw:0.00} of the bare read, {spread.Median / bare:0.00} with CRC and decode"));
        }
    }

    private static void AddDecisions(Report report, in LogicState counters, ulong digest, RecordedJournal? written)
    {
        report.Add("quotes", counters.QuoteCount, "quotes");
        report.Add("trades", counters.TradeCount, "trades");
        report.Add("intents", counters.OrderCount, "orders");
        report.Add("fills", counters.ExecutionCount, "executions");
        report.Add("denials", counters.DeniedCount, "orders");
        if (written is not null)
            report.Check("check: replay", digest == written.StateDigest,
                $"state {digest:x16}, live {written.StateDigest:x16}, every decision compared");
    }

    private static double Verify(string folder, long last)
    {
        var start = Stopwatch.GetTimestamp();
        var records = 0L;
        using var reader = JournalReader.Open(new DiskStorage(folder));
        for (var read = reader.ReadUpTo(last); !read.IsEmpty; read = reader.ReadUpTo(last)) records += read.Length;
        return records / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Replay(string folder, long last, out LogicState counters, out ulong digest)
    {
        var storage = new DiskStorage(folder);
        var manifest = ManifestFile.Read(storage);
        var config = JournalConfig.FindInForce(storage, manifest, null)
            ?? throw new InvalidOperationException($"The journal {folder} holds no configuration.");
        var runner = new ReplayRunner(new ModelFactory(new AnswerStrategy.Catalog()).Create(config));
        runner.Model.All.Prefault();
        var start = Stopwatch.GetTimestamp();
        using var reader = JournalReader.Open(storage);
        for (var read = reader.ReadUpTo(last); !read.IsEmpty; read = reader.ReadUpTo(last))
            if (!runner.Feed(read)) throw new ReplayDivergedException(runner.Divergence!);
        var rate = runner.RecordCount / Stopwatch.GetElapsedTime(start).TotalSeconds;
        counters = runner.Model.Chain.View.State;
        digest = runner.Model.Chain.StateDigest;
        return rate;
    }

    private List<(string Key, string Value)> Settings()
    {
        var settings = new List<(string, string)>();
        if (_files.Count == 0) settings.Add(("simulated.rate", "2000"));
        if (_strategy == AnswerStrategy.Type) settings.Add(($"strategies.{AnswerStrategy.Type}.every", $"{_every}"));
        return settings;
    }
}
