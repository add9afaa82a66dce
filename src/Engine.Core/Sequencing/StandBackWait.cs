using System.Runtime.CompilerServices;

namespace Engine.Core.Sequencing;

/// <summary>
/// Throughput mode around another strategy. A consumer that runs in lock-step behind its producer pays a cache-line
/// transfer for nearly every event; when it has found many small batches in a row without ever waiting, it stands back
/// for a moment and lets a run of events gather. Raises saturated single publication several times and costs about a
/// microsecond of latency at millions of events per second: for backtests and catching up, not for live trading.
/// </summary>
public struct StandBackWait<TInner> : IWaitStrategy where TInner : struct, IWaitStrategy
{
    private const int SmallBatchEvents = 256;
    private const int SmallBatchesInARow = 16;
    private const int Pauses = 50;

#pragma warning disable IDE0044 // Its methods change it: readonly would make each call work on a copy.
    private TInner _inner;
#pragma warning restore IDE0044
    private int _smallBatches;

    public StandBackWait(TInner inner) => _inner = inner;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reset() => _inner.Reset();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TrySpin() => _inner.TrySpin();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AfterBatch(long events, bool foundWithoutWaiting)
    {
        if (events >= SmallBatchEvents) return;
        if (!foundWithoutWaiting) _smallBatches = 0;
        else if (++_smallBatches >= SmallBatchesInARow) StandBack();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StandBack()
    {
        for (var i = 0; i < Pauses; i++) Processor.Pause();
    }
}
