using System.Text.Json;
using Xunit;

namespace Engine.Grpc.Tests.Process;

public sealed class DemoTests
{
    private static readonly string[] Quick = ["run", "--demo", "--pace", "100", "--set", "simulated.duration=5m"];

    [Fact]
    public async Task The_demonstration_trades_ends_by_itself_and_tells_how_to_look_at_its_journal()
    {
        using var folder = new TempFolder();
        var result = await EngineProcess.RunAsync([("TMPDIR", folder.Path)], [], Quick);
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        foreach (var line in (string[])
                 ["events ", "orders ", "fills ", "profit ", "latency ", "journal ", "-- journal describe --journal "])
            Assert.Contains("\n" + (line[0] == '-' ? "look at it" : line), result.Output, StringComparison.Ordinal);
        Assert.Contains("-- journal describe --journal " + folder.Path, result.Output, StringComparison.Ordinal);
        Assert.Equal("", result.Errors);

        var again = await EngineProcess.RunAsync([("TMPDIR", folder.Path)], [], [.. Quick, "-q"]);
        Assert.Equal(0, again.ExitCode);
        Assert.StartsWith("\nevents ", again.Output, StringComparison.Ordinal);
        var journals = Directory.GetDirectories(folder.Path, "engine-demo-*.journal");
        Assert.Equal(2, journals.Length);
        Assert.All(journals, journal => Assert.True(SizeOf(journal) < 60_000_000, journal));
    }

    [Fact]
    public async Task The_demonstration_trades_with_every_strategy_and_neither_wins_nor_loses_much()
    {
        using var folder = new TempFolder();
        var json = (await EngineProcess.RunAsync(
            "run", "--demo", "--pace", "240", "--set", "simulated.duration=12m", "--journal", folder.Of("j"),
            "-o", "json", "-q")).Json();

        Assert.True(json.GetProperty("orders").GetProperty("sent").GetInt64() >= 300, json.ToString());
        Assert.True(json.GetProperty("fills").GetInt64() >= 300, json.ToString());
        var strategies = json.GetProperty("strategies").EnumerateArray().ToArray();
        Assert.Equal(
            ["crossover", "mean-reversion", "quoting"], strategies.Select(s => s.GetProperty("name").GetString()));
        Assert.All(strategies, s => Assert.NotEqual(0m, s.GetProperty("commissions").GetDecimal()));
        Assert.InRange(json.GetProperty("profit").GetProperty("net").GetDecimal(), -3_000m, 3_000m);
    }

    [Fact]
    public async Task The_summary_in_json_has_stable_names_and_exact_money()
    {
        using var folder = new TempFolder();
        var result = await EngineProcess.RunAsync([.. Quick, "--journal", folder.Of("j"), "-o", "json"]);
        var json = result.Json();
        Assert.Equal(
            ["schemaVersion", "exitCode", "build", "mode", "account", "journal", "lastSequence", "stateDigest",
                "events", "orders", "fills", "signals", "anomalies", "sources", "profit", "equity", "strategies",
                "disabledStrategies", "positions", "inputs", "runningSeconds", "totalSeconds", "threadLayout",
                "unpinned", "refused", "tickToOrderNs", "stop", "fault"],
            json.EnumerateObject().Select(member => member.Name));
        Assert.Contains("strategies crossover, mean-reversion, quoting", result.Errors, StringComparison.Ordinal);

        decimal Sum(string list, string field) =>
            json.GetProperty(list).EnumerateArray().Sum(item => item.GetProperty(field).GetDecimal());
        var profit = json.GetProperty("profit");
        Assert.Equal(profit.GetProperty("commissions").GetDecimal(), Sum("positions", "commissions"));
        Assert.Equal(profit.GetProperty("commissions").GetDecimal(), Sum("strategies", "commissions"));
        Assert.Equal(profit.GetProperty("net").GetDecimal(), profit.GetProperty("realized").GetDecimal()
            + profit.GetProperty("unrealized").GetDecimal() - profit.GetProperty("commissions").GetDecimal());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("fault").ValueKind);
    }

    [Fact]
    public async Task A_strategy_from_an_assembly_of_its_own_trades()
    {
        using var folder = new TempFolder();
        var assembly = Path.Combine(AppContext.BaseDirectory, "ExampleStrategy.dll");
        var json = (await EngineProcess.RunAsync(
            "run", "--mode", "backtest", "--strategy", "ExampleStrategy.Breakout@" + assembly,
            "--journal", folder.Of("j"), "-o", "json", "-q", "--set", "limits.segmentRecords=65536",
            "--set", "strategies.Breakout.bar=5s", "--set", "strategies.Breakout.rangeBars=3",
            "--set", "strategies.Breakout.quantity=100")).Json();
        Assert.Equal("Breakout", json.GetProperty("strategies")[0].GetProperty("name").GetString());
        Assert.True(json.GetProperty("orders").GetProperty("sent").GetInt64() > 0);
    }

    private static long SizeOf(string folder) => Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length);
}
