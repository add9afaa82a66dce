using CrashHost;
using CrashTests.Support;
using Xunit;
using Xunit.Abstractions;

namespace CrashTests;

/// <summary>
/// The engine is killed with SIGKILL at a named point, started again, and killed again; at its end the journal must be
/// whole and agree with the venue's own log. See <see cref="Campaign"/> for how often.
/// </summary>
public sealed class KillPointTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(CrashPoint.BeforeSend, 60)]
    [InlineData(CrashPoint.AfterSend, 60)]
    [InlineData(CrashPoint.AfterAck, 100)]
    [InlineData(CrashPoint.SegmentRoll, 18)]
    [InlineData(CrashPoint.Snapshot, 24)]
    [InlineData(CrashPoint.MidBatchWrite, 20_000)]
    [InlineData(CrashPoint.BeforeSync, 200)]
    public Task A_kill_at_a_named_point_loses_nothing_and_sends_nothing_twice(string point, int nthMax) =>
        KillAsync(point, nthMax, hasVenueProcess: true, Campaign.KillsPerPoint);

    [Theory]
    [InlineData(CrashPoint.BeforeSend, 60)]
    [InlineData(CrashPoint.AfterSend, 60)]
    [InlineData(CrashPoint.AfterAck, 100)]
    public Task A_kill_loses_nothing_with_the_venue_in_the_process(string point, int nthMax) =>
        KillAsync(point, nthMax, hasVenueProcess: false, (Campaign.KillsPerPoint + 1) / 2);

    [Fact]
    public async Task A_kill_during_recovery_is_recovered_by_the_next_start()
    {
        const int stepsMax = 60;
        var campaign = new Campaign(output, CrashPoint.DuringRecovery);
        await using var scenario = new PaperScenario(campaign, hasVenueProcess: true);
        await scenario.BeginAsync();
        for (var kills = 0; kills < Campaign.KillsPerPoint;)
        {
            await scenario.StartAsync(DurabilityOf(kills));
            scenario.KillEngine("from outside, while trading");

            // The first kill leaves a recovery half done, the second one hits the recovery of that.
            for (var again = campaign.Random.Next(1, 3); again > 0 && kills < Campaign.KillsPerPoint; again--, kills++)
                await scenario
                    .DieAtAsync(CrashPoint.DuringRecovery, campaign.Random.Next(1, stepsMax), DurabilityOf(kills));
        }
        await scenario.StartAsync("written");
        scenario.AuditAndDelete(await scenario.StopAsync());
    }

    [Fact]
    public async Task A_session_that_was_begun_and_not_journaled_does_not_lock_the_engine_out()
    {
        await using var scenario = new PaperScenario(new Campaign(output, "first answer"), hasVenueProcess: true);
        await scenario.BeginAsync();
        await scenario.DieAtAsync(CrashPoint.AfterAck, 1, "written"); // The first answer is that to the greeting.
        await scenario.DieAtAsync(CrashPoint.AfterAck, 1, "synced");
        await scenario.StartAsync("written");
        scenario.AuditAndDelete(await scenario.StopAsync());
    }

    private async Task KillAsync(string point, int nthMax, bool hasVenueProcess, int kills)
    {
        var campaign = new Campaign(output, hasVenueProcess ? point : point + ", venue inside");
        await using var scenario = new PaperScenario(campaign, hasVenueProcess);
        await scenario.BeginAsync();
        var state = "";
        for (var kill = 0; kill < kills; kill++)
        {
            var durability = point == CrashPoint.BeforeSync ? "synced" : DurabilityOf(kill);
            await scenario.DieAtAsync(point, campaign.Random.Next(1, nthMax), durability);
            await scenario.StartAsync(durability);
            if (kill < kills - 1 && campaign.Random.Next(3) == 0) scenario.KillEngine("from outside, while trading");
            else state = await scenario.StopAsync();
        }
        scenario.AuditAndDelete(state);
    }

    private static string DurabilityOf(int kill) => kill % 2 == 0 ? "written" : "synced";
}
