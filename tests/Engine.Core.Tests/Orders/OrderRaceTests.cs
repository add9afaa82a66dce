using Engine.Core.Events;
using Engine.Core.Orders;
using Xunit;

namespace Engine.Core.Tests.Orders;

/// <summary>
/// Goal: the races that cost money end as a person would say they must. Method: each is told message by message with
/// its outcome written by hand: status, executed, what may still execute, and what is reported as odd on the way.
/// </summary>
public sealed class OrderRaceTests
{
    private OrderState _order = OrderHistory.NewOrder();
    private OrderAnomaly _odd;
    private int _ignored;
    private long _timeNs;

    [Fact]
    public void A_fill_before_the_acknowledgement_counts_and_the_acknowledgement_changes_nothing()
    {
        Fill(30);
        Expect(OrderStatus.PartiallyFilled, executed: 30, leaves: 70);
        Hear(OrderMessage.Accepted);
        Expect(OrderStatus.PartiallyFilled, executed: 30, leaves: 70, ignored: 1);
        Fill(70);
        Hear(OrderMessage.Accepted);
        Expect(OrderStatus.Filled, executed: 100, leaves: 0, ignored: 2);
    }

    [Fact]
    public void A_fill_after_the_cancel_counts_is_reported_and_works_no_more()
    {
        Hear(OrderMessage.Accepted);
        Hear(OrderMessage.CancelRequested);
        Hear(OrderMessage.Canceled);
        Fill(40);
        Expect(
            OrderStatus.Canceled, executed: 40, leaves: 0,
            odd: OrderAnomaly.Unexpected | OrderAnomaly.ExecutionAfterTerminal);
        Fill(60);
        Expect(
            OrderStatus.Filled, executed: 100, leaves: 0,
            odd: OrderAnomaly.Unexpected | OrderAnomaly.ExecutionAfterTerminal);
    }

    [Fact]
    public void Duplicate_callbacks_change_nothing()
    {
        Hear(OrderMessage.Accepted);
        Hear(OrderMessage.Accepted);
        Hear(OrderMessage.Canceled);
        Hear(OrderMessage.Canceled);
        Hear(OrderMessage.ReportedCanceled);
        Expect(OrderStatus.Canceled, executed: 0, leaves: 0, ignored: 3);
    }

    [Fact]
    public void Callbacks_out_of_order_end_where_those_in_order_do()
    {
        Hear(OrderMessage.ReplaceRequested, quantity: 150);
        Fill(120);
        Hear(OrderMessage.Accepted);
        Expect(OrderStatus.PendingReplace, executed: 120, leaves: 30);
        Hear(OrderMessage.Replaced, quantity: 150);
        Expect(OrderStatus.PartiallyFilled, executed: 120, leaves: 30);
        Hear(OrderMessage.Sent);
        Fill(30);
        Expect(OrderStatus.Filled, executed: 150, leaves: 0);
    }

    [Fact]
    public void A_late_reject_ends_an_order_that_was_accepted_and_is_reported()
    {
        Hear(OrderMessage.Accepted);
        Fill(20);
        Hear(OrderMessage.Rejected);
        Expect(OrderStatus.Rejected, executed: 20, leaves: 0, odd: OrderAnomaly.Unexpected);
    }

    [Fact]
    public void A_reject_of_a_filled_order_is_ignored_and_reported()
    {
        Fill(100);
        Hear(OrderMessage.Rejected);
        Expect(OrderStatus.Filled, executed: 100, leaves: 0, ignored: 1, odd: OrderAnomaly.Unexpected);
    }

    [Fact]
    public void A_bust_after_the_full_fill_leaves_the_rest_unknown_until_the_venue_says()
    {
        Fill(60);
        Fill(40);
        Bust(40);
        Expect(OrderStatus.Unknown, executed: 60, leaves: 40);
        Hear(OrderMessage.ReportedCanceled, cumulative: 60);
        Expect(OrderStatus.Canceled, executed: 60, leaves: 0);
    }

    [Fact]
    public void A_bust_after_the_full_fill_works_again_where_the_venue_says_so()
    {
        Fill(100);
        Bust(100);
        Expect(OrderStatus.Unknown, executed: 0, leaves: 100);
        Hear(OrderMessage.ReportedOpen);
        Expect(OrderStatus.Accepted, executed: 0, leaves: 100);
        Fill(100);
        Expect(OrderStatus.Filled, executed: 100, leaves: 0);
    }

    [Fact]
    public void A_bust_of_a_canceled_order_takes_back_its_quantity_and_revives_nothing()
    {
        Fill(60);
        Hear(OrderMessage.Canceled);
        Bust(60);
        Expect(OrderStatus.Canceled, executed: 0, leaves: 0);
    }

    [Fact]
    public void A_bust_of_a_working_order_gives_its_quantity_back_to_what_may_execute()
    {
        Hear(OrderMessage.Accepted);
        Fill(60);
        Hear(OrderMessage.CancelRequested);
        Bust(60);
        Expect(OrderStatus.PendingCancel, executed: 0, leaves: 100);
        Hear(OrderMessage.CancelRejected);
        Expect(OrderStatus.Accepted, executed: 0, leaves: 100);
    }

    [Fact]
    public void A_correction_down_reopens_and_a_correction_up_completes()
    {
        Fill(100);
        Correct(100, 90);
        Expect(OrderStatus.Unknown, executed: 90, leaves: 10);
        Correct(90, 100);
        Expect(OrderStatus.Filled, executed: 100, leaves: 0);
    }

    [Fact]
    public void A_correction_of_the_price_alone_changes_the_notional_alone()
    {
        Fill(100);
        var before = _order.FilledNotional;
        Tell(OrderInput.Restatement(100, 1_000, 100, 1_250, ++_timeNs));
        Expect(OrderStatus.Filled, executed: 100, leaves: 0);
        Assert.Equal(before + 250, _order.FilledNotional);
    }

    [Fact]
    public void A_bust_of_more_than_was_executed_is_refused_whole()
    {
        Fill(40);
        var untouched = _order;
        Assert.Equal(RiskCode.InvalidQuantity, Tell(OrderInput.Restatement(41, 0, 0, 0, ++_timeNs)).Code);
        Assert.Equal(untouched, _order);
    }

    [Fact]
    public void A_cancel_that_crosses_the_fill_comes_too_late()
    {
        Hear(OrderMessage.Accepted);
        Hear(OrderMessage.CancelRequested);
        Fill(100);
        Expect(OrderStatus.Filled, executed: 100, leaves: 0);
        Hear(OrderMessage.CancelRejected);
        Expect(OrderStatus.Filled, executed: 100, leaves: 0, ignored: 1);
        Assert.False(_order.IsCancelPending);
    }

    [Fact]
    public void A_cancel_that_crosses_a_partial_fill_cancels_the_rest()
    {
        Hear(OrderMessage.Accepted);
        Hear(OrderMessage.CancelRequested);
        Fill(35);
        Expect(OrderStatus.PendingCancel, executed: 35, leaves: 65);
        Hear(OrderMessage.Canceled);
        Expect(OrderStatus.Canceled, executed: 35, leaves: 0);
    }

    [Fact]
    public void A_replacement_that_crosses_the_fill_counts_the_larger_version_until_it_is_answered()
    {
        Hear(OrderMessage.Accepted);
        Hear(OrderMessage.ReplaceRequested, quantity: 200);
        Fill(100);
        Expect(OrderStatus.PendingReplace, executed: 100, leaves: 100);
        Hear(OrderMessage.ReplaceRejected);
        Expect(OrderStatus.Filled, executed: 100, leaves: 0);
    }

    [Fact]
    public void Fills_of_a_replacement_that_nobody_confirmed_are_not_forgotten_by_a_bust()
    {
        Hear(OrderMessage.Accepted);
        Hear(OrderMessage.ReplaceRequested, quantity: 200);
        Fill(200);
        Expect(OrderStatus.Filled, executed: 200, leaves: 0);
        Bust(50);
        Expect(OrderStatus.Unknown, executed: 150, leaves: 50);
    }

    private void Fill(long quantity) => Tell(OrderInput.Execution(quantity, quantity * 10, ++_timeNs));

    private void Bust(long quantity) => Tell(OrderInput.Restatement(quantity, quantity * 10, 0, 0, ++_timeNs));

    private void Correct(long from, long to) =>
        Tell(OrderInput.Restatement(from, from * 10, to, to * 10, ++_timeNs));

    private void Hear(OrderMessage message, long quantity = 0, long cumulative = 0) => Tell(new OrderInput
    {
        Message = message,
        Quantity = quantity,
        LimitPrice = FixedPoint.Absent,
        CumulativeQuantity = cumulative,
        TimeNs = ++_timeNs,
    });

    private OrderChange Tell(in OrderInput says)
    {
        var change = OrderStateMachine.Apply(ref _order, in says);
        _odd = change.Anomaly;
        if (change.IsIgnored) _ignored++;
        return change;
    }

    private void Expect(
        OrderStatus status, long executed, long leaves, int ignored = 0, OrderAnomaly odd = OrderAnomaly.None)
    {
        Assert.Equal((status, executed, leaves), (_order.Status, _order.CumulativeQuantity, _order.WorstCaseLeaves));
        Assert.Equal((ignored, odd), (_ignored, _odd));
    }
}
