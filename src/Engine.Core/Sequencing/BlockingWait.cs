using System.Runtime.CompilerServices;

namespace Engine.Core.Sequencing;

/// <summary>Parks at once. For threads that must leave the core to others, and for machines with one core.</summary>
public struct BlockingWait : IWaitStrategy
{
    public readonly void Reset()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TrySpin() => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AfterBatch(long events, bool foundWithoutWaiting)
    {
    }
}
