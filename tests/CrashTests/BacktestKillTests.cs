using CrashHost;
using CrashTests.Support;
using Engine.Testing;
using Xunit;
using Xunit.Abstractions;

namespace CrashTests;

/// <summary>
/// A backtest that is killed at random records and started again with the same command line ends as if nothing had
/// happened.
/// </summary>
public sealed class BacktestKillTests(ITestOutputHelper output)
{
    private const int KillsPerJournalMax = 5;

    private static readonly string[] Files =
        ["AIG_20131008.csv.gz", "IBM_20131008.csv.gz", "SPY_20131008_1sbbo.csv.gz"];

    [SharedDataFact]
    public Task A_killed_backtest_of_real_ticks_ends_like_an_uninterrupted_one() =>
        KillAsync("backtest, real ticks", Campaign.BacktestKills, Files.Select((file, i) => KeyValuePair.Create(
            $"data.files.{i}", Path.Combine(SharedData.Root!, "ticks", "us_equity", file))));

    [Fact]
    public Task A_killed_backtest_of_a_simulated_market_ends_like_an_uninterrupted_one() =>
        KillAsync("backtest, simulated", (Campaign.BacktestKills + 1) / 2,
        [
            new("simulated.duration", "10m"), new("limits.segmentRecords", "65536"), new("venue.latency", "5ms"),
            new("venue.partialFillPpm", "300000"), new("strategies.maker.type", "passive-quoting"),
            new("journal.durability", "synced"),
        ]);

    private async Task KillAsync(string name, int kills, IEnumerable<KeyValuePair<string, string>> more)
    {
        var campaign = new Campaign(output, name);
        var folder = TestFolder.Create();
        var expected = await RunAsync(Settings(folder.File("whole"), more));
        campaign.Note("uninterrupted: " + expected);
        for (var journal = 1; kills > 0; journal++)
        {
            var settings = Settings(folder.File($"killed-{journal}"), more);
            long done = 0; // Records that survived so far, so that every kill comes before the end.
            for (var again = campaign.Random.Next(1, KillsPerJournalMax); again > 0 && kills > 0; again--, kills--)
            {
                var left = expected.Records - done;
                if (left < 1_000) break;
                using var host = ChildProcess.CrashHost(
                    CrashPoint.MidBatchWrite, campaign.Random.NextInt64(1, left - 500), settings);
                Assert.True(await host.ExitAsync() == ChildProcess.ExitCodeKilled, host.Text);
                var mark = DurableMark.Of(settings["journal.directory"], host.LineAfter("crash: "));
                done = mark.Records;
                campaign.Note($"kill: {mark.Cause}; {mark.Records} records");
            }
            var resumed = await RunAsync(settings);
            campaign.Note("resumed: " + resumed);
            Assert.Equal(expected with { Records = resumed.Records }, resumed);
            Directory.Delete(settings["journal.directory"], recursive: true);
        }
        folder.Delete();
    }

    private static async Task<BacktestRun> RunAsync(Dictionary<string, string> settings)
    {
        using var engine = ChildProcess.Engine(settings);
        Assert.True(await engine.ExitAsync() == 0, engine.Text);
        return BacktestRun.Of(settings["journal.directory"], engine);
    }

    private static Dictionary<string,
        string> Settings(string journal, IEnumerable<KeyValuePair<string, string>> more) =>
        new(more)
        {
            ["mode"] = "backtest",
            ["data.pace"] = "max",
            ["journal.directory"] = journal,
            ["strategies.mean-reversion.type"] = "mean-reversion",
        };
}
