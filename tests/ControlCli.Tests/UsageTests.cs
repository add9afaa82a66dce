using Engine.Testing.Journals;
using Xunit;

namespace ControlCli.Tests;

public sealed class UsageTests(JournalFixture journal) : IClassFixture<JournalFixture>
{
    [Theory]
    [InlineData("Required", new[] { "journal" })]
    [InlineData("foo", new[] { "journal", "foo" })]
    [InlineData("--journal", new[] { "bars" })]
    [InlineData("--frobnicate", new[] { "positions", "-j", "x", "--frobnicate" })]
    [InlineData("'xml'", new[] { "positions", "-j", "x", "-o", "xml" })]
    [InlineData("no kind 'Foo'", new[] { "journal", "cat", "-j", "x", "--kind", "Foo" })]
    [InlineData("--limit is '-1'", new[] { "journal", "cat", "-j", "x", "--limit=-1" })]
    [InlineData("--from is 'abc'", new[] { "journal", "cat", "-j", "x", "--from", "abc" })]
    [InlineData("'abc' is not an order id", new[] { "orders", "show", "abc", "-j", "x" })]
    public void What_cannot_be_understood_is_named_and_the_usage_pointed_to(string text, string[] args)
    {
        var result = Cli.Run(args);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(text, result.Error);
        Assert.Contains("--help' for the usage.", result.Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_unreachable()
    {
        var result = Cli.Run("journal", "describe", "--journal", "/no/such/folder");

        Assert.Equal(ExitCode.Unreachable, result.Code);
        Assert.Equal(
            "enginectl: There is no folder '/no/such/folder': give the folder of a journal with --journal.\n",
            result.Error);
    }

    [Fact]
    public void A_folder_without_manifest_is_not_a_journal()
    {
        using var folder = new TempFolder();
        var result = Cli.Run("positions", "-j", folder.Path);

        Assert.Equal(ExitCode.Unreachable, result.Code);
        Assert.Contains("is not a journal", result.Error);
    }

    [Fact]
    public void A_range_that_ends_before_it_begins_is_a_usage_error()
    {
        var result = Cli.Run("journal", "cat", "-j", journal.Folder, "--from", "9", "--to", "3");

        Assert.Equal(ExitCode.Usage, result.Code);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("journal", "export", "--help")]
    [InlineData("replay", "verify", "-h")]
    [InlineData("orders", "show", "-?")]
    public void Help_ends_with_the_exit_codes(params string[] args)
    {
        var result = Cli.Run(args);

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.Contains("Usage:", result.Output);
        Assert.EndsWith("  64  the command line cannot be understood\n", result.Output);
        if (args.Length > 1) Assert.Contains("Examples:\n  enginectl ", result.Output);
    }

    [Fact]
    public void Every_exit_code_is_in_the_help()
    {
        foreach (var code in Enum.GetValues<ExitCode>())
            Assert.Matches($@"(?m)^\s+{(int)code}\s", Verbs.HelpWithExamples.ExitCodes);
    }

    [Fact]
    public void Colour_is_on_a_terminal_only()
    {
        Assert.DoesNotContain("\e[", Cli.Run("journal", "verify", "-j", journal.Folder).Output);
        Assert.Contains(
            "\e[32mclean\e[0m", Cli.Run(isTerminal: true, "journal", "verify", "-j", journal.Folder).Output);
        Assert.DoesNotContain(
            "\e[", Cli.Run(isTerminal: true, "journal", "verify", "-j", journal.Folder, "-o", "json").Output);
    }

    [Fact]
    public void A_journal_that_an_engine_has_open_can_be_read()
    {
        using var folder = new TempFolder();
        var data = TickFile.Write(folder.File("ticks.csv"), 600, "AIG");
        var target = folder.File("journal");
        BacktestJournal.Run(target, [data]);
        var records = Cli.Run("journal", "stats", "-j", target, "-o", "json").Json["records"]!.GetValue<long>();

        using (BacktestJournal.Open(target, [data]))
        {
            var json = Cli.Run("journal", "describe", "-j", target, "-o", "json").Json;
            Assert.Equal("open", json["runs"]![1]!["state"]!.GetValue<string>());
            Assert.Equal(records, json["records"]!.GetValue<long>());
            Assert.Equal(ExitCode.Ok, Cli.Run("journal", "verify", "-j", target).Code);
            Assert.Equal(ExitCode.Ok, Cli.Run("replay", "verify", "-j", target).Code);
            Assert.Equal(ExitCode.Ok, Cli.Run("pnl", "-j", target).Code);
        }
    }
}
