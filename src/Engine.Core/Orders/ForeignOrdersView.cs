namespace Engine.Core.Orders;

/// <summary>Orders of others at the venue, read only.</summary>
public sealed class ForeignOrdersView
{
    private readonly ForeignOrderBook _book;

    internal ForeignOrdersView(ForeignOrderBook book) => _book = book;

    public int Count => _book.Count;

    /// <summary>Slots to look through with <see cref="AtSlot"/>.</summary>
    public int SlotCount => _book.Capacity;

    /// <summary>What is in a slot; all zero if nothing is.</summary>
    public ref readonly ForeignOrderState AtSlot(int slot) => ref _book.AtSlot(slot);
}
