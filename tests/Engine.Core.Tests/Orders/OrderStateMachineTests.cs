using Engine.Core.Events;
using Engine.Core.Orders;
using Xunit;

namespace Engine.Core.Tests.Orders;

/// <summary>
/// Goal: no message in any status does what nobody decided. Method: the table is complete, and the rules that
/// money depends on are stated one by one. See also <see cref="OrderCampaignTests"/>.
/// </summary>
public sealed class OrderStateMachineTests
{
    [Fact]
    public void Every_cell_is_specified()
    {
        Assert.Equal(10, OrderStateMachine.Statuses.Length);
        foreach (var status in OrderStateMachine.Statuses)
            foreach (var message in OrderStateMachine.Messages)
                Assert.NotEqual(OrderTarget.Unspecified, OrderStateMachine.CellOf(status, message).Target);
    }

    [Fact]
    public void Only_requests_are_refused_and_executions_are_never_ignored()
    {
        foreach (var status in OrderStateMachine.Statuses)
        {
            foreach (var message in OrderStateMachine.Messages)
            {
                var target = OrderStateMachine.CellOf(status, message).Target;
                var isRequest = message is OrderMessage.CancelRequested or OrderMessage.ReplaceRequested;
                Assert.False(target == OrderTarget.Refuse && !isRequest, $"{status} {message}");
                var isExecution = message is OrderMessage.ExecutionPartial or OrderMessage.ExecutionFull;
                Assert.False(isExecution && target == OrderTarget.Ignore, $"{status} {message}");
            }
        }
    }

    [Fact]
    public void No_message_moves_a_terminal_order_back()
    {
        foreach (var status in OrderStateMachine.Statuses)
        {
            if (!OrderState.IsTerminalStatus(status)) continue;

            foreach (var message in OrderStateMachine.Messages)
            {
                var order = OrderIn(status, quantity: 100, executed: status == OrderStatus.Filled ? 100 : 0);
                OrderStateMachine.Apply(ref order, InputOf(message, quantity: 10));
                Assert.True(order.IsTerminal, $"{status} {message} led to {order.Status}");
            }
        }
    }

    [Theory]
    [InlineData(OrderStatus.Canceled)]
    [InlineData(OrderStatus.Expired)]
    [InlineData(OrderStatus.Rejected)]
    public void A_fill_after_the_end_counts_and_is_flagged(OrderStatus status)
    {
        var order = OrderIn(status, quantity: 100, executed: 0);

        var change = OrderStateMachine.Apply(ref order, OrderInput.Execution(40, 4_000, timeNs: 7));

        Assert.True(change.IsApplied);
        Assert.Equal(OrderAnomaly.Unexpected | OrderAnomaly.ExecutionAfterTerminal, change.Anomaly);
        Assert.Equal((40, 4_000, status), (order.CumulativeQuantity, order.FilledNotional, order.Status));
    }

    [Fact]
    public void An_overfill_counts_and_is_flagged()
    {
        var order = OrderIn(OrderStatus.Accepted, quantity: 100, executed: 0);

        var change = OrderStateMachine.Apply(ref order, OrderInput.Execution(150, 0, timeNs: 7));

        Assert.Equal(OrderAnomaly.Overfill, change.Anomaly);
        Assert.Equal((150, OrderStatus.Filled, 0), (order.CumulativeQuantity, order.Status, order.WorstCaseLeaves));
    }

    [Fact]
    public void An_execution_that_overflows_is_refused_whole()
    {
        var order = OrderIn(OrderStatus.Accepted, quantity: 100, executed: 60);
        var untouched = order;

        var change = OrderStateMachine.Apply(ref order, OrderInput.Execution(long.MaxValue, 0, 7));
        Assert.Equal(RiskCode.Overflow, change.Code);
        order.FilledNotional = untouched.FilledNotional = long.MaxValue;
        Assert.Equal(RiskCode.Overflow, OrderStateMachine.Apply(ref order, OrderInput.Execution(1, 1, 7)).Code);
        Assert.Equal(untouched, order);
    }

    [Theory]
    [InlineData(OrderStatus.PendingReplace)]
    [InlineData(OrderStatus.Unknown)]
    public void A_fill_is_complete_although_a_replacement_to_more_never_arrived(OrderStatus status)
    {
        var order = OrderIn(OrderStatus.PartiallyFilled, quantity: 100, executed: 99);
        OrderStateMachine.Apply(ref order, OrderInput.ReplaceRequested(5, 199, 7));
        if (status == OrderStatus.Unknown) OrderStateMachine.Apply(ref order, InputOf(OrderMessage.BecomeUnknown));
        OrderStateMachine.Apply(ref order, OrderInput.Execution(1, 0, 8));
        Assert.Equal(status, order.Status);

        var report = new OrderReportPayload { CumulativeQuantity = 100, LimitPrice = FixedPoint.Absent };
        var change =
            OrderStateMachine.Apply(ref order, OrderInput.FromReport(OrderMessage.ReportedFilled, in report, 9));

        Assert.Equal((OrderStatus.Filled, OrderAnomaly.None), (order.Status, change.Anomaly));
        Assert.Equal(0, order.WorstCaseLeaves);
    }

    [Theory]
    [InlineData(OrderMessage.Accepted)]
    [InlineData(OrderMessage.Replaced)]
    public void A_cancel_lost_with_the_connection_is_not_waited_for_because_of_a_late_answer(OrderMessage late)
    {
        var order = OrderIn(OrderStatus.PendingNew, quantity: 100, executed: 0);
        if (late == OrderMessage.Replaced) OrderStateMachine.Apply(ref order, OrderInput.ReplaceRequested(5, 90, 7));
        OrderStateMachine.Apply(ref order, InputOf(OrderMessage.CancelRequested));
        OrderStateMachine.Apply(ref order, InputOf(OrderMessage.BecomeUnknown));

        OrderStateMachine.Apply(ref order, InputOf(late));
        Assert.Equal(OrderStatus.Unknown, order.Status);

        OrderStateMachine.Apply(ref order, InputOf(OrderMessage.ReportedOpen));
        Assert.Equal((OrderStatus.Accepted, false), (order.Status, order.IsCancelPending));
        Assert.Equal(
            RiskCode.Accepted, OrderStateMachine.Apply(ref order, InputOf(OrderMessage.CancelRequested)).Code);
        Assert.Equal(OrderStatus.PendingCancel, order.Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void An_execution_without_quantity_is_refused(long quantity)
    {
        var order = OrderIn(OrderStatus.Accepted, quantity: 100, executed: 0);
        var change = OrderStateMachine.Apply(ref order, OrderInput.Execution(quantity, 0, 7));
        Assert.Equal(RiskCode.InvalidQuantity, change.Code);
    }

    [Fact]
    public void A_status_report_never_stands_for_executions()
    {
        var order = OrderIn(OrderStatus.PartiallyFilled, quantity: 100, executed: 30);
        var report = new OrderReportPayload { CumulativeQuantity = 100, LimitPrice = FixedPoint.Absent };

        var change =
            OrderStateMachine.Apply(ref order, OrderInput.FromReport(OrderMessage.ReportedFilled, in report, 7));

        Assert.Equal((OrderStatus.Unknown, 30L, 70L), (order.Status, order.CumulativeQuantity, order.WorstCaseLeaves));
        Assert.True(change.Anomaly.HasFlag(OrderAnomaly.ExecutionsMissing));
        OrderStateMachine.Apply(ref order, OrderInput.Execution(70, 0, 8));
        Assert.Equal(OrderStatus.Filled, order.Status);
    }

    [Fact]
    public void Not_received_is_believed_only_of_an_order_that_was_never_proved()
    {
        var silent = OrderIn(OrderStatus.Unknown, quantity: 100, executed: 0);
        OrderStateMachine.Apply(ref silent, InputOf(OrderMessage.ReportedNotReceived));
        Assert.Equal(OrderStatus.Rejected, silent.Status);

        var proved = OrderIn(OrderStatus.Unknown, quantity: 100, executed: 10);
        var change = OrderStateMachine.Apply(ref proved, InputOf(OrderMessage.ReportedNotReceived));
        Assert.Equal((OrderStatus.Unknown, OrderAnomaly.ContradictsEvidence), (proved.Status, change.Anomaly));
    }

    [Fact]
    public void A_pending_replacement_counts_the_larger_version_until_it_is_answered()
    {
        var order = OrderIn(OrderStatus.Accepted, quantity: 100, executed: 0);
        OrderStateMachine.Apply(ref order, OrderInput.ReplaceRequested(55, 300, timeNs: 7));
        Assert.Equal((300L, 100L), (order.WorstCaseLeaves, order.LeavesQuantity));

        OrderStateMachine.Apply(ref order, InputOf(OrderMessage.CancelRequested));
        Assert.Equal((OrderStatus.PendingCancel, 300L), (order.Status, order.WorstCaseLeaves));

        OrderStateMachine.Apply(ref order, InputOf(OrderMessage.CancelRejected));
        Assert.Equal((OrderStatus.PendingReplace, 300L), (order.Status, order.WorstCaseLeaves));

        OrderStateMachine.Apply(ref order, InputOf(OrderMessage.Replaced));
        Assert.Equal((OrderStatus.Accepted, 300L, 55L), (order.Status, order.Quantity, order.LimitPrice));
    }

    [Theory]
    [InlineData(OrderStatus.Filled, OrderMessage.CancelRequested, RiskCode.OrderTerminal)]
    [InlineData(OrderStatus.PendingCancel, OrderMessage.CancelRequested, RiskCode.CancelPending)]
    [InlineData(OrderStatus.PendingCancel, OrderMessage.ReplaceRequested, RiskCode.CancelPending)]
    [InlineData(OrderStatus.PendingReplace, OrderMessage.ReplaceRequested, RiskCode.ReplacePending)]
    [InlineData(OrderStatus.Unknown, OrderMessage.ReplaceRequested, RiskCode.OrderStateUnknown)]
    [InlineData(OrderStatus.Unknown, OrderMessage.CancelRequested, RiskCode.Accepted)]
    [InlineData(OrderStatus.PendingReplace, OrderMessage.CancelRequested, RiskCode.Accepted)]
    public void A_request_out_of_place_is_refused_with_a_code(OrderStatus status, OrderMessage request, RiskCode code)
    {
        var order = OrderIn(status, quantity: 100, executed: 0);
        Assert.Equal(code, OrderStateMachine.RefusalOf(in order, request));
        Assert.Equal(code, OrderStateMachine.Apply(ref order, InputOf(request, quantity: 10)).Code);
    }

    [Fact]
    public void The_document_shows_every_row()
    {
        var lines = OrderStateMachine.ToMarkdown().TrimEnd().Split('\n');
        Assert.Equal(2 + OrderStateMachine.Messages.Length, lines.Length);
        Assert.All(lines, line => Assert.Equal(12, line.Count(c => c == '|')));
    }

    private static OrderInput InputOf(OrderMessage message, long quantity = 0) =>
        new() { Message = message, TimeNs = 5, Quantity = quantity, LimitPrice = FixedPoint.Absent, Notional = 1 };

    private static OrderState OrderIn(OrderStatus status, long quantity, long executed) => new()
    {
        OrderId = 1,
        Side = Side.Buy,
        Status = status,
        Quantity = quantity,
        CumulativeQuantity = executed,
        LimitPrice = 50,
        Flags = executed > 0 || status is OrderStatus.Accepted ? OrderFlags.Acknowledged : OrderFlags.None,
    };
}
