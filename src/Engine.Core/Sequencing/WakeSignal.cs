using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Core.Sequencing;

/// <summary>
/// Where one thread parks, and what every publisher it waits for looks at. Costs a publisher one load while the owner
/// is awake; a lock is taken only when there is somebody to wake. One thread parks here; any number may raise.
/// </summary>
/// <remarks>
/// Why no wake-up is missed. Owner C parks, publisher P publishes position p.
/// <code>
///   C1  parked := 1                      P1  store-release p
///   C2  barrier in every thread          P2  load parked; if 1: exchange it with 0, lock, pulse
///   C3  look for work again              P3  store-release announced := p
///   C4  lock; wait while parked is 1
/// </code>
/// 1. P1 and P2 touch different addresses, and a processor may let the load P2 overtake the store P1 (x86 and Arm both
/// do). A fence between them on every publication would prevent that and cost the fast path about 20 ns. C pays
/// instead.
/// 2. C2 makes every running thread of the process execute a full barrier somewhere between the start and the end of
/// C2; a thread that does not run has executed one when it was switched out. Call that point in P's instruction
/// stream B.
/// 3. If P1 stands before B, its store is visible when C2 returns, so C3 sees p and C does not wait.
/// 4. If P1 stands after B, P2 does as well (the compiler keeps the order of two volatile accesses). C1 was visible
/// before B, so P2 reads 1 and raises.
/// 5. A raise clears parked before it takes the lock. C waits under the lock and only while parked is 1: either C sees
/// 0 and does not wait, or C is already waiting when the pulse comes. So a raise is never lost between C3 and C4.
/// 6. Two publishers may see 1; the exchange lets one of them pulse. A publisher that was delayed between load and
/// exchange may clear a later park: C wakes once for nothing and looks again. That costs a pass, never a wake-up.
///
/// The proof at run time. Between C2 and C4 the owner notes, per publication, the last position visible (V). When the
/// wait ends it reads announced, then parked. A position above V was published after B (step 3), so its publisher must
/// have cleared parked (step 4) before it announced (P2 before P3). Announced above V while parked is still 1 is
/// therefore a missed wake-up and nothing else is: a publisher that stands between P1 and P3, even one that lost its
/// core there, is not counted. The wait is bounded by <see cref="ParkMsMax"/> all the same, so even a miss would cost a
/// millisecond and not the engine.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public sealed class WakeSignal
{
    public const int SizeInBytes = 512;

    /// <summary>Longest time in one park. Also how late a halt is seen, and how often a parked thread polls.</summary>
    public const int ParkMsMax = 1;

    [FieldOffset(128)] private int _parked; // Read by every publisher on every publication, written twice per park.

    [FieldOffset(256)] private readonly object _gate = new();
    [FieldOffset(264)] private IPublication[] _watched = [];
    [FieldOffset(272)] private long[] _visibleAtPark = [];
    [FieldOffset(280)] private long _parks;
    [FieldOffset(288)] private long _raises;
    [FieldOffset(296)] private long _missedWakeups;

#pragma warning disable CS0169, IDE0051 // The runtime ignores Size for a class with references, not a last field.
    [FieldOffset(SizeInBytes - sizeof(long))] private readonly long _end;
#pragma warning restore CS0169, IDE0051

    /// <summary>Stands where nobody ever parks, so that publishers need no null check.</summary>
    internal static WakeSignal Nobody { get; } = new();

    /// <summary>How often the owner went to sleep.</summary>
    public long Parks => Volatile.Read(ref _parks);

    /// <summary>How often a publisher woke the owner.</summary>
    public long Raises => Volatile.Read(ref _raises);

    /// <summary>Parks that lasted on although something new was published. Zero, or the protocol is broken.</summary>
    public long MissedWakeups => Volatile.Read(ref _missedWakeups);

    /// <summary>
    /// Step P2: a plain load in machine code; volatile keeps the compiler from moving it above the store.
    /// </summary>
    public bool IsParked
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref _parked) != 0;
    }

    /// <summary>
    /// Steps C1 and C2. The owner must look for work once more and then call <see cref="Park"/>, or
    /// <see cref="CancelPark"/> if there is some.
    /// </summary>
    public void BeginPark()
    {
        Volatile.Write(ref _parked, 1);
        Interlocked.MemoryBarrierProcessWide();
        for (var i = 0; i < _watched.Length; i++) _visibleAtPark[i] = _watched[i].LastVisible;
    }

    public void CancelPark() => Volatile.Write(ref _parked, 0);

    /// <summary>Step C4. Returns when raised, or after <see cref="ParkMsMax"/>.</summary>
    public void Park()
    {
        _parks++;
        lock (_gate)
        {
            if (Volatile.Read(ref _parked) != 0) Monitor.Wait(_gate, ParkMsMax);
        }
        var announcedUnseen = HasAnnouncedSincePark();
        if (Volatile.Read(ref _parked) != 0 && announcedUnseen) _missedWakeups++;
        Volatile.Write(ref _parked, 0);
    }

    /// <summary>Wakes the owner if it is parked. Publishers test <see cref="IsParked"/> first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Raise()
    {
        if (Interlocked.Exchange(ref _parked, 0) == 0) return;

        lock (_gate)
        {
            _raises++;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Called while building the graph, before the owner first parks.</summary>
    internal void Watch(IPublication publication)
    {
        _watched = [.. _watched, publication];
        _visibleAtPark = new long[_watched.Length];
    }

    private bool HasAnnouncedSincePark()
    {
        for (var i = 0; i < _watched.Length; i++)
            if (_watched[i].LastAnnounced > _visibleAtPark[i]) return true;
        return false;
    }
}
