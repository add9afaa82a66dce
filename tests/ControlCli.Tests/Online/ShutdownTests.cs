using System.Text.Json.Nodes;
using Grpc.Core;
using Xunit;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Tests.Online;

public sealed class ShutdownTests
{
    [Theory]
    [InlineData(0, 0, "")]
    [InlineData(3, 5, "Stopped with work remaining: 2 orders work.")]
    [InlineData(5, 2, "The engine ended with exit code 5")]
    public async Task Each_step_is_a_line_and_the_result_the_exit_code(int engineCode, int code, string error)
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Steps.Add(new V1.ShutdownProgress { Step = 1, Steps = 2, Name = "refuse commands" });
        engine.Steps.Add(new V1.ShutdownProgress { Step = 1, Steps = 2, Name = "refuse commands", IsDone = true });
        engine.Steps.Add(new V1.ShutdownProgress
        {
            Step = 2,
            Steps = 2,
            Name = "drain",
            IsDone = true,
            Remaining = engineCode == 3 ? "2 orders work." : "",
            ExitCode = engineCode,
        });
        var result = Stop(engine, "--mode", "drain", "--timeout", "5s");

        Assert.Equal(code, (int)result.Code);
        Assert.Contains(error, result.Error);
        Assert.Contains("\n[1/2] refuse commands: done\n[2/2] drain: exit code ", result.Output);
        var request = engine.Single<V1.ShutdownRequest>();
        Assert.Equal((V1.ShutdownMode.Drain, 5_000), (request.Mode, request.TimeoutMs));
        var lines = Stop(engine, "--mode", "park", "-o", "json").Lines;
        Assert.Equal(3, lines.Length);
        Assert.Equal(engineCode, JsonNode.Parse(lines[2])!["exitCode"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_stream_that_ends_without_a_result_is_a_failure()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Steps.Add(new V1.ShutdownProgress { Step = 1, Steps = 2, Name = "refuse commands" });
        var result = Stop(engine, "--mode", "cancel");

        Assert.Equal(ExitCode.Unhealthy, result.Code);
        Assert.Contains("did not tell the result", result.Error);
    }

    [Fact]
    public async Task A_refused_stop_is_refused()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Failure = FakeEngine.Refusal(StatusCode.FailedPrecondition, "ParkRefused", "protection is held");
        var result = Stop(engine, "--mode", "park");

        Assert.Equal(ExitCode.Refused, result.Code);
        Assert.Contains("Refused: ParkRefused: protection is held.", result.Error);
    }

    [Fact]
    public async Task Leaving_says_that_the_stop_may_go_on()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.HangsInShutdown = true;
        using var interrupt = new CancellationTokenSource();
        var call = Task.Run(() => new Shell { Stop = interrupt.Token }.Run(
            "shutdown", "--mode", "drain", "--reason", "x", "--key", "k", "-e", engine.Address));
        while (engine.Requests.IsEmpty) await Task.Yield();
        await interrupt.CancelAsync();

        var result = await call;
        Assert.Equal(ExitCode.TimedOut, result.Code);
        Assert.Contains("Interrupted. The command may have been applied all the same: repeat it with --key k.", result.Error);
    }

    [Fact]
    public void A_stop_without_a_mode_is_a_usage_error() =>
        Assert.Equal(ExitCode.Usage, Cli.Run("shutdown", "--reason", "x").Code);

    private static Cli Stop(FakeEngine engine, params string[] more) =>
        Cli.Run(["shutdown", "--reason", "end of day", "-e", engine.Address, .. more]);
}
