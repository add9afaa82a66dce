using BenchmarkDotNet.Attributes;
using Engine.Core.Sequencing;

namespace Microbenchmarks.Ring;

/// <summary>
/// What: claim, write and publish of a 128-byte event on one thread, consumed by the same thread whenever the ring is
/// full, so the instructions of both ends without the transfer between cores. Budget: 0 B allocated (hard).
/// Not measured: two threads; see the command <c>ring</c>.
/// </summary>
[MemoryDiagnoser]
public class RingBenchmarks
{
    private const int Capacity = 4096;
    private const int EventsPerInvoke = 64 * 1024;

    private readonly RingBuffer<Event128> _ring = new(Capacity);
    private readonly SingleProducerSequencer _single = new(Capacity);
    private readonly MultiProducerSequencer _multi = new(Capacity);
    private readonly Sequence _singleGate = new();
    private readonly Sequence _multiGate = new();

    public RingBenchmarks()
    {
        _single.AddGate(_singleGate);
        _multi.AddGate(_multiGate);
    }

    [Params(1, 16, 64)]
    public int Batch { get; set; }

    [Benchmark(Baseline = true, OperationsPerInvoke = EventsPerInvoke)]
    public long SingleProducer()
    {
        for (var done = 0; done < EventsPerInvoke; done += Batch)
        {
            long first;
            while (!_single.TryClaim(Batch, out first)) _singleGate.Publish(_single.Cursor.Value);
            for (var i = 0; i < Batch; i++) Event128.Fill(ref _ring[first + i], first + i);
            _single.Publish(first + Batch - 1);
        }
        return _single.Cursor.Value;
    }

    [Benchmark(OperationsPerInvoke = EventsPerInvoke)]
    public long MultiProducer()
    {
        for (var done = 0; done < EventsPerInvoke; done += Batch)
        {
            long first;
            while (!_multi.TryClaim(Batch, out first))
                _multiGate.Publish(_multi.HighestPublished(_multiGate.Value + 1));
            for (var i = 0; i < Batch; i++) Event128.Fill(ref _ring[first + i], first + i);
            _multi.Publish(first, first + Batch - 1);
        }
        return _multi.Claimed;
    }
}
