using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.State;

namespace Engine.Core.Risk;

/// <summary>
/// What works, per instrument and side, for the account and for each strategy: kept from the changes of orders, so that
/// a check costs the same with one open order and with ten thousand.
/// </summary>
internal sealed class OpenOrderSums(
    StateRegistry registry, StateTable<RiskAccountState> account, StateTable<RiskStrategyState> strategies,
    int instrumentsMax)
{
    // Row of the strategy (0 is the account) x instruments + instrument.
    private readonly StateTable<RiskOpenState> _open =
        registry.Add<RiskOpenState>(StateParts.RiskOpen, version: 1, strategies.Capacity * instrumentsMax);

    public ref readonly RiskOpenState Of(int strategyId, int instrumentId) =>
        ref _open[RowOf(strategyId, instrumentId)];

    /// <summary>
    /// Takes the difference of an order in; a default before is a new order. False if nothing that counts has changed.
    /// </summary>
    public bool OnOrderChanged(in OrderState before, in OrderState after)
    {
        var leaves = after.WorstCaseLeaves - before.WorstCaseLeaves;
        var orders = (after.IsWorking ? 1 : 0) - (before.IsWorking ? 1 : 0);
        if (leaves == 0 && orders == 0) return false;

        Move(RowOf(0, after.InstrumentId), after.Side, leaves, orders);
        if (after.StrategyId != 0) Move(RowOf(after.StrategyId, after.InstrumentId), after.Side, leaves, orders);
        if (orders == 0) return true;

        account.Edit(0).OpenOrders += orders;
        strategies.Edit(after.StrategyId).OpenOrders += orders;
        return true;
    }

    /// <summary>
    /// What of an order closes the strategy's own position, with what works already in its direction taken off. Of a
    /// replacement the total counts, as if the order it replaces had never been there.
    /// </summary>
    public long ClosingPart(in OrderPayload request, in RiskInputs inputs, in OrderState replaced)
    {
        ref readonly var open = ref Of(inputs.StrategyId, inputs.InstrumentId);
        var isBuy = request.Side == Side.Buy;
        var position = inputs.StrategyPosition
            + (isBuy ? -replaced.CumulativeQuantity : replaced.CumulativeQuantity);
        var buys = open.BuyQuantity - (isBuy ? replaced.WorstCaseLeaves : 0);
        var sells = open.SellQuantity - (isBuy ? 0 : replaced.WorstCaseLeaves);
        return Math.Min(request.Quantity, OrderClassifier.ReducingRoom(request.Side, position, buys, sells));
    }

    /// <summary>Counts everything again from the orders themselves. For tests and verification; allocates.</summary>
    public bool AgreesWith(OrdersView orders, ForeignOrdersView? foreign)
    {
        var expected = new RiskOpenState[_open.Capacity];
        var perStrategy = new int[strategies.Capacity];
        foreach (ref readonly var order in orders.Working)
        {
            perStrategy[order.StrategyId]++;
            Count(ref expected[RowOf(0, order.InstrumentId)], in order);
            if (order.StrategyId != 0) Count(ref expected[RowOf(order.StrategyId, order.InstrumentId)], in order);
        }
        var foreignOrders = 0;
        for (var slot = 0; slot < (foreign?.SlotCount ?? 0); slot++)
        {
            var order = foreign!.AtSlot(slot).AsOrder();
            if (order.Status == OrderStatus.None) continue;
            foreignOrders++;
            perStrategy[0]++;
            Count(ref expected[RowOf(0, order.InstrumentId)], in order);
        }
        for (var i = 0; i < expected.Length; i++)
        {
            ref readonly var actual = ref _open[i];
            if (actual.BuyQuantity != expected[i].BuyQuantity || actual.SellQuantity != expected[i].SellQuantity
                || actual.OrderCount != expected[i].OrderCount) return false;
        }
        for (var i = 0; i < perStrategy.Length; i++)
            if (strategies[i].OpenOrders != perStrategy[i]) return false;
        return account[0].OpenOrders == orders.OpenCount + foreignOrders;
    }

    private static void Count(ref RiskOpenState row, in OrderState order)
    {
        if (order.Side == Side.Buy) row.BuyQuantity += order.WorstCaseLeaves;
        else row.SellQuantity += order.WorstCaseLeaves;
        row.OrderCount++;
    }

    private void Move(int row, Side side, long leaves, int orders)
    {
        ref var open = ref _open.Edit(row);
        ref var quantity = ref side == Side.Buy ? ref open.BuyQuantity : ref open.SellQuantity;
        quantity = checked(quantity + leaves);
        open.OrderCount += orders;
        if (quantity < 0 || open.OrderCount < 0)
        {
            throw new InvalidOperationException(
                $"Open sums of row {row} fell below zero: {quantity} in {open.OrderCount} orders.");
        }
    }

    private int RowOf(int strategyId, int instrumentId) => (strategyId * instrumentsMax) + instrumentId;
}
