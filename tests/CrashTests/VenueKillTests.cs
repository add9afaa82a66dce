using CrashTests.Support;
using Xunit;
using Xunit.Abstractions;

namespace CrashTests;

/// <summary>The venue dies and comes back while the engine goes on.</summary>
public sealed class VenueKillTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("written")]
    [InlineData("synced")]
    public async Task A_killed_venue_is_reconciled_with_when_it_is_back(string durability)
    {
        var campaign = new Campaign(output, $"venue, {durability}");
        await using var scenario = new PaperScenario(campaign, hasVenueProcess: true);
        await scenario.BeginAsync();
        await scenario.StartAsync(durability);
        var orders = 0;
        for (var kill = 1; kill <= Campaign.KillsPerPoint; kill++)
        {
            scenario.KillVenue();
            campaign.Note($"kill: venue, {durability}, after {orders} orders");
            await scenario.UntilAsync(w => w.Disconnections == kill && !w.IsRunning, "the engine has noticed");
            await scenario.StartVenueAsync();
            await scenario.UntilAsync(
                w =>
                {
                    if (!w.IsRunning || w.Reconciliations <= kill) orders = w.Orders;
                    return w.Connections > kill && w.Reconciliations > kill && w.IsRunning && w.Orders > orders + 5;
                },
                "the engine has reconciled and trades again");
        }
        scenario.AuditAndDelete(await scenario.StopAsync());
    }
}
