using Xunit;

namespace Engine.Grpc.Tests.Process;

public sealed class RefusalTests
{
    [Theory]
    [InlineData(4, "'mode' is missing: give backtest or paper", "run")]
    [InlineData(4, "'mode' is 'live': this build has no live broker", "run --mode live")]
    [InlineData(4, "'account' is missing", "run --mode paper")]
    [InlineData(4, "risk.maxOrderQuantity, risk.maxOrderNotional", "run --mode paper --account A")]
    [InlineData(4, "'data.pace' is 'max'", "run --demo --pace max")]
    [InlineData(4, "'data.pace' is 'fast': give a whole number from 1", "run --mode backtest --pace fast")]
    [InlineData(4, "'data.files.0' is '/nowhere/ticks.csv'", "run --mode backtest --data /nowhere/ticks.csv")]
    [InlineData(4, "'journal.directory' is '/proc/nothing'", "run --demo --journal /proc/nothing")]
    [InlineData(4, "'riks.maxPosition' is unknown", "run --mode backtest --set riks.maxPosition=1")]
    [InlineData(4, "give one of mean-reversion", "run --mode backtest --strategy nonsense")]
    [InlineData(4, "'--config' is '/nowhere.json'", "run --config /nowhere.json")]
    [InlineData(4, "argument of '--set' has no key and value: write key=value", "run --demo --set x")]
    [InlineData(4, "'venue.latency' is 'soon'", "venue --listen unix:v --log /tmp/v --account A --set latency=soon")]
    [InlineData(64, "--bogus", "run --bogus")]
    [InlineData(64, "--output", "run --demo --output yaml")]
    [InlineData(64, "command", "")]
    public async Task Each_refusal_names_the_setting_and_the_remedy_on_one_line(int code, string text, string arguments)
    {
        using var folder = new TempFolder();
        var result = await EngineProcess.RunAsync(
            [("TMPDIR", folder.Path)], [], arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(text, result.Errors, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
        if (code == 4) Assert.DoesNotContain('\n', result.Errors);
        Assert.Empty(Directory.GetDirectories(folder.Path, "engine-demo-*"));
    }

    [Fact]
    public async Task Help_tells_the_exit_codes()
    {
        var result = await EngineProcess.RunAsync("run", "--help");
        Assert.Equal(0, result.ExitCode);
        foreach (var code in (string[])["  0   ", "  3   ", "  4   ", "  5   ", "  64  "])
            Assert.Contains(code, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_engine_on_a_journal_is_refused_and_told_who_has_it()
    {
        using var folder = new TempFolder();
        await using var first = EngineProcess.Start("run", "--demo", "--pace", "1", "--journal", folder.Of("j"));
        await first.SaysAsync("threads ");
        var second = await EngineProcess.RunAsync("run", "--demo", "--journal", folder.Of("j"), "-q");
        Assert.Equal(4, second.ExitCode);
        Assert.Contains("process", second.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\n', second.Errors);
    }
}
