using CrashHost;
using CrashTests.Support;
using Engine.Core.Journal;
using Engine.Core.Loading;
using Engine.Core.Replay;
using Xunit;
using Xunit.Abstractions;

namespace CrashTests;

/// <summary>
/// A paper engine that recycles old segments is killed with SIGKILL between giving one up and using it again, started
/// again, and killed again. What is kept must be whole, begin where the manifest says, and replay from a snapshot.
/// </summary>
public sealed class RecycleKillTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("written")]
    [InlineData("synced")]
    public async Task A_kill_while_a_segment_is_recycled_leaves_a_journal_that_opens(string durability)
    {
        const int stepsMax = 14; // About two segments: manifest, spare, and the segment that it becomes.
        var campaign = new Campaign(output, CrashPoint.Recycle);
        await using var scenario = new PaperScenario(campaign, hasVenueProcess: false);
        scenario.Settings["journal.retention.keep"] = "recent";
        scenario.Settings["journal.retention.segments"] = "3";
        scenario.Settings["journal.retention.age"] = "0";
        await scenario.BeginAsync();
        var recycled = 0;
        for (var kills = 0; kills < Campaign.KillsPerPoint; kills++)
        {
            await scenario.DieAtAsync(CrashPoint.Recycle, campaign.Random.Next(1, stepsMax), durability);
            recycled = Check(scenario.Journal, isOpen: true, recycled, campaign);
        }
        await scenario.StartAsync(durability, isTrading: false);
        await scenario.Engine.UntilAsync(
            () => Recycled(scenario.Journal)?.LastSegment > recycled, "segment that was recycled after the kills");
        await scenario.StopAsync();
        Check(scenario.Journal, isOpen: false, recycled, campaign);
        scenario.Delete();
    }

    private static int Check(string journal, bool isOpen, int recycledBefore, Campaign campaign)
    {
        var storage = new DiskStorage(journal);
        var report = JournalVerifier.Verify(storage);
        Assert.True(report.IsIntact, string.Join("; ", report.Findings));
        Assert.Equal(isOpen, report.HasOpenRun);
        var recycled = report.Recycled?.LastSegment ?? 0;
        Assert.True(recycled >= recycledBefore, $"{recycled} of {recycledBefore} segments are recycled");
        campaign.Note($"segments 1 to {recycled} recycled, {report.Records} records kept");

        var manifest = ManifestFile.Read(storage);
        var model = ModelRecovery.Recover(
            storage, manifest, report.LastSequence, new ModelFactory(new StrategyCatalog()).Create, "",
            useSnapshots: false);
        Assert.Equal(report.LastSequence, model.Model.Chain.Cursor.LastSequence);
        Assert.Equal(model.Model.All.ComputeDigest(), model.Model.All.FoldDigest());
        return recycled;
    }

    private static RecycledPart? Recycled(string journal) => ManifestFile.Read(new DiskStorage(journal)).Recycled;
}
