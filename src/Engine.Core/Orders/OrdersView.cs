namespace Engine.Core.Orders;

/// <summary>Orders, read only.</summary>
public sealed class OrdersView
{
    private readonly OrderTable _table;

    internal OrdersView(OrderTable table) => _table = table;

    public int OpenCount => _table.OpenCount;

    /// <summary>Working orders whose outcome is not known. Costs nothing.</summary>
    public int UnknownCount => _table.UnknownCount;

    /// <summary>Since when the oldest of them is so; 0 if there is none. Costs nothing.</summary>
    public long OldestUnknownSinceNs => _table.OldestUnknownSinceNs;

    /// <summary>All working orders in order of their ids.</summary>
    public WorkingOrders Working => _table.Working;

    /// <summary>Slots to look through with <see cref="AtSlot"/>.</summary>
    public int SlotCount => _table.Capacity;

    /// <summary>
    /// The order remembered in a slot, working or terminal; all zero if there is none. In no order of ids.
    /// </summary>
    public ref readonly OrderState AtSlot(int slot) => ref _table.AtSlot(slot);

    /// <summary>A reference to an all-zero order if there is none.</summary>
    public ref readonly OrderState Find(long orderId, out bool found) => ref _table.Find(orderId, out found);

    public WorkingOrders WorkingOfInstrument(int instrumentId) => _table.WorkingOfInstrument(instrumentId);

    public WorkingOrders WorkingOfStrategy(int strategyId) => _table.WorkingOfStrategy(strategyId);

    public WorkingOrders WorkingOf(int strategyId, int instrumentId) => _table.WorkingOf(strategyId, instrumentId);

    public int OpenCountOfInstrument(int instrumentId) => _table.OpenCountOfInstrument(instrumentId);

    public int OpenCountOfStrategy(int strategyId) => _table.OpenCountOfStrategy(strategyId);
}
