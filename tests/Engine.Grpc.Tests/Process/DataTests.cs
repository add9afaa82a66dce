using Engine.Testing;
using Xunit;

namespace Engine.Grpc.Tests.Process;

public sealed class DataTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_bad_row_halts_and_is_named_and_the_next_start_goes_on_from_the_journal()
    {
        var good = TickFile.Create("TEST", 3_000, 1);
        var bad = _folder.Write("bad.csv", good + "1767629999000000000,TEST,Q,48.x,100,49.10,300,,\n");
        var result = await RunAsync("j", "--data", bad);
        Assert.Equal(5, result.ExitCode);
        Assert.Contains("bad.csv, line 3002, column 4 (bid_px): '48.x'", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Errors);
        Assert.Contains("bad.csv, line 3002", result.Json(5).GetProperty("fault").GetProperty("message").GetString(),
            StringComparison.Ordinal);

        // The journal is whole: the next start recovers it and comes to the same row.
        var again = await RunAsync("j", "--data", bad);
        Assert.Equal(5, again.ExitCode);
        Assert.True(again.Json(5).GetProperty("lastSequence").GetInt64()
            > result.Json(5).GetProperty("lastSequence").GetInt64());
    }

    [Fact]
    public async Task Skipped_rows_are_counted_and_reported()
    {
        var data = _folder.Write("bad.csv", TickFile.Create("TEST", 3_000, 1) + "nonsense\n1,TEST,Q,1,1,1,1,,\n");
        var json = (await RunAsync("j", "--data", data, "--skip-bad-rows")).Json();
        var source = json.GetProperty("sources")[0];
        Assert.Equal(2, source.GetProperty("skippedRows").GetInt64());
        Assert.Equal(3_000, json.GetProperty("events").GetProperty("total").GetInt64());
        Assert.True(source.GetProperty("hasEnded").GetBoolean());
    }

    [Fact]
    public async Task A_changed_file_is_refused_on_its_journal()
    {
        var data = _folder.Write("ticks.csv", TickFile.Create("TEST", 1_000, 1));
        Assert.Equal(0, (await RunAsync("j", "--data", data)).ExitCode);
        _folder.Write("ticks.csv", TickFile.Create("TEST", 1_000, 2));
        var result = await RunAsync("j", "--data", data);
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("ticks.csv", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_of_another_mode_or_account_is_refused()
    {
        var data = _folder.Write("ticks.csv", TickFile.Create("TEST", 1_000, 1));
        Assert.Equal(0, (await RunAsync("j", "--data", data)).ExitCode);
        var account = await RunAsync("j", "--data", data, "--account", "OTHER");
        Assert.Equal(4, account.ExitCode);
        Assert.Contains("OTHER", account.Errors, StringComparison.Ordinal);
        var mode = await EngineProcess.RunAsync(
            "run", "--demo", "--journal", _folder.Of("j"), "--account", "BACKTEST", "-q");
        Assert.Equal(4, mode.ExitCode);
        Assert.Contains("backtest", mode.Errors, StringComparison.OrdinalIgnoreCase);
    }

    [SharedDataFact]
    public async Task Three_real_files_give_the_golden_totals_and_enough_orders()
    {
        string[] files = ["AIG_20131008.csv.gz", "IBM_20131008.csv.gz", "SPY_20131008_1sbbo.csv.gz"];
        var golden = File.ReadLines(Path.Combine(SharedData.Root!, "golden", "tick_summary.csv"))
            .Select(line => line.Split(','))
            .ToDictionary(fields => Path.GetFileName(fields[0]), fields => (Quotes: fields[2], Trades: fields[3]));
        var json = (await RunAsync("j", [.. files.SelectMany(file => (string[])["--data", TicksOf(file)])])).Json();

        Assert.Equal(1_139_523, json.GetProperty("events").GetProperty("total").GetInt64());
        var sources = json.GetProperty("sources").EnumerateArray().ToArray();
        Assert.Equal(files, sources.Select(source => source.GetProperty("name").GetString()));
        foreach (var source in sources)
        {
            var (quotes, trades) = golden[source.GetProperty("name").GetString()!];
            Assert.Equal(quotes, source.GetProperty("quotes").GetRawText());
            Assert.Equal(trades, source.GetProperty("trades").GetRawText());
        }
        Assert.True(json.GetProperty("orders").GetProperty("sent").GetInt64() >= 1_000);
        Assert.True(json.GetProperty("fills").GetInt64() >= 300);
    }

    [SharedDataFact]
    public async Task Paper_trading_of_a_real_file_goes_on_where_it_stopped()
    {
        var config = _folder.Write("paper.json",
            $$"""
            {
              "mode": "paper", "account": "PAPER1", "runFor": "90m",
              "data": { "files": ["{{TicksOf("AIG_20131008.csv.gz")}}"], "pace": 2000 },
              "limits": { "segmentRecords": 65536 },
              "risk": {
                "maxOrderQuantity": 1000, "maxOrderNotional": 100000, "maxPosition": 1000, "priceCollarBps": 1000,
                "staleQuoteMs": 60000, "orderRatePerSecond": 100, "orderBurst": 100, "maxInFlight": 100,
                "maxOpenOrders": 100, "shortSelling": true, "maxGrossExposure": 10000000, "maxNetExposure": 10000000,
                "maxConcentrationBps": 1000000, "maxOpenPositions": 10, "marginRateBps": 1000,
                "maxOrdersPerMinute": 10000, "maxOrdersPerDay": 1000000, "maxNotionalPerMinute": 1000000000,
                "maxNotionalPerDay": 10000000000, "repeatWindowMs": 0, "maxIdenticalRejects": 3,
                "rejectWindowMs": 60000, "rejectProbeMs": 60000, "messagesPerSecond": 40, "messageBurst": 40,
                "rounding": "deny", "selfCross": false
              },
              "breakers": { "useDefaults": true },
              "strategies": { "mean-reversion": { "type": "mean-reversion" } }
            }
            """);
        string[] arguments = ["run", "--config", config, "--journal", _folder.Of("j"), "-o", "json", "-q"];
        var first = (await EngineProcess.RunAsync(arguments)).Json();
        var second = (await EngineProcess.RunAsync(arguments)).Json();

        var rows = first.GetProperty("sources")[0].GetProperty("lastRow").GetInt64();
        Assert.True(rows > 0);
        Assert.True(second.GetProperty("sources")[0].GetProperty("lastRow").GetInt64() > rows);
        Assert.Equal(second.GetProperty("sources")[0].GetProperty("lastRow").GetInt64(),
            second.GetProperty("events").GetProperty("total").GetInt64());
        Assert.True(second.GetProperty("lastSequence").GetInt64() > first.GetProperty("lastSequence").GetInt64());
    }

    public void Dispose() => _folder.Dispose();

    private Task<EngineResult> RunAsync(string journal, params string[] arguments) => EngineProcess.RunAsync(
        ["run", "--mode", "backtest", "--strategy", "mean-reversion", "--journal", _folder.Of(journal), "-o", "json",
            "-q", "--set", "limits.segmentRecords=262144", .. arguments]);

    private static string TicksOf(string file) => Path.Combine(SharedData.Root!, "ticks", "us_equity", file);
}
