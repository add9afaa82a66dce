using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Core.Sequencing;

/// <summary>
/// A counter written by one thread and read by others: a cursor, or how far a consumer has come. The counter has 128
/// bytes for itself on both sides. Publishing wakes the parked waiters that asked for it, and costs one load when there
/// are none.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public sealed class Sequence : IPublication
{
    public const int SizeInBytes = 448;

    /// <summary>Where a counter starts: nothing published, nothing consumed; the first position is 0.</summary>
    public const long BeforeFirst = -1;

    [FieldOffset(128)] private long _value;

    // Written or read by the publishing thread only (waiters look here once per park), so it does not share the line
    // above.
    [FieldOffset(256)] private long _announced;
    [FieldOffset(264)] private WakeSignal _waiter = WakeSignal.Nobody;
    [FieldOffset(272)] private WakeSignal[]? _moreWaiters;

#pragma warning disable CS0169, IDE0051 // The runtime ignores Size for a class with references, not a last field.
    [FieldOffset(SizeInBytes - sizeof(long))] private readonly long _end;
#pragma warning restore CS0169, IDE0051

    public Sequence(long initial = BeforeFirst)
    {
        _value = initial;
        _announced = initial;
    }

    /// <summary>Acquire: what was written before this value was published can be read after it.</summary>
    public long Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref _value);
    }

    long IPublication.LastVisible => Volatile.Read(ref _value);

    long IPublication.LastAnnounced => Volatile.Read(ref _announced);

    /// <summary>Release: what was written before is visible to whoever reads the value. One thread at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(long value)
    {
        // The order of these three lines is steps P1 to P3 of the argument in WakeSignal.
        Volatile.Write(ref _value, value);
        if (_waiter.IsParked || _moreWaiters is not null) WakeWaiters();
        Volatile.Write(ref _announced, value);
    }

    /// <summary>
    /// From now on a publication wakes this waiter. Called while building the graph, before its threads start.
    /// </summary>
    public void WakeOnPublish(WakeSignal waiter)
    {
        ArgumentNullException.ThrowIfNull(waiter);
        if (ReferenceEquals(_waiter, waiter) || (_moreWaiters?.Contains(waiter) ?? false)) return;

        if (ReferenceEquals(_waiter, WakeSignal.Nobody)) _waiter = waiter;
        else _moreWaiters = [.. _moreWaiters ?? [], waiter];
        waiter.Watch(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WakeWaiters()
    {
        if (_waiter.IsParked) _waiter.Raise();
        foreach (var waiter in _moreWaiters ?? [])
            if (waiter.IsParked) waiter.Raise();
    }
}
