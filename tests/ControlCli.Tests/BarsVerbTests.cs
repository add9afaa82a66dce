using System.IO.Compression;
using Engine.Testing;
using Engine.Testing.Journals;
using Xunit;

namespace ControlCli.Tests;

public sealed class BarsVerbTests(JournalFixture journal) : IClassFixture<JournalFixture>
{
    private const string Header = "ts_ns,symbol,open,high,low,close,volume";

    [Fact]
    public void Bars_are_written_as_in_a_bar_file_in_order_of_start_and_symbol()
    {
        var lines = Cli.Run("bars", "-j", journal.Folder).Lines;

        Assert.Equal(Header, lines[0]);
        Assert.StartsWith("1381239000000000000,AIG,50.02,", lines[1]);
        Assert.StartsWith("1381239000000000000,IBM,60.", lines[2]);
        Assert.Equal(lines.Skip(1).Order(StringComparer.Ordinal), lines.Skip(1));
    }

    [Fact]
    public void Bars_of_one_symbol_and_another_length_sum_up_to_the_same_volume()
    {
        var minutes = Volumes(Cli.Run("bars", "-j", journal.Folder, "--symbol", "AIG"));
        var hours = Volumes(Cli.Run("bars", "-j", journal.Folder, "--symbol", "AIG", "--interval", "1h"));

        Assert.True(minutes.Length > hours.Length);
        Assert.Equal(minutes.Sum(), hours.Sum());
    }

    [Fact]
    public void Bars_come_as_json_and_as_table_too()
    {
        var json = Cli.Run("bars", "-j", journal.Folder, "-o", "json").Json["bars"]![0]!;

        Assert.Equal("50.02", json["open"]!.GetValue<string>());
        Assert.Equal("2013-10-08T13:30:00.000000000Z", json["time"]!.GetValue<string>());
        Assert.StartsWith("START", Cli.Run("bars", "-j", journal.Folder, "-o", "table").Output);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1x")]
    [InlineData("-1m")]
    public void An_interval_that_is_none_is_refused(string interval)
    {
        var result = Cli.Run("bars", "-j", journal.Folder, $"--interval={interval}");

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("give a duration above zero", result.Error);
    }

    [SharedDataFact]
    public void Minute_bars_of_a_journal_of_real_ticks_equal_the_golden_bars_byte_for_byte()
    {
        using var folder = new TempFolder();
        string[] names = ["ticks/futures/GC_20131007_trades", "ticks/crypto/ETHUSDT.BINANCE-USDM_20240808"];
        foreach (var name in names)
        {
            var target = folder.File(Path.GetFileName(name));
            BacktestJournal.Run(target, [Path.Combine(SharedData.Root!, name + ".csv.gz")]);
            Assert.Equal(Golden(Path.GetFileName(name)), Cli.Run("bars", "-j", target, "--interval", "1m").Output);
        }
    }

    private static string Golden(string name)
    {
        using var file =
            File.OpenRead(Path.Combine(SharedData.Root!, "golden", "bars_1m_from_ticks", name + "_1m.csv.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    private static long[] Volumes(Cli result) =>
        [.. result.Lines.Skip(1)
            .Select(line => long.Parse(line.Split(',')[^1], System.Globalization.CultureInfo.InvariantCulture))];
}
