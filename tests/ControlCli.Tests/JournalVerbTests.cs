using System.Globalization;
using System.Text.Json.Nodes;
using Engine.Testing.Journals;
using Xunit;

namespace ControlCli.Tests;

public sealed class JournalVerbTests(JournalFixture journal) : IClassFixture<JournalFixture>
{
    [Fact]
    public void Describe_shows_mode_account_runs_sources_and_snapshots()
    {
        var result = Cli.Run("journal", "describe", "--journal", journal.Folder);

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.Contains("Mode:           backtest", result.Output);
        Assert.Contains("Account:        BACKTEST", result.Output);
        Assert.Contains(BacktestJournal.Build, result.Output);
        Assert.Contains("SOURCES", result.Output);
        Assert.Contains(journal.Data, result.Output);
        Assert.Contains("snapshot-", result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public void Describe_as_json_has_the_same_content_and_the_configuration_if_asked()
    {
        var json = Cli.Run("journal", "describe", "-j", journal.Folder, "-o", "json", "--config").Json;

        Assert.Equal("backtest", json["mode"]!.GetValue<string>());
        Assert.Equal(JournalFixture.Rows, json["sources"]![0]!["rows"]!.GetValue<int>());
        Assert.True(json["runs"]![0]!["isClean"]!.GetValue<bool>());
        Assert.Equal(json["records"]!.GetValue<long>(), json["runs"]![0]!["records"]!.GetValue<long>());
        Assert.True(json["snapshots"]![0]!["isValid"]!.GetValue<bool>());
        Assert.Contains("strategies.reversion.window=20\n", json["config"]!.GetValue<string>());
        Assert.Contains("\nCONFIGURATION\n", Cli.Run("journal", "describe", "-j", journal.Folder, "--config").Output);
    }

    [Fact]
    public void Cat_shows_one_line_per_record_with_decimals_and_symbols()
    {
        var lines =
            Cli.Run("journal", "cat", "-j", journal.Folder, "--kind", "Quote", "--instrument", "AIG", "--limit", "2")
            .Lines;

        Assert.Equal(2, lines.Length);
        Assert.EndsWith(
            "2013-10-08T13:30:00.000000000Z  Quote                     AIG       49.99 x 500 / 50.01 x 600", lines[0]);
    }

    [Fact]
    public void Cat_takes_a_range_of_sequences_and_indents_decisions()
    {
        var result = Cli.Run("journal", "cat", "-j", journal.Folder, "--from", "1", "--to", "3");

        Assert.Equal(3, result.Lines.Length);
        Assert.Contains("  EngineStarted", result.Lines[0]);
        Assert.Contains("    PhaseChanged", result.Lines[1]);
        Assert.Contains("account=BACKTEST", result.Lines[0]);
    }

    [Fact]
    public void Cat_as_json_writes_one_object_per_line_with_exact_decimals()
    {
        var lines =
            Cli.Run("journal", "cat", "-j", journal.Folder, "-k", "Execution,Trade", "-o", "json", "--limit", "3")
            .Lines;

        Assert.Equal(3, lines.Length);
        var trade = JsonNode.Parse(lines[0])!;
        Assert.Equal("Trade", trade["kind"]!.GetValue<string>());
        Assert.Equal("AIG", trade["symbol"]!.GetValue<string>());
        Assert.Equal("50.02", trade["price"]!.GetValue<string>());
        Assert.Equal("102", trade["size"]!.GetValue<string>());
        Assert.Equal("2013-10-08T13:30:00.500000000Z", trade["time"]!.GetValue<string>());
        Assert.Equal(TickFile.FirstTimeNs + 500_000_000, trade["timestampNs"]!.GetValue<long>());
    }

    [Fact]
    public void Cat_of_an_unknown_instrument_names_the_known_ones()
    {
        var result = Cli.Run("journal", "cat", "-j", journal.Folder, "--instrument", "MSFT");

        Assert.Equal(ExitCode.Negative, result.Code);
        Assert.Equal("enginectl: The journal has no instrument 'MSFT': give one of AIG, IBM.\n", result.Error);
    }

    [Fact]
    public void Verify_of_a_whole_journal_is_clean()
    {
        var result = Cli.Run("journal", "verify", "-j", journal.Folder);

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.Contains("Result:         clean", result.Output);
        Assert.Equal(
            "clean", Cli.Run("journal", "verify", "-j", journal.Folder, "-o", "json")
            .Json["result"]!.GetValue<string>());
    }

    [Fact]
    public void Verify_names_every_flipped_byte()
    {
        using var folder = new TempFolder();
        journal.CopyTo(folder.File("journal"));
        var segment = Directory.GetFiles(folder.File("journal"), "segment-*")[0];
        var bytes = File.ReadAllBytes(segment);
        bytes[4_096 + (128 * 99) + 40] ^= 1;
        bytes[4_096 + (128 * 199) + 3] ^= 4;
        File.WriteAllBytes(segment, bytes);

        var result = Cli.Run("journal", "verify", "-j", folder.File("journal"), "-o", "json");

        Assert.Equal(ExitCode.Unhealthy, result.Code);
        var places = result.Json["findings"]!.AsArray().Select(finding => finding!["sequence"]?.GetValue<long>())
            .ToArray();
        Assert.Contains(100, places);
        Assert.Contains(200, places);
        Assert.Contains("damaged", result.Error);
        Assert.Contains("FINDINGS", Cli.Run("journal", "verify", "-j", folder.File("journal")).Output);
    }

    [Fact]
    public void A_damaged_record_stops_every_other_verb_with_its_place()
    {
        using var folder = new TempFolder();
        journal.CopyTo(folder.File("journal"));
        var segment = Directory.GetFiles(folder.File("journal"), "segment-*")[0];
        var bytes = File.ReadAllBytes(segment);
        bytes[4_096 + (128 * 499) + 40] ^= 1;
        File.WriteAllBytes(segment, bytes);

        var result = Cli.Run("journal", "stats", "-j", folder.File("journal"));

        Assert.Equal(ExitCode.Unhealthy, result.Code);
        Assert.Contains("record 499", result.Error);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Stats_count_by_kind_lane_instrument_and_code()
    {
        var json = Cli.Run("journal", "stats", "-j", journal.Folder, "-o", "json").Json;

        Assert.Equal(JournalFixture.Rows, Count("Quote") + Count("Trade"));
        Assert.Equal(2, json["instruments"]!.AsArray().Count);
        Assert.Equal("source", json["lanes"]!.AsArray()[^1]!["name"]!.GetValue<string>());
        Assert.Contains(json["codes"]!.AsArray(), row =>
            row!["kind"]!.GetValue<string>() == "OrderDenied"
                && row["code"]!.GetValue<string>() == "OrderNotionalLimit");
        Assert.Equal("2013-10-08T13:30:00.000000000Z", json["firstTime"]!.GetValue<string>());
        Assert.Contains("ORDERS AND REFUSALS", Cli.Run("journal", "stats", "-j", journal.Folder).Output);

        long Count(string kind) => json["kinds"]!.AsArray()
            .Single(row => row!["kind"]!.GetValue<string>() == kind)!["records"]!.GetValue<long>();
    }

    [Fact]
    public void Export_has_a_row_per_record_and_a_column_per_field()
    {
        var lines = Cli.Run("journal", "export", "-j", journal.Folder).Lines;
        var stats = Cli.Run("journal", "stats", "-j", journal.Folder, "-o", "json").Json;

        // Configuration text has line ends inside quotes.
        var rows = lines.Skip(1).Count(line => char.IsAsciiDigit(line[0]) && line.Split(',').Length > 20);
        Assert.StartsWith(
            "sequence,causeSequence,timestampNs,kind,flags,schemaVersion,"
            + "instrumentId,symbol,strategyId,strategy,laneId,", lines[0]);
        Assert.InRange(rows, stats["records"]!.GetValue<long>() - 60, stats["records"]!.GetValue<long>());
    }

    [Fact]
    public void Positions_cash_and_profit_can_be_recomputed_from_an_export()
    {
        using var folder = new TempFolder();
        var file = folder.File("executions.csv");
        var export =
            Cli.Run("journal", "export", "-j", journal.Folder, "--kind", "Execution", "InstrumentDefined", "--out",
            file);
        Assert.Equal(ExitCode.Ok, export.Code);
        var account = new ExportedAccount(100_000m);
        foreach (var row in ReadCsv(file)) account.Take(row);

        var positions = Cli.Run("positions", "--all", "-j", journal.Folder, "-o", "json").Json["positions"]!.AsArray();
        var ledger = Cli.Run("pnl", "-j", journal.Folder, "-o", "json").Json["currencies"]![0]!;

        Assert.NotEmpty(positions);
        foreach (var position in positions)
        {
            var own = account.Of(position!["symbol"]!.GetValue<string>());
            Assert.Equal(Number(position["quantity"]), own.Quantity);
            Assert.Equal(Number(position["costBasis"]), own.Cost);
            Assert.Equal(Number(position["realizedProfit"]), own.Realized);
            Assert.Equal(Number(position["commissions"]), own.Commissions);
        }
        Assert.Equal(Number(ledger["cash"]), account.Cash);
    }

    [Fact]
    public void Export_as_json_lines_gives_the_same_records()
    {
        var lines = Cli.Run("journal", "export", "--format", "jsonl", "-j", journal.Folder, "-k", "Execution").Lines;
        var csv = Cli.Run("journal", "export", "--format", "csv", "-j", journal.Folder, "-k", "Execution").Lines;

        Assert.Equal(csv.Length - 1, lines.Length);
        Assert.Equal(csv[1].Split(',')[0], JsonNode.Parse(lines[0])!["sequence"]!.ToString());
    }

    [Fact]
    public void Export_into_a_missing_folder_says_so_and_leaves_nothing()
    {
        using var folder = new TempFolder();
        var result = Cli.Run("journal", "export", "-j", journal.Folder, "--out", folder.File("missing/x.csv"));

        Assert.Equal(ExitCode.Unhealthy, result.Code);
        Assert.Contains("its folder does not exist", result.Error);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static decimal Number(JsonNode? node) =>
        decimal.Parse(node!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static IEnumerable<Dictionary<string, string>> ReadCsv(string path)
    {
        var lines = File.ReadAllLines(path);
        var header = lines[0].Split(',');
        return lines.Skip(1)
            .Select(line => header.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second));
    }
}
