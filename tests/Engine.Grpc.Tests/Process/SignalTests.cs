using Xunit;

namespace Engine.Grpc.Tests.Process;

public sealed class SignalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(EngineProcess.Sigterm, "SIGTERM")]
    [InlineData(EngineProcess.Sigint, "SIGINT")]
    public async Task A_signal_stops_in_order_and_the_next_start_goes_on(int signal, string name)
    {
        await using var engine = EngineProcess.Start(
            ["run", "--demo", "--pace", "1", "--journal", _folder.Of("j"), "-o", "json"]);
        await engine.SaysAsync("threads ");
        engine.Signal(signal);
        var result = await engine.EndAsync();
        var json = result.Json();
        Assert.Contains(name + ": stopping in order", result.Errors, StringComparison.Ordinal);
        Assert.Equal(name, json.GetProperty("stop").GetProperty("why").GetString());

        await using var next = EngineProcess.Start(
            ["run", "--demo", "--pace", "1", "--journal", _folder.Of("j"), "-o", "json"]);
        await next.SaysAsync("after an orderly stop");
        await next.SaysAsync("threads ");
        next.Signal(EngineProcess.Sigterm);
        var second = (await next.EndAsync()).Json();
        Assert.True(second.GetProperty("lastSequence").GetInt64() > json.GetProperty("lastSequence").GetInt64());
    }

    [Fact]
    public async Task A_second_interrupt_aborts_and_the_next_start_recovers()
    {
        // An answer takes the venue an hour: the orderly stop waits for it.
        string[] arguments =
        [
            "run", "--demo", "--pace", "20", "--journal", _folder.Of("j"), "--set", "venue.latency=1h",
            "--set", "stop.deadline=10m",
        ];
        await using var engine = EngineProcess.Start(arguments);
        await engine.SaysAsync(" open "); // The first line of progress, five seconds on: orders are working.
        engine.Signal(EngineProcess.Sigint);
        await engine.SaysAsync("SIGINT: stopping in order");
        engine.Signal(EngineProcess.Sigint);
        var result = await engine.EndAsync();
        Assert.Equal(5, result.ExitCode);
        Assert.Contains("HALTED", result.Output, StringComparison.Ordinal);
        Assert.Contains("engine: halted", result.Errors, StringComparison.Ordinal);

        await using var next = EngineProcess.Start(arguments);
        await next.SaysAsync("after a crash");
        await next.SaysAsync("threads ");
    }

    [Fact]
    public async Task Orders_that_are_still_working_at_the_deadline_show_in_the_exit_code()
    {
        await using var engine = EngineProcess.Start(
            "run", "--demo", "--pace", "20", "--journal", _folder.Of("j"), "--set", "venue.latency=1h",
            "--set", "stop.deadline=50ms");
        await engine.SaysAsync(" open ");
        engine.Signal(EngineProcess.Sigterm);
        var result = await engine.EndAsync();
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("orders are still working", result.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
