using CrashTests.Support;
using Xunit;
using Xunit.Abstractions;

namespace CrashTests;

/// <summary>What signals do to the process, and who may have the journal.</summary>
public sealed class StopSignalTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(UnixSignal.Terminate)]
    [InlineData(UnixSignal.Interrupt)]
    public async Task A_signal_leads_to_the_ordered_stop(int signal)
    {
        await using var scenario = new PaperScenario(new Campaign(output, $"signal {signal}"), hasVenueProcess: true);
        await scenario.BeginAsync();
        await scenario.StartAsync("written");
        scenario.AuditAndDelete(await scenario.StopAsync(signal));
    }

    [Fact]
    public async Task A_second_interrupt_aborts_and_the_next_start_recovers()
    {
        await using var scenario = new PaperScenario(new Campaign(output, "second SIGINT"), hasVenueProcess: true);
        scenario.Settings["stop.mode"] = "drain"; // Waits for orders that rest at the venue.
        await scenario.BeginAsync();
        await scenario.StartAsync("written");
        await scenario.AbortAsync();
        scenario.Settings["stop.mode"] = "cancel";
        await scenario.StartAsync("written");
        scenario.AuditAndDelete(await scenario.StopAsync());
    }

    [Fact]
    public async Task A_second_engine_on_the_journal_is_refused_and_told_who_has_it()
    {
        await using var scenario = new PaperScenario(new Campaign(output, "second engine"), hasVenueProcess: true);
        await scenario.BeginAsync();
        await scenario.StartAsync("written");
        using var second = ChildProcess.Engine(scenario.Settings);
        Assert.Equal(4, await second.ExitAsync());
        Assert.Contains($"process {scenario.Engine.Id}", second.Text, StringComparison.Ordinal);
        scenario.AuditAndDelete(await scenario.StopAsync());
    }
}
