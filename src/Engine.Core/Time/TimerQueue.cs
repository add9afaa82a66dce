using System.Numerics;
using Engine.Core.State;

namespace Engine.Core.Time;

/// <summary>
/// Timers in engine time, due in the order of (deadline, id). The table is the state: a timer takes the lowest free
/// entry, so a queue restored from a snapshot goes on exactly as the one that was never stopped. Heap, id index and
/// free map are derived from it.
/// </summary>
public sealed class TimerQueue
{
    private const int CounterSlot = 0;

    private readonly StateTable<TimerState> _timers;
    private readonly SlotIndex _index;       // By the low bits of the id: ids are consecutive, so these spread well.
    private readonly int[] _heap;            // Slots; a parent is due before its children.
    private readonly int[] _heapPositions;   // By slot.
    private readonly ulong[] _used;          // By slot, one bit each.
    private int _count;

    public TimerQueue(StateRegistry registry, EngineLimits limits)
    {
        _timers = registry.Add<TimerState>(StateParts.Timers, 1, limits.TimersMax + 1);
        _index = new SlotIndex(limits.TimersMax);
        _heap = new int[limits.TimersMax];
        _heapPositions = new int[limits.TimersMax + 1];
        _used = new ulong[(limits.TimersMax + 64) / 64];
        _used[0] = 1;    // The counter.
        registry.OnRestored(Rebuild);
    }

    public int Count => _count;

    /// <summary><see cref="long.MaxValue"/> if nothing is scheduled.</summary>
    public long NextDeadlineNs => _count == 0 ? long.MaxValue : _timers[_heap[0]].DeadlineNs;

    /// <summary>False if limits.TimersMax timers are scheduled. A deadline in the past is due at once.</summary>
    public bool TrySchedule(long deadlineNs, int strategyId, long tag, out long timerId)
    {
        timerId = 0;
        if (_count == _heap.Length) return false;

        timerId = ++_timers.Edit(CounterSlot).TimerId;
        var slot = LowestFreeSlot();
        ref var timer = ref _timers.Edit(slot);
        timer.TimerId = timerId;
        timer.DeadlineNs = deadlineNs;
        timer.Tag = tag;
        timer.StrategyId = strategyId;
        Enqueue(slot);
        return true;
    }

    /// <summary>False if the timer has fired, was canceled or never existed.</summary>
    public bool Cancel(long timerId)
    {
        var slot = SlotOf(timerId);
        if (slot == SlotIndex.None) return false;

        Dequeue(slot);
        return true;
    }

    /// <summary>Cancels a timer of a strategy. False as above, and if the timer is somebody else's.</summary>
    public bool Cancel(long timerId, int strategyId)
    {
        var slot = SlotOf(timerId);
        return slot != SlotIndex.None && _timers[slot].StrategyId == strategyId && Cancel(timerId);
    }

    /// <summary>Cancels all timers of a strategy; returns how many.</summary>
    public int CancelAll(int strategyId)
    {
        var canceled = 0;
        for (var slot = CounterSlot + 1; slot < _timers.Capacity; slot++)
        {
            ref readonly var timer = ref _timers[slot];
            if (timer.TimerId != 0 && timer.StrategyId == strategyId && Cancel(timer.TimerId)) canceled++;
        }
        return canceled;
    }

    /// <summary>Removes and returns the first timer whose deadline is at or before the time.</summary>
    public bool TryPopDue(long nowNs, out TimerEntry entry)
    {
        entry = default;
        if (NextDeadlineNs > nowNs || _count == 0) return false;

        var slot = _heap[0];
        ref readonly var timer = ref _timers[slot];
        entry = new TimerEntry(timer.TimerId, timer.DeadlineNs, (int)timer.StrategyId, timer.Tag);
        Dequeue(slot);
        return true;
    }

    private int SlotOf(long timerId)
    {
        if (timerId <= 0) return SlotIndex.None; // 0 is that of a free entry.
        var slot = _index.First((uint)timerId, out var at);
        while (slot != SlotIndex.None && _timers[slot].TimerId != timerId)
            slot = _index.Next((uint)timerId, ref at);
        return slot;
    }

    private int LowestFreeSlot()
    {
        var word = 0;
        while (_used[word] == ulong.MaxValue) word++;
        return (word * 64) + BitOperations.TrailingZeroCount(~_used[word]);
    }

    private void Enqueue(int slot)
    {
        _used[slot >> 6] |= 1ul << slot;
        _index.Add((uint)_timers[slot].TimerId, slot);
        Place(slot, _count);
        MoveUp(_count++);
    }

    private void Dequeue(int slot)
    {
        _used[slot >> 6] &= ~(1ul << slot);
        _index.Remove((uint)_timers[slot].TimerId, slot);
        var position = _heapPositions[slot];
        _timers.Edit(slot) = default;
        var last = _heap[--_count];
        if (position == _count) return;

        Place(last, position);
        MoveUp(position);
        MoveDown(_heapPositions[last]);
    }

    private void MoveUp(int position)
    {
        var slot = _heap[position];
        while (position > 0 && IsBefore(slot, _heap[(position - 1) >> 1]))
        {
            Place(_heap[(position - 1) >> 1], position);
            position = (position - 1) >> 1;
        }
        Place(slot, position);
    }

    private void MoveDown(int position)
    {
        var slot = _heap[position];
        for (var child = (position * 2) + 1; child < _count; child = (position * 2) + 1)
        {
            if (child + 1 < _count && IsBefore(_heap[child + 1], _heap[child])) child++;
            if (!IsBefore(_heap[child], slot)) break;
            Place(_heap[child], position);
            position = child;
        }
        Place(slot, position);
    }

    private bool IsBefore(int slot, int other)
    {
        ref readonly var a = ref _timers[slot];
        ref readonly var b = ref _timers[other];
        return a.DeadlineNs != b.DeadlineNs ? a.DeadlineNs < b.DeadlineNs : a.TimerId < b.TimerId;
    }

    private void Place(int slot, int position)
    {
        _heap[position] = slot;
        _heapPositions[slot] = position;
    }

    private void Rebuild()
    {
        _index.Clear();
        Array.Clear(_used);
        _used[0] = 1;
        _count = 0;
        for (var slot = CounterSlot + 1; slot < _timers.Capacity; slot++)
            if (_timers[slot].TimerId != 0) Enqueue(slot);
    }
}
