using System.Globalization;
using System.Text.Json;
using Engine.Core.Journal;
using Engine.Core.Loading;
using Engine.Core.Replay;
using Xunit;

namespace Engine.Grpc.Tests.Process;

/// <summary>The same inputs give the same bytes, whatever surrounds the process.</summary>
public sealed class DeterminismTests : IDisposable
{
    private static readonly string[] OneThread = ["--set", "threads.layout=source+logic+journal+gateway|follower"];

    private readonly TempFolder _folder = new();
    private readonly string[] _arguments;

    public DeterminismTests() => _arguments =
    [
        "run", "--mode", "backtest", "-o", "json", "-q",
        "--data", _folder.Write("first.csv", TickFile.Create("FIRST", 15_000, 7)),
        "--data", _folder.Write("second.csv", TickFile.Create("SECOND", 15_000, 8)),
        "--strategy", "mean-reversion", "--strategy", "passive-quoting", "--strategy", "moving-average-crossover",
        "--set", "limits.segmentRecords=8192", "--set", "venue.partialFillPpm=200000", "--set", "venue.rejectPpm=20000",
    ];

    [Fact]
    public async Task Journals_are_equal_byte_for_byte_whatever_surrounds_the_process()
    {
        var first = (await RunAsync("a", [], [])).Json();
        Assert.True(first.GetProperty("orders").GetProperty("sent").GetInt64() > 500);
        Assert.True(first.GetProperty("fills").GetInt64() > 500);
        var expected = JournalBytes.Read(_folder.Of("a"));

        var others = new (string Name, (string, string)[] Environment, string[] Host, string[] Arguments)[]
        {
            ("again", [], [], []),
            ("another thread layout", [], [], OneThread),
            ("another place", [("TZ", "Asia/Tokyo"), ("LC_ALL", "tr_TR.UTF-8")], await TurkishAsync(), []),
            ("no tiered compilation", [("DOTNET_TieredCompilation", "0")], [], OneThread),
        };
        foreach (var (name, environment, host, arguments) in others)
        {
            var result = await RunAsync(name, environment, host, arguments);
            JournalBytes.AssertEqual(expected, _folder.Of(name), name);
            Assert.Equal(DigestOf(first), DigestOf(result.Json()));
        }
    }

    [Fact]
    public async Task A_replay_needs_the_journal_only_and_speaks_no_language()
    {
        var digest = (await RunAsync("j", [], [])).Json().GetProperty("stateDigest").GetString();
        File.Delete(_folder.Of("first.csv"));
        File.Delete(_folder.Of("second.csv"));

        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Strange();
            var storage = new DiskStorage(_folder.Of("j"));
            var manifest = ManifestFile.Read(storage);
            var factory = new ModelFactory(new StrategyCatalog());
            var last = manifest.Runs[^1].End!.LastSequence;
            var recovered = ModelRecovery.Recover(storage, manifest, last, factory.Create, "", useSnapshots: false);
            Assert.Equal(last, recovered.ReplayedRecords);
            Assert.Equal(digest, recovered.Model.Chain.StateDigest.ToString("x16", CultureInfo.InvariantCulture));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string? DigestOf(JsonElement summary) => summary.GetProperty("stateDigest").GetString();

    public void Dispose() => _folder.Dispose();

    private Task<EngineResult> RunAsync(
        string journal, (string, string)[] environment, string[] host, params string[] more) =>
        EngineProcess.RunAsync(environment, host, [.. _arguments, "--journal", _folder.Of(journal), .. more]);

    // The process runs without cultures; this host gives it those of the system. A system without any has none to give.
    private async Task<string[]> TurkishAsync()
    {
        var own = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "engine.runtimeconfig.json"));
        var config = _folder.Write("turkish.runtimeconfig.json", own.Replace(
            "\"System.Globalization.Invariant\": true", "\"System.Globalization.Invariant\": false",
            StringComparison.Ordinal));
        string[] host = ["exec", "--runtimeconfig", config];
        var probe = await EngineProcess.RunAsync([("LC_ALL", "tr_TR.UTF-8")], host, "--version");
        return probe.ExitCode == 0 ? host : [];
    }

    private static CultureInfo Strange()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "~";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.PositiveSign = "plus";
        return culture;
    }
}
