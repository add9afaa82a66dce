namespace Engine.Core.Orders;

/// <summary>Protections in force, read only.</summary>
public sealed class ProtectionsView
{
    private readonly ProtectionTable _table;

    internal ProtectionsView(ProtectionTable table) => _table = table;

    public int Count => _table.Count;

    /// <summary>Slots to look through with <see cref="AtSlot"/>.</summary>
    public int SlotCount => _table.Capacity;

    /// <summary>All zero if the slot is free.</summary>
    public ref readonly ProtectionState AtSlot(int slot) => ref _table.At(slot);

    /// <summary>True if the engine holds a stop or target for something that was executed.</summary>
    public bool IsAnyOpen
    {
        get
        {
            if (Count == 0) return false;
            for (var slot = 0; slot < SlotCount; slot++)
                if (AtSlot(slot).OpenQuantity > 0) return true;
            return false;
        }
    }
}
