using CrashHost;
using CrashTests.Support;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Loading;
using Engine.Core.Replay;
using Xunit;
using Xunit.Abstractions;

namespace CrashTests;

/// <summary>
/// The engine is killed with SIGKILL while it closes its positions. The next start goes on with that and ends flat, and
/// the venue's own log shows nothing twice. With <c>CRASH_KILLS=11</c> at twenty different points.
/// </summary>
public sealed class FlattenKillTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(CrashPoint.FlattenCancel, 2)]
    [InlineData(CrashPoint.FlattenBeforeClose, 2)]
    [InlineData(CrashPoint.FlattenAfterClose, 2)]
    [InlineData(CrashPoint.FlattenAnswer, 3)]
    [InlineData(CrashPoint.FlattenWrite, 60)]
    public async Task A_flatten_that_was_killed_ends_flat_after_the_restart(string point, int nthMax)
    {
        var campaign = new Campaign(output, point);
        var kills = Math.Min(Campaign.KillsPerPoint, nthMax);
        for (var kill = 0; kill < kills; kill++)
        {
            var nth = 1 + (((kill * nthMax) + campaign.Random.Next(nthMax)) / kills); // Each time another one.
            await using var scenario = new PaperScenario(campaign, hasVenueProcess: true);
            scenario.Settings["risk.holdOnUncleanStart"] = "true";
            scenario.Settings["flatten.retries"] = "50";
            scenario.Settings["flatten.collarBps"] = "500";
            await scenario.BeginAsync();
            var durability = kill % 2 == 0 ? "written" : "synced";
            await scenario.DieAtAsync(point, nth, durability);
            var hasEnded = Find(scenario.Journal, EventKind.FlattenCompleted) > 0;
            Assert.Equal(1, Find(scenario.Journal, EventKind.FlattenCommanded));

            await scenario.StartAsync(durability, isTrading: false);
            await scenario.UntilAsync(w => w.IsRunning && (hasEnded || w.Flattens > 0), "the flatten ends");
            var state = await scenario.StopAsync();
            AssertFlat(scenario.Journal);
            scenario.AuditAndDelete(state);
        }
    }

    private static int Find(string journal, EventKind kind)
    {
        var count = 0;
        using var reader = JournalReader.Open(new DiskStorage(journal));
        for (var records = reader.Read(); !records.IsEmpty; records = reader.Read())
            foreach (ref readonly var record in records)
                if (record.Kind == kind && !record.IsContinuation) count++;
        return count;
    }

    private static void AssertFlat(string journal)
    {
        var storage = new DiskStorage(journal);
        var manifest = ManifestFile.Read(storage);
        var model = ModelRecovery.Recover(
            storage, manifest, manifest.Runs[^1].End!.LastSequence, new ModelFactory(new StrategyCatalog()).Create,
            "").Model;
        var view = model.Chain.View;
        for (var id = 0; id < view.Market.InstrumentCount; id++)
            Assert.Equal(0, view.Portfolio.Position(id).Quantity);
        Assert.Equal(0, view.Orders.OpenCount);
        Assert.False(model.Chain.IsFlattening);
        Assert.Equal(Permission.Halted, view.Holds.AccountPermission);
    }
}
