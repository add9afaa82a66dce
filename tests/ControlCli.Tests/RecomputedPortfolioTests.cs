using System.Text.Json.Nodes;
using Engine.Testing;
using Xunit;

namespace ControlCli.Tests;

/// <summary>
/// Goal: positions, profit, commissions and cash are what the executions in the journal add up to. Method: a backtest
/// is exported and given to a program in another language that shares no code with the engine; both must say the same.
/// </summary>
public sealed class RecomputedPortfolioTests(JournalFixture journal) : IClassFixture<JournalFixture>
{
    private static readonly string Script = Repository.PathOf("tests", "Engine.Interop", "recompute_portfolio.py");
    private static readonly string[] HoldingFields = ["quantity", "costBasis", "realizedProfit", "commissions"];
    private static readonly string[] ShareFields = ["quantity", "realizedProfit", "commissions"];
    private static readonly string[] LedgerFields = ["startingCash", "cash", "realizedProfit", "commissions"];

    [PythonFact]
    public async Task An_independent_program_comes_to_the_same_positions_profit_and_cash()
    {
        using var folder = new TempFolder();
        var recomputed = JsonNode.Parse(await Python.RunAsync(Script, Export(folder)))!;

        var positions = Cli.Run("positions", "--all", "-j", journal.Folder, "-o", "json").Json["positions"]!.AsArray();
        Assert.NotEmpty(positions);
        Assert.Equal(positions.Count, recomputed["positions"]!.AsObject().Count);
        foreach (var position in positions)
            AssertSame(HoldingFields, position!, recomputed["positions"]![Text(position, "symbol")]);

        var profit = Cli.Run("pnl", "-j", journal.Folder, "-o", "json").Json;
        var shares = recomputed["strategies"]!.AsArray();
        Assert.Equal(profit["strategies"]!.AsArray().Count, shares.Count);
        foreach (var share in profit["strategies"]!.AsArray())
            AssertSame(ShareFields, share!, shares.Single(other => IsSameShare(share!, other!)));
        foreach (var ledger in profit["currencies"]!.AsArray())
            AssertSame(LedgerFields, ledger!, recomputed["account"]![Text(ledger, "currency")]);
        Assert.True(recomputed["executions"]!.GetValue<int>() > 10, "too few executions to mean anything");
    }

    [PythonFact]
    public async Task The_program_notices_an_export_that_does_not_hold_together()
    {
        using var folder = new TempFolder();
        var export = Export(folder);
        var rows = await File.ReadAllLinesAsync(export);
        await File.WriteAllLinesAsync(
            export, rows.Where(row => !row.Contains(",InstrumentDefined,", StringComparison.Ordinal)));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Python.RunAsync(Script, export));
        Assert.Contains("which is not defined", failure.Message, StringComparison.Ordinal);
    }

    private string Export(TempFolder folder)
    {
        var path = folder.File("journal.csv");
        var export = Cli.Run("journal", "export", "-j", journal.Folder, "--format", "csv", "--out", path);
        Assert.Equal(ExitCode.Ok, export.Code);
        return path;
    }

    private static bool IsSameShare(JsonNode left, JsonNode right) =>
        Text(left, "strategy") == Text(right, "strategy") && Text(left, "symbol") == Text(right, "symbol");

    private static void AssertSame(string[] fields, JsonNode expected, JsonNode? actual)
    {
        Assert.NotNull(actual);
        Assert.All(fields, field => Assert.Equal(Text(expected, field), Text(actual, field)));
    }

    private static string Text(JsonNode? node, string field) => node![field]!.GetValue<string>();
}
