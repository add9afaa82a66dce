using System.Net;
using Engine.Grpc.Tests.Hosting;
using Engine.Grpc.Tests.Process;
using Xunit;

namespace Engine.Grpc.Tests.Systemd;

/// <summary>The real process under something that behaves like systemd.</summary>
public sealed class SystemdProcessTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string[] Demo => ["run", "--demo", "--pace", "1", "--journal", _folder.Of("j")];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_engine_says_that_it_is_ready_alive_and_stopping(bool isAbstract)
    {
        using var manager = new NotifyListener(isAbstract ? $"@engine-{Guid.NewGuid():N}" : _folder.Of("notify"));
        (string, string)[] variables = [("NOTIFY_SOCKET", manager.Address), ("WATCHDOG_USEC", "1000000")];
        await using var engine = EngineProcess.Start(
            variables, [], [.. Demo, "--set", "limits.journalStallMsMax=1000", "--set", "control.http=0"]);
        await manager.HearsAsync("READY=1");
        await manager.HearsAsync("WATCHDOG=1");
        await manager.HearsAsync("WATCHDOG=1");
        Assert.Contains(" orders open, sequence ", await manager.HearsAsync("STATUS=Running, Active, "),
            StringComparison.Ordinal);

        // Whoever hears READY can rely on it.
        using var http = new HttpClient();
        var endpoints = await Endpoints.OfAsync(_folder.Of("j"));
        using var ready = await http.GetAsync($"http://{endpoints.Http}/health/live");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);

        engine.Signal(EngineProcess.Sigterm);
        await manager.HearsAsync("STOPPING=1");
        Assert.Equal("30000000", manager.Lines[manager.Lines.IndexOf("STOPPING=1") + 1].Split('=')[1]);
        await manager.HearsAsync("STATUS=stopped, exit code 0 (Clean)");
        Assert.Equal(0, (await engine.EndAsync()).ExitCode);
        Assert.Single(manager.Lines, line => line == "READY=1");
        Assert.Single(manager.Lines, line => line == "STOPPING=1");
    }

    [Fact]
    public async Task An_engine_that_waits_for_its_venue_is_alive_and_not_ready_and_asks_for_time()
    {
        using var manager = new NotifyListener(_folder.Of("notify"));
        (string, string)[] variables = [("NOTIFY_SOCKET", manager.Address), ("WATCHDOG_USEC", "1000000")];
        // Nothing answers at the address: the engine waits for its venue, idle.
        await using var engine = EngineProcess.Start(
            variables, [],
            [.. Demo, "--set", "limits.journalStallMsMax=1000", "--set", $"venue.address=unix:{_folder.Of("venue")}"]);
        for (var i = 0; i < 4; i++) await manager.HearsAsync("WATCHDOG=1");
        Assert.DoesNotContain("READY=1", manager.Lines);
        Assert.Contains(manager.Lines, line => line.Contains("failed: phase, broker", StringComparison.Ordinal));
        await manager.HearsAsync("EXTEND_TIMEOUT_USEC=");
    }

    [Fact]
    public async Task A_watchdog_shorter_than_the_stall_limit_refuses_the_start_naming_both()
    {
        (string, string)[] variables = [("NOTIFY_SOCKET", _folder.Of("notify")), ("WATCHDOG_USEC", "5000000")];
        var result = await EngineProcess.RunAsync(variables, [], Demo);
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("'WATCHDOG_USEC' is '5000000'", result.Errors, StringComparison.Ordinal);
        Assert.Contains("limits.journalStallMsMax = 10000 ms", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Errors);
        Assert.False(Directory.Exists(_folder.Of("j")));
    }

    public void Dispose() => _folder.Dispose();
}
