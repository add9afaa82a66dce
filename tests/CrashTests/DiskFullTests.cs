using CrashTests.Support;
using Xunit;
using Xunit.Abstractions;

namespace CrashTests;

/// <summary>The disk of the journal fills up while the engine trades.</summary>
public sealed class DiskFullTests(ITestOutputHelper output)
{
    private const int HaltedExitCode = 5;

    [TmpfsTheory]
    [InlineData("written", 0)]
    [InlineData("synced", 0)]
    [InlineData("written", 3_000)]
    public async Task A_full_disk_halts_and_the_next_start_continues_when_there_is_room(
        string durability, int snapshotIntervalRecords)
    {
        var campaign = new Campaign(output, $"disk full, {durability}, snapshots {snapshotIntervalRecords}");
        await using var scenario = new PaperScenario(campaign, hasVenueProcess: true);
        var disk = Tmpfs.TryMount(scenario.Journal, megabytes: 12)!;
        scenario.Settings["snapshots.intervalRecords"] = $"{snapshotIntervalRecords}";
        using var unmount = disk;
        await scenario.BeginAsync();
        await scenario.StartAsync(durability);
        var exitCode = await scenario.Engine.ExitAsync(); // Nobody stops it: the disk is full before long.
        campaign.Note(scenario.Engine.Text);
        Assert.Equal(HaltedExitCode, exitCode);
        Assert.Contains("the device is full", scenario.Engine.Text, StringComparison.Ordinal);
        scenario.EngineHasEnded("disk full");

        disk.Resize(megabytes: 200);
        // The hold of the full disk is the operator's to release.
        await scenario.StartAsync(durability, isTrading: false);
        scenario.AuditAndDelete(await scenario.StopAsync(), disk.Dispose);
    }
}
