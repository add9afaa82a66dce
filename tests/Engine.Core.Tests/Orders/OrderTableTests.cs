using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.State;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Orders;

/// <summary>Goal: a working order is never lost, an id never reused, and lists are what the table says.</summary>
public sealed class OrderTableTests
{
    private static readonly EngineLimits Limits = new() { OrdersRetained = 64, InstrumentsMax = 4, StrategiesMax = 2 };

    private readonly StateRegistry _registry = new();
    private readonly OrderTable _table;

    public OrderTableTests() => _table = new OrderTable(_registry, Limits);

    [Fact]
    public void Ids_begin_at_one_and_a_terminal_order_gives_its_slot_away()
    {
        Assert.Equal(1, AddOrder());
        Finish(1);
        for (var id = 2; id <= 65; id++) Assert.Equal(id, AddOrder());

        _table.Find(1, out var found);
        Assert.False(found);
        Assert.True(_table.Find(65, out found).IsWorking && found);
    }

    [Fact]
    public void An_id_whose_slot_works_is_skipped()
    {
        for (var i = 0; i < 64; i++) AddOrder();
        Finish(10);

        Assert.Equal(64 + 10, AddOrder());
        Assert.False(_table.TryReserve(out _));
        Assert.Equal(64, _table.OpenCount);
    }

    [Fact]
    public void Ids_reserved_by_a_strategy_that_throws_are_taken_back()
    {
        AddOrder();
        var next = _table.NextOrderId;
        var digest = _registry.FoldDigest();
        _table.TryReserve(out _);
        _table.TryReserve(out _);

        _table.ResetNextOrderId(next);

        Assert.Equal(digest, _registry.FoldDigest());
        Assert.Equal(next, AddOrder());
        Assert.Throws<ArgumentOutOfRangeException>(() => _table.ResetNextOrderId(next));
        Assert.Throws<ArgumentOutOfRangeException>(() => _table.ResetNextOrderId(next + 2));
    }

    [Fact]
    public void An_order_without_reservation_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => _table.Add(new OrderPayload { OrderId = 1 }, 0, 0, 0));

    [Fact]
    public void Broker_ids_follow_the_larger_of_venue_and_high_water()
    {
        _table.OnVenueConnected(100, sessionEpoch: 3);
        Assert.Equal([100, 101], new[] { _table.NextBrokerOrderId(), _table.NextBrokerOrderId() });

        _table.OnVenueConnected(50, sessionEpoch: 4);   // A venue that rolled its counter back.
        Assert.Equal((102, 4), (_table.NextBrokerOrderId(), _table.SessionEpoch));

        _table.OnVenueConnected(int.MaxValue, sessionEpoch: 5);
        Assert.Equal([int.MaxValue, 0, 0], Enumerable.Range(0, 3).Select(_ => _table.NextBrokerOrderId()));
    }

    [Fact]
    public void The_order_just_visited_may_end()
    {
        for (var i = 0; i < 5; i++) AddOrder();
        var visited = new List<long>();
        foreach (ref readonly var order in _table.Working)
        {
            visited.Add(order.OrderId);
            Finish(order.OrderId);
        }
        Assert.Equal([1, 2, 3, 4, 5], visited);
        Assert.Equal(0, _table.OpenCount);
    }

    [Fact]
    public void Lists_equal_a_scan_of_the_table_also_after_a_restore() =>
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => RunRandomly(new Random(seed))));

    [Fact]
    public void A_message_to_an_order_that_is_not_there_changes_nothing()
    {
        var change = _table.Apply(7, OrderInput.Of(OrderMessage.Accepted, 1), out _);
        Assert.Equal(RiskCode.UnknownOrder, change.Code);
        Assert.Equal(0UL, _registry.Tables[0].FoldDigest());
    }

    [Fact]
    public void The_life_of_an_order_allocates_nothing()
    {
        LiveOneOrder();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) LiveOneOrder();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void RunRandomly(Random random)
    {
        var registry = new StateRegistry();
        var table = new OrderTable(registry, Limits);
        for (var step = 0; step < 300; step++)
        {
            if (random.Next(2) == 0 && table.TryReserve(out var id))
            {
                table.Add(new OrderPayload { OrderId = id, Quantity = 10, Side = Side.Buy }, random.Next(4),
                    random.Next(3), step);
            }
            else
            {
                var target = random.NextInt64(1, table.NextOrderId + 1);
                table.Apply(target, OrderInput.Of(OrderMessage.Canceled, step), out _);
            }
            if (step % 50 == 0) registry.NotifyRestored();
        }
        RequireListsEqualScan(table);
        Assert.Equal(registry.FoldDigest(), registry.ComputeDigest());
    }

    private static void RequireListsEqualScan(OrderTable table)
    {
        var scanned = new List<OrderState>();
        for (var id = 1L; id < table.NextOrderId; id++)
        {
            var order = table.Find(id, out var found);
            if (found && order.IsWorking) scanned.Add(order);
        }
        Assert.Equal(scanned.Select(o => o.OrderId), IdsOf(table.View.Working));
        Assert.Equal(scanned.Count, table.View.OpenCount);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(scanned.Where(o => o.InstrumentId == i).Select(o => o.OrderId),
                IdsOf(table.View.WorkingOfInstrument(i)));
            for (var s = 0; s < 3; s++)
            {
                var expected = scanned.Where(o => o.InstrumentId == i && o.StrategyId == s).Select(o => o.OrderId);
                Assert.Equal(expected, IdsOf(table.View.WorkingOf(s, i)));
            }
        }
        for (var s = 0; s < 3; s++)
        {
            Assert.Equal(scanned.Where(o => o.StrategyId == s).Select(o => o.OrderId),
                IdsOf(table.View.WorkingOfStrategy(s)));
            Assert.Equal(scanned.Count(o => o.StrategyId == s), table.View.OpenCountOfStrategy(s));
        }
    }

    private static List<long> IdsOf(WorkingOrders orders)
    {
        var ids = new List<long>();
        foreach (ref readonly var order in orders) ids.Add(order.OrderId);
        return ids;
    }

    private void LiveOneOrder()
    {
        var id = AddOrder();
        _table.Apply(id, OrderInput.Of(OrderMessage.Accepted, 2), out _);
        _table.Apply(id, OrderInput.ReplaceRequested(5, 200, 3), out _);
        foreach (ref readonly var order in _table.Working) Assert.True(order.IsWorking);
        _table.Apply(id, OrderInput.Execution(200, 1, 4), out _);
        _registry.FoldDigest();
    }

    private long AddOrder()
    {
        if (!_table.TryReserve(out var id)) Assert.Fail("No slot.");
        _table.Add(new OrderPayload { OrderId = id, Quantity = 100, Side = Side.Buy }, instrumentId: 1, strategyId: 1,
            nowNs: 1);
        return id;
    }

    private void Finish(long id) => _table.Apply(id, OrderInput.Of(OrderMessage.Canceled, 9), out _);
}
