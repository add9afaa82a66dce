using BenchmarkDotNet.Attributes;
using Engine.Core.Sequencing;

namespace Microbenchmarks.Ring;

/// <summary>
/// What: one 128-byte record, or a run of them, into a lane and out again on one thread: the instructions of both ends
/// without the transfer between cores. Budget: 0 B allocated (hard). Not measured: two threads; see the command
/// <c>ring</c>.
/// </summary>
[MemoryDiagnoser]
public class LaneBenchmarks
{
    private const int Capacity = 4096;
    private const int EventsPerInvoke = 64 * 1024;

    private readonly Lane<Event128> _lane = new(Capacity);
    private readonly SharedLane<Event128> _shared = new(Capacity);
    private Event128[] _run = [];

    [Params(1, 16, 64)]
    public int Run { get; set; }

    [GlobalSetup]
    public void FillRun()
    {
        _run = new Event128[Run];
        for (var i = 0; i < Run; i++) Event128.Fill(ref _run[i], i);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = EventsPerInvoke)]
    public long SingleProducerLane()
    {
        for (var done = 0; done < EventsPerInvoke; done += Run)
        {
            while (!_lane.TryWriteRun(_run)) Consume(_lane.Reader);
        }
        return _lane.Published;
    }

    [Benchmark(OperationsPerInvoke = EventsPerInvoke)]
    public long SharedLane()
    {
        for (var done = 0; done < EventsPerInvoke; done += Run)
        {
            while (!_shared.TryWriteRun(_run)) Consume(_shared.Reader);
        }
        return _shared.Reader.Position;
    }

    private static void Consume(LaneReader<Event128> reader)
    {
        for (var available = reader.Available(Capacity); available > 0; available--)
        {
            Event128.Read(ref reader.PeekOrNull());
            reader.Advance(1);
        }
        reader.Release();
    }
}
