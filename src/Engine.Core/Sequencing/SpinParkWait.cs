using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Engine.Core.Sequencing;

/// <summary>
/// The default: spins with PAUSE for a budget, then parks. Latency of a spin while events keep coming, an idle core
/// when they do not.
/// </summary>
public struct SpinParkWait : IWaitStrategy
{
    /// <summary>About twice the price of being woken: spinning longer costs more than it can save.</summary>
    public const int DefaultSpinNs = 20_000;

    private const int SpinsPerClockRead = 32; // PAUSE takes 10 to 50 ns, the clock 22: it must not dominate.

    private readonly long _budgetTicks;
    private long _startTicks;
    private int _spins;

    public SpinParkWait(int spinNs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(spinNs);
        _budgetTicks = (long)(spinNs * (Stopwatch.Frequency / 1e9));
    }

    public SpinParkWait()
        : this(DefaultSpinNs)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reset() => _spins = 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TrySpin()
    {
        Processor.Pause();
        return ++_spins % SpinsPerClockRead != 0 || IsBudgetLeft();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AfterBatch(long events, bool foundWithoutWaiting)
    {
    }

    // The clock starts at the first reading, so a wait that ends within a few spins never reads it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsBudgetLeft()
    {
        var nowTicks = Stopwatch.GetTimestamp();
        if (_spins == SpinsPerClockRead) _startTicks = nowTicks;
        return nowTicks - _startTicks < _budgetTicks;
    }
}
