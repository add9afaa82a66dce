using System.Runtime.CompilerServices;

namespace Engine.Core.Sequencing;

/// <summary>Never lets go of its core and never pauses. Lowest latency; needs a core for itself.</summary>
public struct BusySpinWait : IWaitStrategy
{
    public readonly void Reset()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TrySpin() => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AfterBatch(long events, bool foundWithoutWaiting)
    {
    }
}
