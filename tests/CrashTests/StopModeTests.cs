using System.Globalization;
using System.Text.RegularExpressions;
using CrashTests.Support;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Journal;
using Engine.Core.Loading;
using Engine.Core.Replay;
using Xunit;
using Xunit.Abstractions;

namespace CrashTests;

/// <summary>
/// The ordered stop of a process that trades, in each mode, with a venue that answers and one that never does: the exit
/// code and the report say what is left, and the next start goes on from there. <c>CRASH_RATE</c> gives the quotes per
/// second of the simulated market, at 25 times real time.
/// </summary>
public sealed partial class StopModeTests(ITestOutputHelper output)
{
    private const int ExitClean = 0;
    private const int ExitWorkRemaining = 3;
    private const int MarketRecords = 2_000; // Enough market data for every strategy to have asked for something.

    [Theory]
    [InlineData("cancel", true)]
    [InlineData("drain", true)]
    [InlineData("flatten", true)]
    [InlineData("park", true)]
    [InlineData("cancel", false)]
    [InlineData("drain", false)]
    [InlineData("flatten", false)]
    [InlineData("park", false)]
    public async Task A_stop_says_what_remains_and_the_next_start_goes_on(string mode, bool isAnswering)
    {
        var campaign = new Campaign(output, $"stop {mode}, venue {(isAnswering ? "answers" : "never answers")}");
        await using var scenario = new PaperScenario(campaign, hasVenueProcess: true);
        scenario.Settings["simulated.rate"] = Campaign.Rate.ToString(CultureInfo.InvariantCulture);
        scenario.Settings["stop.mode"] = mode;
        scenario.Settings["stop.deadline"] = isAnswering && mode != "drain" ? "60s" : "500ms";
        scenario.Settings["flatten.collarBps"] = "500";
        scenario.Settings["flatten.retries"] = "50"; // Market time runs faster here than answers come.
        await scenario.BeginAsync();
        await scenario.StartAsync("written");
        if (!isAnswering)
        {
            scenario.VenueStandsStill();
            var records = 0;
            await scenario.UntilAsync(w => (records = w.Records) > 0, "the records are counted");
            await scenario.UntilAsync(w => w.Records > records + MarketRecords, "orders wait for an answer");
        }

        var (exitCode, text) = await scenario.LeaveAsync($"stop {mode}");
        var left = Left.Of(scenario.Journal);
        campaign.Note($"exit code {exitCode}, {left.Orders} orders and {left.Positions} positions left");
        Assert.True(exitCode == ExpectedExitCode(mode, left), $"exit code {exitCode}, {left}\n{text}");
        if (left.Orders > 0 && mode != "park") Assert.Equal(left.Orders, RemainingOf(text));
        if (isAnswering && mode is ("cancel" or "flatten")) Assert.Equal(0, left.Orders);
        if (isAnswering && mode == "flatten") Assert.Equal(0, left.Positions);
        if (!isAnswering) Assert.True(left.Orders > 0, text);
        AssertVenueIsKnown(scenario, isAnswering);

        if (!isAnswering) scenario.VenueGoesOn();
        scenario.Settings["stop.mode"] = "cancel";
        scenario.Settings["stop.deadline"] = "60s";
        await scenario.StartAsync("written", isTrading: mode != "flatten");
        scenario.AuditAndDelete(await scenario.StopAsync());
    }

    private static int ExpectedExitCode(string mode, Left left) =>
        left.Orders > 0 || (mode == "flatten" && (left.Positions > 0 || left.IsFlattening))
            ? ExitWorkRemaining : ExitClean;

    private static int RemainingOf(string text) =>
        RemainingLine().Match(text) is { Success: true } match
            ? int.Parse(match.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : -1;

    // The venue's log is written before it says anything, so what it holds now the engine decided, and decided once.
    private static void AssertVenueIsKnown(PaperScenario scenario, bool isAnswering)
    {
        var decided = new HashSet<long>();
        var executed = new HashSet<string>(StringComparer.Ordinal);
        using var reader = JournalReader.Open(new DiskStorage(scenario.Journal));
        for (var records = reader.Read(); !records.IsEmpty; records = reader.Read())
        {
            foreach (ref readonly var record in records)
            {
                if (record.Kind == EventKind.OrderRequested) decided.Add(record.Order.OrderId);
                if (record.Kind == EventKind.Execution) executed.Add(record.Execution.ExecutionId.ToString());
            }
        }
        var venue = VenueLogReader.Open(scenario.VenueLog!);
        Assert.All(venue.CountOrdersById(), order => Assert.True(order.Value == 1 && decided.Contains(order.Key)));
        if (isAnswering)
            Assert.Subset(venue.Executions.Select(e => e.Execution.ExecutionId.ToString()).ToHashSet(), executed);
    }

    [GeneratedRegex(@"([\d,]+) orders are still working")]
    private static partial Regex RemainingLine();

    /// <summary>What the sealed journal says is left.</summary>
    private sealed record Left(int Orders, int Positions, bool IsFlattening)
    {
        public static Left Of(string journal)
        {
            var storage = new DiskStorage(journal);
            var manifest = ManifestFile.Read(storage);
            Assert.NotNull(manifest.Runs[^1].End); // Sealed, whatever the venue did.
            var chain = ModelRecovery.Recover(
                storage, manifest, manifest.Runs[^1].End!.LastSequence,
                new ModelFactory(new StrategyCatalog()).Create, "").Model.Chain;
            return new Left(
                chain.View.Orders.OpenCount, chain.View.Portfolio.Account.OpenPositions, chain.IsFlattening);
        }
    }
}
