using Grpc.Core;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Services;

/// <summary>Deposits, withdrawals and dividends over the wire, and the day of the account in the status.</summary>
public sealed class CashServiceTests
{
    [Fact]
    public async Task A_deposit_moves_cash_and_baseline_and_is_no_profit()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        await bench.Control.HaltAsync(new Wire.HaltRequest { Head = bench.Head(), Scope = ControlBench.OfAccount });
        var before = await FiguresAsync(bench);
        var reply = await bench.Control.MoveCashAsync(Request(bench, Wire.CashFlowKind.Deposit, 12_345, 2));
        Assert.Equal("Done", reply.CodeName);
        await bench.Control.MoveCashAsync(Request(bench, Wire.CashFlowKind.Withdrawal, 345, 2));
        await bench.Control.MoveCashAsync(Request(bench, Wire.CashFlowKind.Dividend, 1, 8));

        var after = await FiguresAsync(bench);
        const long moved = 12_000_000_001; // 123.45 - 3.45 + 0.00000001, with eight decimals.
        Assert.Equal(before.Cash.Mantissa + moved, after.Cash.Mantissa);
        Assert.Equal(before.Day.Baseline.Mantissa + moved, after.Day.Baseline.Mantissa);
        Assert.Equal(before.Day.Flows.Mantissa + moved, after.Day.Flows.Mantissa);
        Assert.Equal((345_000_000, 1), (after.Withdrawals.Mantissa, after.Dividends.Mantissa));
        Assert.Equal(before.Deposits.Mantissa + 12_345_000_000, after.Deposits.Mantissa);
        Assert.Equal(after.Equity.Mantissa - after.Day.Baseline.Mantissa, after.Day.Profit.Mantissa);

        var status = await bench.Status.GetStatusAsync(new Wire.GetStatusRequest());
        Assert.True(status.AccountDay.Date > 19700101);
        Assert.True(status.AccountDay.NextRollTimeNs > status.EngineTimeNs);
        Assert.True(status.AccountDay.StartTimeNs <= status.EngineTimeNs);
    }

    [Fact]
    public async Task A_dry_run_says_what_it_would_do_and_does_nothing()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        var request = Request(bench, Wire.CashFlowKind.Deposit, 5, 0);
        request.Head.DryRun = true;
        var reply = await bench.Control.MoveCashAsync(request);
        Assert.False(reply.HasSequence);
        Assert.Contains(reply.Effects, line => line.Contains("Deposit of 5.00 USD", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Wire.CashFlowKind.Unspecified, 1, 0, "USD", "kind")]
    [InlineData(Wire.CashFlowKind.Deposit, 0, 0, "USD", "amount")]
    [InlineData(Wire.CashFlowKind.Deposit, 1, 9, "USD", "amount")]
    [InlineData(Wire.CashFlowKind.Deposit, 1, 0, "usd", "currency")]
    [InlineData(Wire.CashFlowKind.Deposit, 1, 0, "", "currency")]
    public async Task What_cannot_be_booked_names_its_field(
        Wire.CashFlowKind kind, long mantissa, int exponent, string currency, string field)
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        var request = Request(bench, kind, mantissa, exponent);
        request.Currency = currency;
        var refused = await ControlBench.RefusedAsync(
            StatusCode.InvalidArgument, async () => await bench.Control.MoveCashAsync(request));
        Assert.StartsWith(field + ":", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_the_equity_cannot_be_withdrawn()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        var refused = await ControlBench.RefusedAsync(StatusCode.FailedPrecondition, async () =>
            await bench.Control.MoveCashAsync(Request(bench, Wire.CashFlowKind.Withdrawal, 90_000_000_000, 0)));
        Assert.Equal("-152", refused.Trailers.GetValue("engine-code"));
    }

    private static async Task<Wire.CurrencyFigures> FiguresAsync(ControlBench bench) =>
        (await bench.Status.GetStatusAsync(new Wire.GetStatusRequest())).Currencies[0];

    private static Wire.MoveCashRequest Request(
        ControlBench bench, Wire.CashFlowKind kind, long mantissa, int exponent) => new()
        {
            Head = bench.Head(),
            Kind = kind,
            Amount = new Wire.Decimal { Mantissa = mantissa, Exponent = exponent },
            Currency = "USD",
        };
}
