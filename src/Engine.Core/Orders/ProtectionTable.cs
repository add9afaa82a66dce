using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Orders;

/// <summary>
/// Protections in force, in the order of adding. A protection has its slot from the moment that its parent is
/// requested, and loses it when the parent is over and nothing is left to guard.
/// </summary>
public sealed class ProtectionTable
{
    /// <summary>A leg that was denied or did not fill is tried again after this engine time.</summary>
    public const long RetryNs = 1_000_000_000;

    // For parents that execute after they were thought to be over: new ones stop before the last slots.
    private const int Reserve = 8;

    private readonly StateTable<ProtectionState> _protections;
    private readonly WorkingOrderList _all;
    private readonly WorkingOrderList _byInstrument;

    public ProtectionTable(StateRegistry registry, EngineLimits limits)
    {
        _protections = registry.Add<ProtectionState>(StateParts.Protections, version: 1, limits.ProtectionsMax);
        _all = new WorkingOrderList(limits.ProtectionsMax, buckets: 1);
        _byInstrument = new WorkingOrderList(limits.ProtectionsMax, limits.InstrumentsMax);
        View = new ProtectionsView(this);
        registry.OnRestored(RebuildLists);
    }

    public ProtectionsView View { get; }

    public int Capacity => _protections.Capacity;

    public int Count => _all.CountOf(0);

    /// <summary>False if a new parent is to be refused with <see cref="RiskCode.ProtectionsFull"/>.</summary>
    public bool HasRoom => Count < Capacity - Math.Min(Reserve, Capacity / 2);

    public int CountOfInstrument(int instrumentId) =>
        (uint)instrumentId < (uint)_byInstrument.BucketCount ? _byInstrument.CountOf(instrumentId) : 0;

    /// <summary>Slot of the oldest protection in an instrument, or -1.</summary>
    public int FirstOf(int instrumentId) => _byInstrument.HeadOf(instrumentId);

    /// <summary>The next one in its instrument, or -1.</summary>
    public int NextOf(int slot) => _byInstrument.NextOf(slot);

    public ref readonly ProtectionState At(int slot) => ref _protections[slot];

    public ref ProtectionState Edit(int slot) => ref _protections.Edit(slot);

    /// <summary>Slot of the protection of an order, or -1.</summary>
    public int Find(long parentOrderId, int instrumentId)
    {
        for (var slot = FirstOf(instrumentId); slot >= 0; slot = NextOf(slot))
            if (_protections[slot].ParentOrderId == parentOrderId) return slot;
        return -1;
    }

    /// <summary>
    /// Follows a parent or a leg through a change; a default before is a new order. False if a protection finds no
    /// slot.
    /// </summary>
    public bool OnOrderChanged(in OrderState before, in OrderState after, in OrderTermsState terms)
    {
        var executed = after.CumulativeQuantity - before.CumulativeQuantity;
        if (terms.ParentOrderId != 0)
        {
            FollowLeg(in after, executed, terms.ParentOrderId);
            return true;
        }
        var slot = Find(after.OrderId, after.InstrumentId);
        if (slot < 0 && (before.OrderId == 0 || executed > 0)) slot = Add(in after, in terms);
        if (slot < 0) return before.OrderId != 0 && executed <= 0;

        if (executed != 0) _protections.Edit(slot).Executed += executed;
        if ((_protections[slot].IsParentOver != 0) != after.IsTerminal)
            _protections.Edit(slot).IsParentOver = after.IsTerminal ? 1 : 0;
        RemoveIfDone(slot);
        return true;
    }

    /// <summary>
    /// Takes back what is guarded beyond what is held: a position that was closed in another way takes its protection
    /// with it, the oldest first.
    /// </summary>
    /// <param name="position">Of the strategy in the instrument, signed.</param>
    public void Fit(int strategyId, int instrumentId, long position)
    {
        Fit(strategyId, instrumentId, Side.Sell, Math.Max(position, 0));
        Fit(strategyId, instrumentId, Side.Buy, position < 0 ? -position : 0);
    }

    /// <summary>True if something is guarded for an order that is over.</summary>
    public bool CanRelease(long parentOrderId, int instrumentId)
    {
        var slot = Find(parentOrderId, instrumentId);
        return slot >= 0 && _protections[slot].IsParentOver != 0;
    }

    /// <summary>Forgets what one order's protection guards. False if there is none.</summary>
    public bool Release(long parentOrderId, int instrumentId)
    {
        if (!CanRelease(parentOrderId, instrumentId)) return false;

        var slot = Find(parentOrderId, instrumentId);
        ref var protection = ref _protections.Edit(slot);
        protection.Closed = protection.Executed;
        RemoveIfDone(slot);
        return true;
    }

    /// <summary>Forgets everything guarded in an instrument: it was flattened.</summary>
    public void ReleaseAll(int instrumentId)
    {
        for (var next = FirstOf(instrumentId); next >= 0;)
        {
            var slot = next;
            next = NextOf(slot);
            if (_protections[slot].OpenQuantity <= 0) continue;
            ref var protection = ref _protections.Edit(slot);
            protection.Closed = protection.Executed;
            RemoveIfDone(slot);
        }
    }

    private void Fit(int strategyId, int instrumentId, Side side, long held)
    {
        var guarded = Int128.Zero;
        for (var slot = FirstOf(instrumentId); slot >= 0; slot = NextOf(slot))
        {
            ref readonly var protection = ref _protections[slot];
            if (protection.StrategyId == strategyId && protection.Side == side)
                guarded += Math.Max(0, protection.OpenQuantity);
        }
        for (var next = FirstOf(instrumentId); next >= 0 && guarded > held;)
        {
            var slot = next;
            next = NextOf(slot); // Read first: what is done leaves the list.
            ref readonly var protection = ref _protections[slot];
            if (protection.StrategyId != strategyId || protection.Side != side) continue;

            // What a leg may still execute was counted against the position when the other order was allowed.
            var free = protection.OpenQuantity - protection.LegLeaves;
            var cut = Math.Min(free, (long)Int128.Min(guarded - held, long.MaxValue));
            if (cut <= 0) continue;
            _protections.Edit(slot).Closed += cut;
            guarded -= cut;
            RemoveIfDone(slot);
        }
    }

    private void FollowLeg(in OrderState leg, long executed, long parentOrderId)
    {
        var slot = Find(parentOrderId, leg.InstrumentId);
        if (slot < 0) return; // A leg that executes after all was closed: the position tells, nothing is left to guard.

        if (executed != 0) _protections.Edit(slot).Closed += executed;
        if (_protections[slot].LegOrderId == leg.OrderId)
        {
            ref var protection = ref _protections.Edit(slot);
            protection.LegLeaves = leg.WorstCaseLeaves;
            if (leg.IsTerminal)
            {
                protection.LegOrderId = 0;
                protection.NextTryNs = leg.LastChangeTimeNs + RetryNs;
            }
        }
        RemoveIfDone(slot);
    }

    private int Add(in OrderState parent, in OrderTermsState terms)
    {
        for (var slot = 0; slot < Capacity; slot++)
        {
            if (_protections[slot].ParentOrderId != 0) continue;

            ref var protection = ref _protections.Edit(slot);
            protection = default;
            protection.ParentOrderId = parent.OrderId;
            protection.StopPrice = terms.ProtectStopPrice;
            protection.TargetPrice = terms.ProtectTargetPrice;
            protection.TrailPrice = terms.ProtectTrailPrice;
            protection.TrailBps = terms.ProtectTrailBps;
            protection.InstrumentId = parent.InstrumentId;
            protection.StrategyId = parent.StrategyId;
            protection.Side = parent.Side == Side.Buy ? Side.Sell : Side.Buy;
            protection.Number = _all.TailOf(0) < 0 ? 1 : _protections[_all.TailOf(0)].Number + 1;
            _all.Append(0, slot);
            _byInstrument.Append(parent.InstrumentId, slot);
            return slot;
        }
        return -1;
    }

    private void RemoveIfDone(int slot)
    {
        ref readonly var protection = ref _protections[slot];
        if (protection.IsParentOver == 0 || protection.LegOrderId != 0 || protection.OpenQuantity > 0) return;

        _all.Remove(0, slot);
        _byInstrument.Remove(protection.InstrumentId, slot);
        _protections.Edit(slot) = default;
    }

    private void RebuildLists()
    {
        _all.Clear();
        _byInstrument.Clear();
        var slots = new List<int>();
        for (var slot = 0; slot < Capacity; slot++)
            if (_protections[slot].ParentOrderId != 0) slots.Add(slot);
        slots.Sort((left, right) => _protections[left].Number.CompareTo(_protections[right].Number));
        foreach (var slot in slots)
        {
            _all.Append(0, slot);
            _byInstrument.Append(_protections[slot].InstrumentId, slot);
        }
    }
}
