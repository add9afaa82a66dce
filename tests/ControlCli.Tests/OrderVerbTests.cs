using System.Globalization;
using Xunit;

namespace ControlCli.Tests;

public sealed class OrderVerbTests(JournalFixture journal) : IClassFixture<JournalFixture>
{
    [Fact]
    public void List_shows_every_order_that_was_requested()
    {
        var orders = List();
        var stats = Cli.Run("journal", "stats", "-j", journal.Folder, "-o", "json").Json;
        var requested = stats["codes"]!.AsArray().Single(row => row!["kind"]!.GetValue<string>() == "OrderRequested");

        Assert.Equal(requested!["count"]!.GetValue<int>(), orders.Length);
        Assert.Equal(orders.Order(), orders);
        Assert.Contains("\nORDER  BROKER ID  CREATED", Cli.Run("orders", "list", "-j", journal.Folder).Output);
    }

    [Fact]
    public void List_can_be_narrowed_by_status_symbol_and_strategy()
    {
        Assert.Equal(List().Length, List("--strategy", "reversion").Length);
        Assert.Equal(List().Length, List("--symbol", "AIG").Length);
        Assert.Empty(List("--symbol", "IBM"));
        Assert.Empty(List("--status", "working"));
        Assert.NotEmpty(List("--status", "filled"));
        Assert.Equal(List().Length, List("--status", "filled").Length + List("--status", "canceled").Length);
    }

    [Fact]
    public void Denied_orders_are_listed_with_code_and_figures()
    {
        var denied = Cli.Run("orders", "list", "--status", "denied", "-j", journal.Folder, "-o", "json")
            .Json["orders"]!.AsArray();

        Assert.NotEmpty(denied);
        Assert.All(denied, order =>
        {
            Assert.Equal("IBM", order!["symbol"]!.GetValue<string>());
            Assert.Equal("OrderNotionalLimit", order["code"]!.GetValue<string>());
            Assert.True(order["measured"]!.GetValue<long>() > order["limit"]!.GetValue<long>());
        });
    }

    [Fact]
    public void Show_tells_the_whole_life_of_an_order()
    {
        var id = List("--status", "filled")[0].ToString(CultureInfo.InvariantCulture);
        var json = Cli.Run("orders", "show", id, "-j", journal.Folder, "-o", "json").Json;
        var events = json["life"]!.AsArray().Select(row => row!["event"]!.GetValue<string>()).ToArray();

        Assert.Equal("OrderRequested", events[0]);
        Assert.Equal("OrderAccepted", events[1]);
        Assert.Equal("Execution", events[^1]);
        Assert.Equal("Accepted", json["riskCode"]!.GetValue<string>());
        Assert.Equal("100", json["filledQuantity"]!.GetValue<string>());
        Assert.Contains("Quote AIG", json["cause"]!.GetValue<string>());
        Assert.Contains("Reference price:", Cli.Run("orders", "show", id, "-j", journal.Folder).Output);
    }

    [Fact]
    public void Show_tells_why_an_order_was_denied()
    {
        var denied = Cli.Run("orders", "list", "--status", "denied", "-j", journal.Folder, "-o", "json")
            .Json["orders"]![0]!;
        var result = Cli.Run("orders", "show", denied["orderId"]!.ToString(), "-j", journal.Folder);

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.Contains("OrderNotionalLimit", result.Output);
        Assert.Contains("Measured:", result.Output);
    }

    [Fact]
    public void An_order_that_is_not_there_is_a_negative_answer()
    {
        var result = Cli.Run("orders", "show", "424242", "-j", journal.Folder);

        Assert.Equal(ExitCode.Negative, result.Code);
        Assert.Contains("has no order 424242", result.Error);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("--symbol", "MSFT", "has no instrument 'MSFT'")]
    [InlineData("--strategy", "other", "give one of reversion")]
    public void A_filter_that_names_nothing_is_a_negative_answer(string option, string value, string text)
    {
        var result = Cli.Run("orders", "list", option, value, "-j", journal.Folder);

        Assert.Equal(ExitCode.Negative, result.Code);
        Assert.Contains(text, result.Error);
    }

    [Fact]
    public void Positions_and_profit_agree_with_each_other()
    {
        var position = Cli.Run("positions", "-j", journal.Folder, "-o", "json").Json["positions"]!.AsArray().Single()!;
        var profit = Cli.Run("pnl", "-j", journal.Folder, "-o", "json").Json;
        var share = profit["strategies"]!.AsArray().Single()!;
        var ledger = profit["currencies"]!.AsArray().Single()!;

        foreach (var name in new[] { "quantity", "realizedProfit", "unrealizedProfit", "commissions" })
            Assert.Equal(position[name]!.GetValue<string>(), share[name]!.GetValue<string>());
        Assert.Equal(position["realizedProfit"]!.GetValue<string>(), ledger["realizedProfit"]!.GetValue<string>());
        Assert.Equal(
            Number(ledger["equity"]!.GetValue<string>()),
            Number(ledger["cash"]!.GetValue<string>()) + Number(position["marketValue"]!.GetValue<string>()));
        Assert.Contains("STRATEGIES", Cli.Run("pnl", "-j", journal.Folder).Output);
        Assert.Contains("\nSYMBOL  CURRENCY  QUANTITY", Cli.Run("positions", "-j", journal.Folder).Output);
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private long[] List(params string[] filter)
    {
        var result = Cli.Run(["orders", "list", "-j", journal.Folder, "-o", "json", .. filter]);
        Assert.Equal(ExitCode.Ok, result.Code);
        return [.. result.Json["orders"]!.AsArray().Select(order => order!["orderId"]!.GetValue<long>())];
    }
}
