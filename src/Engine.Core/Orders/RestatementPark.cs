using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Orders;

/// <summary>
/// Busts and corrections that came before their execution, until it comes. One per execution: a bust counts more than a
/// correction, and a later correction more than an earlier one. They are few, so a scan finds them.
/// </summary>
public sealed class RestatementPark
{
    private readonly StateTable<ParkedRestatementState> _parked;
    private int _count; // Derived.

    public RestatementPark(StateRegistry registry, EngineLimits limits)
    {
        _parked = registry.Add<ParkedRestatementState>(
            StateParts.ParkedRestatements, version: 1, limits.ParkedRestatementsMax);
        registry.OnRestored(Recount);
    }

    /// <summary>Executions that are waited for.</summary>
    public int Count => _count;

    public int Capacity => _parked.Capacity;

    /// <summary>What is in a slot; all zero if nothing is.</summary>
    public ref readonly ParkedRestatementState AtSlot(int slot) => ref _parked[slot];

    /// <summary>False if there is no room.</summary>
    /// <param name="quantity">0 for a bust.</param>
    public bool TryPark(in ExecutionPayload says, long quantity, int instrumentId, long nowNs)
    {
        var slot = SlotOf(in says.ExecutionId);
        if (slot < 0)
        {
            if (_count == Capacity) return false;
            slot = 0;
            while (_parked[slot].IsUsed != 0) slot++;
            _count++;
        }
        else if (_parked[slot].Quantity == 0
            || (quantity != 0 && says.CorrectionNumber <= _parked[slot].CorrectionNumber))
        {
            return true; // It is parked already, or what is parked is newer.
        }
        ref var parked = ref _parked.Edit(slot);
        parked.ExecutionId = says.ExecutionId;
        parked.Price = says.Price;
        parked.Quantity = quantity;
        parked.Commission = says.Commission;
        parked.ParkedTimeNs = nowNs;
        parked.InstrumentId = instrumentId;
        parked.CorrectionNumber = says.CorrectionNumber;
        parked.IsUsed = 1;
        return true;
    }

    /// <summary>Takes out what waited for an execution.</summary>
    public bool TryTake(in AsciiText32 executionId, out ParkedRestatementState parked)
    {
        parked = default;
        if (_count == 0) return false;

        var slot = SlotOf(in executionId);
        if (slot < 0) return false;

        parked = _parked[slot];
        _parked.Edit(slot) = default;
        _count--;
        return true;
    }

    private int SlotOf(in AsciiText32 executionId)
    {
        ReadOnlySpan<byte> wanted = executionId;
        for (var slot = 0; slot < Capacity; slot++)
        {
            if (_parked[slot].IsUsed == 0) continue;
            ReadOnlySpan<byte> held = _parked[slot].ExecutionId;
            if (held.SequenceEqual(wanted)) return slot;
        }
        return -1;
    }

    private void Recount()
    {
        _count = 0;
        for (var slot = 0; slot < Capacity; slot++)
            if (_parked[slot].IsUsed != 0) _count++;
    }
}
