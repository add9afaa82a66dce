using Engine.Core.State;

namespace Engine.Core.Portfolio;

/// <summary>
/// The newest executions, each with the position before it. By average cost what an execution did depends on those
/// before it; so one is undone, or changed, by going back to the position before it and counting those behind it again.
/// That is exact: what results is what would be there had the execution been so from the beginning. Changes of a
/// position between two executions that were none are kept as they were.
/// </summary>
public sealed class ExecutionLedger
{
    private readonly StateTable<ExecutionEntryState> _entries;
    private readonly ExecutionEntryState _absent;
    private readonly int _mask;

    internal ExecutionLedger(StateRegistry registry, EngineLimits limits)
    {
        if (!int.IsPow2(limits.ExecutionsReversible))
        {
            throw new ArgumentException(
                $"ExecutionsReversible is {limits.ExecutionsReversible}; a power of two is needed.", nameof(limits));
        }
        _entries = registry.Add<ExecutionEntryState>(
            StateParts.ExecutionEntries, version: 1, limits.ExecutionsReversible);
        _mask = limits.ExecutionsReversible - 1;
    }

    /// <summary>Executions that can be kept.</summary>
    public int Capacity => _entries.Capacity;

    /// <summary>A reference to an all-zero entry if it is not kept any more, or never was.</summary>
    public ref readonly ExecutionEntryState Find(long number, out bool found)
    {
        ref readonly var entry = ref _entries[(int)number & _mask];
        found = number >= 0 && entry.NumberPlus1 == number + 1;
        return ref found ? ref entry : ref _absent;
    }

    /// <summary>Keeps an execution; true if it pushes out one that was unattributed.</summary>
    internal bool Add(in ExecutionEntryState entry)
    {
        ref var slot = ref _entries.Edit((int)(entry.NumberPlus1 - 1) & _mask);
        var wasUnattributed = slot.IsUnattributed && !slot.IsBusted;
        slot = entry;
        return wasUnattributed;
    }

    internal ref ExecutionEntryState Edit(long number) => ref _entries.Edit((int)number & _mask);

    /// <summary>
    /// Counts the executions of one holding again from <paramref name="number"/> on, with that one as
    /// <paramref name="after"/> instead of <paramref name="before"/>. A quantity of 0 says that it does not belong to
    /// the holding, or counts as nothing.
    /// </summary>
    /// <param name="end">First number that does not exist yet.</param>
    /// <param name="strategyId">Whose holding; -1 for the account.</param>
    /// <param name="now">The holding now; in the end as it is then, with the change of profit in its Realized.</param>
    /// <param name="isStored">False only finds out whether everything fits.</param>
    internal bool TryRecount(
        long number, long end, int strategyId, in ExecutionEntryState before, in ExecutionEntryState after,
        in PositionState definition, ref Holding now, bool isStored)
    {
        var was = StartOf(number, end, strategyId, in before, in now);
        var becomes = was;
        if (isStored && Belongs(in after, strategyId, in after)) SetBefore(number, strategyId, in becomes);
        if (!was.TryFill(in before, in definition) || !becomes.TryFill(in after, in definition)) return false;

        for (var next = number + 1; next < end; next++)
        {
            ref readonly var entry = ref _entries[(int)next & _mask];
            if (!Belongs(in entry, strategyId, in after)) continue;

            var (quantity, cost) = BeforeOf(in entry, strategyId);
            if (!becomes.TryMove(in was, quantity, cost)) return false;
            was = new Holding(quantity, cost) { Realized = was.Realized };
            if (isStored) SetBefore(next, strategyId, in becomes);
            if (!was.TryFill(in entry, in definition) || !becomes.TryFill(in entry, in definition)) return false;
        }
        if (!becomes.TryMove(in was, now.Quantity, now.CostBasis)) return false;
        if (!Money.TrySubtract(becomes.Realized, was.Realized, out becomes.Realized)) return false;

        now = becomes;
        return true;
    }

    // An execution that joins a holding has no figures of it: what the next one has from before it is the same.
    private Holding StartOf(
        long number, long end, int strategyId, in ExecutionEntryState before, in Holding now)
    {
        if (Belongs(in before, strategyId, in before))
        {
            var (quantity, cost) = BeforeOf(in before, strategyId);
            return new Holding(quantity, cost);
        }
        for (var next = number + 1; next < end; next++)
        {
            ref readonly var entry = ref _entries[(int)next & _mask];
            if (entry.InstrumentId != before.InstrumentId || entry.StrategyId != strategyId) continue;
            var (quantity, cost) = BeforeOf(in entry, strategyId);
            return new Holding(quantity, cost);
        }
        return new Holding(now.Quantity, now.CostBasis);
    }

    private static bool Belongs(in ExecutionEntryState entry, int strategyId, in ExecutionEntryState same) =>
        entry.InstrumentId == same.InstrumentId && (strategyId < 0 || entry.StrategyId == strategyId);

    private static (long Quantity, long Cost) BeforeOf(in ExecutionEntryState entry, int strategyId) =>
        strategyId < 0
            ? (entry.QuantityBefore, entry.CostBefore)
            : (entry.ShareQuantityBefore, entry.ShareCostBefore);

    private void SetBefore(long number, int strategyId, in Holding holding)
    {
        ref var entry = ref Edit(number);
        if (strategyId < 0) (entry.QuantityBefore, entry.CostBefore) = (holding.Quantity, holding.CostBasis);
        else (entry.ShareQuantityBefore, entry.ShareCostBefore) = (holding.Quantity, holding.CostBasis);
    }
}
