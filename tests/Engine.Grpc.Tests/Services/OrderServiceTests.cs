using Grpc.Core;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Services;

/// <summary>Orders of operators, flatten, and what else an operator asks of a running engine.</summary>
public sealed class OrderServiceTests
{
    [Fact]
    public async Task An_order_of_an_operator_goes_through_risk_and_is_his_to_cancel()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        var reply = await bench.Control.SubmitOrderAsync(Limit(bench, mantissa: 990, exponent: 1));
        Assert.Equal(("Done", true), (reply.CodeName, reply.HasOrderId));
        await bench.UntilAsync(status => status.OpenOrders == 1);

        var mine = await bench.Control.CancelAsync(new Wire.CancelRequest { Head = bench.Head(), Mine = true });
        Assert.Equal(1, mine.OrdersAffected);
        await bench.UntilAsync(status => status.OpenOrders == 0);
    }

    [Fact]
    public async Task An_order_that_risk_denies_is_refused_with_the_reason_of_risk()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        var refused = await ControlBench.RefusedAsync(StatusCode.FailedPrecondition, async () =>
            await bench.Control.SubmitOrderAsync(Limit(bench, mantissa: 1, exponent: 0)));
        Assert.Equal("-112", refused.Trailers.GetValue("engine-code"));
        Assert.StartsWith("Risk denied the order, ", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_order_lacks_or_an_instrument_cannot_hold_is_refused_and_never_rounded()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        (string Field, Action<Wire.SubmitOrderRequest> Spoil)[] spoilt =
        [
            ("instrument: ", order => order.Instrument = ""),
            ("side: ", order => order.Side = Wire.Side.Unspecified),
            ("type: ", order => order.Type = Wire.OrderType.Unspecified),
            ("time_in_force: ", order => order.TimeInForce = Wire.TimeInForce.Unspecified),
            ("quantity: ", order => order.Quantity = null),
            ("quantity: ", order => order.Quantity.Mantissa = -1),
            ("limit_price: give a number", order => order.LimitPrice = null),
            ("limit_price: a market order", order => order.Type = Wire.OrderType.Market),
            ("limit_price: the instrument has 2", order => order.LimitPrice = new() { Mantissa = 1, Exponent = 3 }),
            ("limit_price: give an exponent", order => order.LimitPrice.Exponent = 10),
            ("limit_price: the number is", order => order.LimitPrice = new() { Mantissa = long.MaxValue }),
            ("hold_id: ", order => order.HoldId = 1),
            ("time_in_force: MarketOnClose", order =>
            {
                order.Type = Wire.OrderType.MarketOnClose;
                order.TimeInForce = Wire.TimeInForce.GoodTillCanceled;
            }),
            ("terms.stop_price: ", order => order.Terms = new() { StopPrice = new() { Mantissa = -1 } }),
            ("terms: parent", order => order.Terms = new() { ParentOrderId = 1 }),
        ];
        foreach (var (field, spoil) in spoilt)
        {
            var order = Limit(bench, mantissa: 99, exponent: 0);
            spoil(order);
            var refused = await ControlBench.RefusedAsync(
                StatusCode.InvalidArgument, async () => await bench.Control.SubmitOrderAsync(order));
            Assert.StartsWith(field, refused.Status.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_an_operator_knows_is_checked_field_by_field_and_refused_with_the_code_of_the_engine()
    {
        await using var bench = new ControlBench(restingOrders: 1);
        await bench.UntilTradingAsync();
        (string Field, Action<Wire.ResolveOrderRequest> Spoil)[] spoilt =
        [
            ("order_id: ", request => request.OrderId = 0),
            ("status: ", request => request.Status = Wire.OrderStatus.Expired),
            ("evidence: ", request => request.Evidence = " "),
            ("price: only", request => request.Price = new Wire.Decimal { Mantissa = 1 }),
            ("price: give a number", request =>
                (request.Status, request.Price) = (Wire.OrderStatus.Filled, new Wire.Decimal())),
        ];
        foreach (var (field, spoil) in spoilt)
        {
            var request = Resolution(bench);
            spoil(request);
            var refused = await ControlBench.RefusedAsync(
                StatusCode.InvalidArgument, async () => await bench.Control.ResolveOrderAsync(request));
            Assert.StartsWith(field, refused.Status.Detail, StringComparison.Ordinal);
        }
        Assert.Equal("-125", await CodeAsync(async () => await bench.Control.ResolveOrderAsync(Resolution(bench))));
        Assert.Equal("-129", await CodeAsync(async () => await bench.Control.AdoptOrderAsync(
            new Wire.AdoptOrderRequest { Head = bench.Head(), VenueOrderId = 900 })));
        Assert.Equal("-128", await CodeAsync(async () => await bench.Control.AttributeExecutionAsync(
            new Wire.AttributeExecutionRequest { Head = bench.Head(), ExecutionId = "X", OrderId = 1 })));

        var status = await bench.UntilAsync(_ => true);
        Assert.Equal((0, 0L, 0), (status.ForeignOrders, status.UnattributedExecutions, status.UnknownOrders));
    }

    private static Wire.ResolveOrderRequest Resolution(ControlBench bench) => new()
    {
        Head = bench.Head(),
        OrderId = 1,
        Status = Wire.OrderStatus.Canceled,
        Evidence = "statement, page 2",
    };

    private static async Task<string?> CodeAsync(Func<Task> call) =>
        (await ControlBench.RefusedAsync(StatusCode.FailedPrecondition, call)).Trailers.GetValue("engine-code");

    [Fact]
    public async Task An_order_is_listed_with_the_terms_that_it_was_given()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        var order = Limit(bench, mantissa: 1, exponent: 0);
        order.Type = Wire.OrderType.TrailingStop;
        order.TimeInForce = Wire.TimeInForce.GoodTillCanceled;
        order.LimitPrice = null;
        order.Terms = new Wire.OrderTerms { TrailBps = 1_000 };
        var reply = await bench.Control.SubmitOrderAsync(order);
        await bench.UntilAsync(status => status.OpenOrders > 0);
        var listed = (await bench.Status.ListOrdersAsync(new Wire.ListOrdersRequest())).Orders
            .Single(row => row.OrderId == reply.OrderId);
        Assert.Equal(
            (Wire.OrderType.TrailingStop, 1_000, null), (listed.Type, listed.Terms.TrailBps, listed.Terms.StopPrice));
    }

    [Fact]
    public async Task A_flatten_is_answered_with_its_halt_and_a_dry_run_counts_beforehand()
    {
        await using var bench = new ControlBench(restingOrders: 2);
        await bench.UntilTradingAsync();
        var dry = bench.Head();
        dry.DryRun = true;
        var preview = await bench.Control.FlattenAsync(
            new Wire.FlattenRequest { Head = dry, Scope = ControlBench.OfAccount });
        Assert.Equal((2, false), (preview.OrdersAffected, preview.HasSequence));
        Assert.Equal(2, (await bench.UntilAsync(_ => true)).OpenOrders);

        var reply = await bench.Control.FlattenAsync(
            new Wire.FlattenRequest { Head = bench.Head(), Scope = ControlBench.OfAccount });
        Assert.Equal(2, reply.OrdersAffected);
        await bench.UntilAsync(status => status is { OpenOrders: 0, Permission: Wire.Permission.Halted });
    }

    [Fact]
    public async Task A_reconciliation_and_a_snapshot_are_taken_on_demand()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        Assert.Equal("Done", (await bench.Control.ReconcileAsync(
            new Wire.ReconcileRequest { Head = bench.Head() })).CodeName);
        await bench.UntilAsync(status => status is { IsReconciled: true, Phase: Wire.Phase.Running });
        Assert.Equal("Done", (await bench.Control.TakeSnapshotAsync(
            new Wire.TakeSnapshotRequest { Head = bench.Head() })).CodeName);
        Assert.NotEmpty(Directory.GetFiles(bench.Folder, "*snapshot*", SearchOption.AllDirectories));
    }

    private static Wire.SubmitOrderRequest Limit(ControlBench bench, long mantissa, int exponent) => new()
    {
        Head = bench.Head(),
        Instrument = "ALFA",
        Side = Wire.Side.Buy,
        Type = Wire.OrderType.Limit,
        TimeInForce = Wire.TimeInForce.Day,
        Quantity = new Wire.Decimal { Mantissa = 1 },
        LimitPrice = new Wire.Decimal { Mantissa = mantissa, Exponent = exponent },
    };
}
