using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.State;
using Xunit;

namespace Engine.Core.Tests.Gateway;

/// <summary>Goal: only whole, timely answers are evidence, and every difference is named.</summary>
public sealed class ReconcilerTests
{
    private readonly StateRegistry _registry = new();
    private readonly Reconciler _reconciler;

    public ReconcilerTests() =>
        _reconciler = new Reconciler(_registry, EngineLimits.Default with { OpenOrdersMax = 16, InstrumentsMax = 8 });

    [Theory]
    [InlineData(OrderStatus.Accepted, 0, 0, ReconciliationVerdict.Working, OrderStatus.Accepted)]
    [InlineData(OrderStatus.PendingNew, 0, 0, ReconciliationVerdict.Working, OrderStatus.Accepted)]
    [InlineData(OrderStatus.PartiallyFilled, 5, 5, ReconciliationVerdict.Working, OrderStatus.PartiallyFilled)]
    [InlineData(OrderStatus.Filled, 5, 5, ReconciliationVerdict.Terminal, OrderStatus.Filled)]
    [InlineData(OrderStatus.Canceled, 0, 0, ReconciliationVerdict.Terminal, OrderStatus.Canceled)]
    [InlineData(OrderStatus.Expired, 3, 3, ReconciliationVerdict.Terminal, OrderStatus.Expired)]
    [InlineData(OrderStatus.Filled, 5, 2, ReconciliationVerdict.ExecutionsMissing, OrderStatus.None)]
    [InlineData(OrderStatus.PartiallyFilled, 2, 5, ReconciliationVerdict.AnswerLate, OrderStatus.None)]
    [InlineData(OrderStatus.Unknown, 0, 0, ReconciliationVerdict.NoEvidence, OrderStatus.None)]
    public void A_report_says_what_becomes_of_an_order(
        OrderStatus reported, long cumulative, long filled, ReconciliationVerdict verdict, OrderStatus status)
    {
        _reconciler.Begin(1);
        Report(7, reported, cumulative);
        var resolution = _reconciler.Resolve(new EngineOrderView(7, OrderStatus.Unknown, filled, 1));
        Assert.Equal((verdict, status), (resolution.Verdict, resolution.Status));
    }

    [Fact]
    public void Not_received_is_final_unless_there_are_executions()
    {
        _reconciler.Begin(1);
        Report(7, OrderStatus.Rejected, 0, VenueReason.NotReceived);
        var never = _reconciler.Resolve(new EngineOrderView(7, OrderStatus.Unknown, 0, 1));
        Assert.Equal((ReconciliationVerdict.NotReceived, OrderStatus.Rejected, VenueReason.NotReceived),
            (never.Verdict, never.Status, never.Reason));
        Assert.Equal(ReconciliationVerdict.AnswerLate,
            _reconciler.Resolve(new EngineOrderView(7, OrderStatus.Unknown, 1, 1)).Verdict);
    }

    [Fact]
    public void Absence_from_the_open_orders_is_no_evidence()
    {
        _reconciler.Begin(1);
        CompleteAll(1);
        Assert.True(_reconciler.IsComplete);
        Assert.Equal(ReconciliationVerdict.NoEvidence,
            _reconciler.Resolve(new EngineOrderView(7, OrderStatus.Unknown, 0, 1)).Verdict);
        Assert.True(Compare([new EngineOrderView(7, OrderStatus.Unknown, 0, 1)], [], 0));
        Assert.Equal([new ReconciliationDifference(ReconciliationKind.OrderUnresolved, 7, 0, 0)],
            _reconciler.Differences.ToArray());
    }

    [Fact]
    public void Partial_foreign_and_late_views_are_no_evidence()
    {
        _reconciler.Begin(2);
        CompleteAll(1); // the answer to an older question
        Assert.False(_reconciler.IsComplete);
        Complete(2, QueryKind.OpenOrders);
        Complete(2, QueryKind.Executions, isComplete: false);
        Complete(2, QueryKind.Positions);
        Assert.False(_reconciler.IsComplete);
        Assert.True(_reconciler.IsPartial);
        Assert.False(Compare([], [], 0));

        _reconciler.Begin(3);
        CompleteAll(3, eventId: 10);
        Assert.False(Compare([], [], lastVenueEventId: 11));
        Assert.True(Compare([], [], lastVenueEventId: 10));
        _reconciler.Abandon();
        Assert.False(_reconciler.IsComplete);
    }

    [Fact]
    public void Every_difference_is_named()
    {
        _reconciler.Begin(1);
        Report(1, OrderStatus.Accepted, 0);
        Report(2, OrderStatus.PartiallyFilled, 4);
        Report(3, OrderStatus.Accepted, 0); // the engine does not know it
        Position(1, 0, 10);
        Position(1, 1, -5);
        Position(1, 3, 8);
        CompleteAll(1, eventId: 9);
        Assert.True(Compare(
            [new EngineOrderView(1, OrderStatus.Accepted, 0, 1),
                new EngineOrderView(2, OrderStatus.PartiallyFilled, 1, 1)],
            [new EnginePositionView(0, 10), new EnginePositionView(1, -4), new EnginePositionView(2, 3)], 9));
        Assert.Equal(
            [
                new ReconciliationDifference(ReconciliationKind.ExecutionsMissing, 2, 1, 4),
                new ReconciliationDifference(ReconciliationKind.OrderUnexpected, 3, 0, 0),
                new ReconciliationDifference(ReconciliationKind.Position, 1, -4, -5),
                new ReconciliationDifference(ReconciliationKind.Position, 2, 3, 0),
                new ReconciliationDifference(ReconciliationKind.Position, 3, 0, 8),
            ],
            _reconciler.Differences.ToArray());
    }

    [Fact]
    public void State_survives_a_snapshot_and_begins_anew_clean()
    {
        var empty = _registry.FoldDigest();
        _reconciler.Begin(5);
        for (var i = 1; i <= 30; i++) Report(i * 1_000, OrderStatus.Accepted, 0);
        var copy = new StateRegistry();
        var restored = new Reconciler(copy, EngineLimits.Default with { OpenOrdersMax = 16, InstrumentsMax = 8 });
        foreach (var (from, to) in _registry.Tables.Zip(copy.Tables))
            for (var i = 0; i < from.Capacity; i++)
                if (!from.ReadBytes(i).IsEmpty) to.WriteBytes(i, from.ReadBytes(i));
        copy.NotifyRestored();
        for (var i = 1; i <= 30; i++)
            Assert.Equal(ReconciliationVerdict.Working,
                restored.Resolve(new EngineOrderView(i * 1_000, OrderStatus.Unknown, 0, 1)).Verdict);

        _reconciler.Abandon();
        Assert.Equal(empty, _registry.FoldDigest());
    }

    [Fact]
    public void While_trading_an_instrument_of_which_the_venue_has_spoken_since_is_left_out()
    {
        _reconciler.Begin(1);
        Position(1, 0, 10);
        Position(1, 1, 20);
        CompleteAll(1, eventId: 9);
        Assert.True(_reconciler.Compare(new EngineAccountView
        {
            Orders = [new EngineOrderView(5, OrderStatus.Accepted, 0, 1, InstrumentId: 0)],
            Positions = [new EnginePositionView(0, 13), new EnginePositionView(1, 21)],
            LastVenueEventId = 10,
            LastVenueEventIds = [10, 9, 3],
        }));
        Assert.Equal([new ReconciliationDifference(ReconciliationKind.Position, 1, 21, 20)],
            _reconciler.Differences.ToArray());
        Assert.Equal(1, _reconciler.SkippedCount);
    }

    [Fact]
    public void A_view_without_any_row_never_says_that_positions_are_gone()
    {
        _reconciler.Begin(1);
        CompleteAll(1);
        Assert.True(Compare([], [new EnginePositionView(0, 10), new EnginePositionView(3, -4)], 0));
        var only = Assert.Single(_reconciler.Differences.ToArray());
        Assert.Equal(new ReconciliationDifference(ReconciliationKind.EmptyView, 0, 2, 0), only);
        Assert.Equal((ReconciliationCorrection.None, true), (only.Correction, only.IsCritical));
    }

    [Fact]
    public void A_question_for_orders_alone_says_nothing_of_positions()
    {
        _reconciler.Begin(1, QueryKind.OpenOrders);
        Complete(1, QueryKind.OpenOrders, eventId: 4);
        Assert.True(_reconciler.IsComplete);
        Assert.True(Compare([], [new EnginePositionView(0, 10)], 4));
        Assert.Equal(0, _reconciler.DifferenceCount);
    }

    [Fact]
    public void Cash_is_compared_by_instrument_and_by_currency()
    {
        _reconciler.Begin(1);
        Position(1, 0, 5, cashFlow: -700);
        Position(1, 1, 0, cashFlow: 30);
        Position(1, 2, 1);
        _reconciler.OnBalance(new CashReportPayload { QueryId = 1, Currency = AsciiText8.From("USD"), Balance = 90 });
        _reconciler.OnBalance(new CashReportPayload { QueryId = 1, Currency = AsciiText8.From("JPY"), Balance = 7 });
        CompleteAll(1);
        Assert.True(_reconciler.Compare(new EngineAccountView
        {
            Positions =
                [new EnginePositionView(0, 5, -700), new EnginePositionView(1, 0, 29), new EnginePositionView(2, 1, 8)],
            Balances =
            [
                new EngineBalanceView(1, AsciiText8.From("USD"), 91),
                new EngineBalanceView(2, AsciiText8.From("EUR"), 1),
            ],
        }));
        Assert.Equal(
            [
                new ReconciliationDifference(ReconciliationKind.CashFlow, 1, 29, 30),
                new ReconciliationDifference(ReconciliationKind.Balance, 1, 91, 90),
            ],
            _reconciler.Differences.ToArray());
    }

    [Theory]
    [InlineData(100, 95, 500, false)]
    [InlineData(95, 100, 500, false)]
    [InlineData(-100, -99, 100, false)]
    [InlineData(100, -100, 10_000, true)]
    [InlineData(0, 1, 10_000, true)]
    [InlineData(7, 0, 10_000, true)]
    [InlineData(long.MaxValue, long.MaxValue - 1, 1, false)]
    [InlineData(long.MinValue + 1, long.MaxValue, 10_000, true)]
    [InlineData(40_000, 39_998, 1, false)]   // half a basis point, rounded up
    [InlineData(40_000, 39_996, 1, false)]   // exactly one
    [InlineData(40_000, 39_995, 2, false)]   // a unit more
    [InlineData(40_000, 40_000, 0, false)]
    public void A_difference_is_measured_against_the_larger_side(
        long engine, long venue, int basisPoints, bool isCritical)
    {
        var difference = new ReconciliationDifference(ReconciliationKind.Position, 0, engine, venue);
        Assert.Equal((basisPoints, isCritical), (difference.BasisPoints, difference.IsCritical));
        Assert.Equal(basisPoints, difference.ShareOf(10_000));
        Assert.InRange(difference.ShareOf(1_000_000), (basisPoints - 1) * 100L, basisPoints * 100L);
    }

    private bool Compare(
        EngineOrderView[] orders, EnginePositionView[] positions, long lastVenueEventId) =>
        _reconciler.Compare(new EngineAccountView
        {
            Orders = orders,
            Positions = positions,
            LastVenueEventId = lastVenueEventId,
        });

    private void Report(long orderId, OrderStatus status, long cumulative, VenueReason reason = VenueReason.None) =>
        _reconciler.OnOrderStatus(new OrderReportPayload
        {
            OrderId = orderId,
            Status = status,
            CumulativeQuantity = cumulative,
            Reason = reason,
            VenueEventId = 1,
        });

    private void Position(long queryId, int instrumentId, long quantity, long? cashFlow = null) =>
        _reconciler.OnPosition(instrumentId, new PositionReportPayload
        {
            QueryId = queryId,
            Quantity = quantity,
            VenueEventId = 1,
            CashFlow = cashFlow ?? 0,
            HasCashFlow = cashFlow is null ? (byte)0 : (byte)1,
        });

    private void Complete(long queryId, QueryKind kind, bool isComplete = true, long eventId = 0) =>
        _reconciler.OnQueryCompleted(new QueryPayload
        {
            QueryId = queryId,
            Query = kind,
            IsComplete = (byte)(isComplete ? 1 : 0),
            VenueEventId = eventId,
        });

    private void CompleteAll(long queryId, long eventId = 0)
    {
        Complete(queryId, QueryKind.OpenOrders, eventId: eventId);
        Complete(queryId, QueryKind.Executions, eventId: eventId);
        Complete(queryId, QueryKind.Positions, eventId: eventId);
    }
}
