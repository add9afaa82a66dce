using System.Runtime.CompilerServices;
using Engine.Core.Sequencing;

namespace Microbenchmarks.Ring;

/// <summary>Adds up what arrives and stops the pipeline after the last event.</summary>
internal struct SumHandler<T>(SumResult result, long lastPosition) : IBatchHandler<T> where T : unmanaged, IPayload<T>
{
    private long _sum;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void OnBatch(RingBuffer<T> ring, long first, long last)
    {
        var sum = 0L;
        for (var position = first; position <= last; position++) sum += T.Read(ref ring[position]);
        _sum += sum;
        if (last != lastPosition) return;
        result.Sum = _sum;
        result.Control.Halt();
    }
}

/// <summary>Where a consumer leaves its sum, and how it stops.</summary>
internal sealed class SumResult
{
    public RunControl Control { get; } = new(fault => Console.Error.WriteLine(fault.Exception));

    public long Sum { get; set; }
}
