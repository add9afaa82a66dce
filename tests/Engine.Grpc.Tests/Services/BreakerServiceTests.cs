using Engine.Core.Breakers;
using Grpc.Core;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Services;

public sealed class BreakerServiceTests
{
    [Fact]
    public async Task Every_breaker_is_in_the_status_before_any_has_tripped()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        var status = await bench.Status.GetStatusAsync(new Wire.GetStatusRequest());
        var measured = BreakerTable.All.Where(row => row.HasMeasure).Select(row => row.Name).Append("manual");
        Assert.Equal(measured, status.Breakers.Select(breaker => breaker.Name).Distinct());
        Assert.All(status.Breakers.Where(breaker => breaker.Name != "manual"), breaker =>
        {
            Assert.Equal(Wire.BreakerStanding.Off, breaker.Standing); // As the settings of the bench say.
            Assert.Equal(breaker.Limit.Mantissa - breaker.Measure.Mantissa, breaker.Margin.Mantissa);
            Assert.NotEmpty(breaker.Unit);
            Assert.False(breaker.HasHoldId);
        });
        var loss = status.Breakers.Single(breaker => breaker.Name == "dailyLoss");
        Assert.Equal((500_000_000_000L, 8, "money", false),
            (loss.Limit.Mantissa, loss.Limit.Exponent, loss.Unit, loss.TripsAbove));
        var volatility = status.Breakers.Single(breaker => breaker.Name == "volatility");
        Assert.Equal(("ALFA", "bps"), (volatility.Scope.Instrument, volatility.Unit));
    }

    [Fact]
    public async Task A_trip_halts_and_cancels_and_a_reset_gives_the_permission_back()
    {
        await using var bench = new ControlBench(restingOrders: 2);
        await bench.UntilTradingAsync();
        var dryHead = bench.Head();
        dryHead.DryRun = true;
        var dry = await bench.Control.TripBreakerAsync(
            new Wire.TripBreakerRequest { Head = dryHead, Breaker = "manual" });
        var reply = await bench.Control.TripBreakerAsync(
            new Wire.TripBreakerRequest { Head = bench.Head("fat finger"), Breaker = "manual" });
        Assert.Equal(("Done", Wire.Permission.Halted, 2), (reply.CodeName, reply.Permission, reply.OrdersAffected));
        Assert.Equal((reply.CodeName, reply.Permission, reply.OrdersAffected),
            (dry.CodeName, dry.Permission, dry.OrdersAffected));
        Assert.Equal("Breaker", Assert.Single(dry.Holds).Kind);
        var hold = Assert.Single(reply.Holds);
        Assert.Equal(("Breaker", "local", "manual"), (hold.Kind, hold.Who, hold.Why));

        var status = await bench.UntilAsync(s => s.OpenOrders == 0);
        var tripped = status.Breakers.Single(breaker => breaker.Name == "manual");
        Assert.Equal((Wire.BreakerStanding.Tripped, hold.Id, 1), (tripped.Standing, tripped.HoldId, tripped.Trips));

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await bench.Control.ReleaseHoldAsync(
            new Wire.ReleaseHoldRequest { Head = bench.Head(), HoldId = hold.Id }));
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Contains("HoldNotReleasable", refused.Status.Detail, StringComparison.Ordinal);

        var reset = await bench.Control.ResetBreakerAsync(
            new Wire.ResetBreakerRequest { Head = bench.Head("looked at"), Breaker = "manual" });
        Assert.Equal(("Done", Wire.Permission.Active), (reset.CodeName, reset.Permission));
        Assert.Empty(reset.Holds);
    }

    [Theory]
    [InlineData("nonsense", false, false, StatusCode.InvalidArgument, "give one of drawdown, dailyLoss")]
    [InlineData("drawdown", true, false, StatusCode.FailedPrecondition, "UnknownBreaker")]
    [InlineData("latency", false, true, StatusCode.FailedPrecondition, "BaselineUnsupported")]
    [InlineData("latency", false, false, StatusCode.FailedPrecondition, "A reset is taken from 20")]
    public async Task A_refusal_says_why_and_what_to_do(
        string breaker, bool isOfInstrument, bool setsBaseline, StatusCode code, string text)
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        await bench.Control.TripBreakerAsync(
            new Wire.TripBreakerRequest { Head = bench.Head(), Breaker = "latency" });
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await bench.Control.ResetBreakerAsync(
            new Wire.ResetBreakerRequest
            {
                Head = bench.Head(),
                Breaker = breaker,
                Scope = isOfInstrument ? new Wire.Scope { Instrument = "ALFA" } : ControlBench.OfAccount,
                SetBaseline = setsBaseline,
            }));
        Assert.Equal(code, refused.StatusCode);
        Assert.Contains(text, refused.Status.Detail, StringComparison.Ordinal);
    }
}
