using System.Diagnostics;
using System.Runtime.CompilerServices;
using Engine.Core.Sequencing;

namespace Microbenchmarks.Ring;

/// <summary>
/// One direction between two threads. The virtual call is the same for every implementation and for the floor.
/// </summary>
internal interface IHop
{
    void Send(long stamp);

    long Receive();

    /// <summary>Receives as many as fit and stores how long each took since its stamp.</summary>
    void Consume(long[] latencies);
}

internal sealed class BareHop : IHop
{
    private readonly BareRing<Event128> _ring = new(4096);
    private long _next;
    private long _received;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Send(long stamp)
    {
        var position = _next++;
        _ring.WaitForSpace(position);
        ref var slot = ref _ring[position];
        Event128.Fill(ref slot, position);
        slot.A = stamp;
        _ring.Publish(position);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long Receive()
    {
        var position = _received++;
        while (_ring.Cursor < position)
        {
        }
        var stamp = _ring[position].A;
        _ring.Consumed(position);
        return stamp;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Consume(long[] latencies)
    {
        for (var next = 0; next < latencies.Length;)
        {
            var last = _ring.Cursor;
            if (last < next) continue;
            for (; next <= last; next++) latencies[next] = Stopwatch.GetTimestamp() - _ring[next].A;
            _ring.Consumed(last);
        }
    }
}

internal sealed class RingHop<TWait> : IHop where TWait : struct, IWaitStrategy
{
    private readonly RingBuffer<Event128> _ring = new(4096);
    private readonly SingleProducerSequencer _sequencer = new(4096);
    private readonly SequenceBarrier _barrier;
    private readonly WakeSignal _signal = new();
    private readonly RunControl _control = new();
    private readonly Sequence _progress = new();
    private TWait _wait;

    public RingHop(TWait wait)
    {
        _wait = wait;
        _barrier = new SequenceBarrier(_sequencer.Cursor);
        _barrier.WakeOnPublish(_signal);
        _sequencer.AddGate(_progress);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Send(long stamp)
    {
        long position;
        while (!_sequencer.TryClaim(1, out position)) Thread.SpinWait(1);
        ref var slot = ref _ring[position];
        Event128.Fill(ref slot, position);
        slot.A = stamp;
        _sequencer.Publish(position);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long Receive()
    {
        var next = _progress.Value + 1;
        var reached = new SequenceReached(_sequencer.Cursor, next, _control);
        Waiting.Until(ref _wait, ref reached, _signal);
        var stamp = _ring[next].A;
        _progress.Publish(next);
        return stamp;
    }

    public void Consume(long[] latencies)
    {
        var control = new RunControl(fault => Console.Error.WriteLine(fault.Exception));
        new EventProcessor<Event128, LatencyHandler, TWait>(
            "latency", _ring, _barrier, new LatencyHandler(latencies, control), _wait, control, _progress).Run();
    }
}

internal readonly struct LatencyHandler(long[] latencies, RunControl control) : IBatchHandler<Event128>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void OnBatch(RingBuffer<Event128> ring, long first, long last)
    {
        for (var position = first; position <= last; position++)
            latencies[position] = Stopwatch.GetTimestamp() - ring[position].A;
        if (last == latencies.Length - 1) control.Halt();
    }
}

internal sealed class LaneHop<TWait> : IHop where TWait : struct, IWaitStrategy
{
    private readonly Lane<Event128> _lane = new(4096);
    private readonly WakeSignal _signal = new();
    private TWait _wait;

    public LaneHop(TWait wait)
    {
        _wait = wait;
        _lane.WakeConsumer(_signal);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Send(long stamp)
    {
        while (!_lane.TryClaim(1)) Thread.SpinWait(1);
        ref var slot = ref _lane.Claimed(0);
        Event128.Fill(ref slot, stamp);
        slot.A = stamp;
        _lane.Publish();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long Receive()
    {
        var published = new RecordPublished(_lane.Reader);
        Waiting.Until(ref _wait, ref published, _signal);
        var stamp = _lane.Reader.PeekOrNull().A;
        _lane.Reader.Advance(1);
        _lane.Reader.Release();
        return stamp;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Consume(long[] latencies)
    {
        for (var i = 0; i < latencies.Length; i++) latencies[i] = -Receive() + Stopwatch.GetTimestamp();
    }

    private readonly struct RecordPublished(LaneReader<Event128> reader) : IWaitCondition
    {
        public bool IsMet => !Unsafe.IsNullRef(ref reader.PeekOrNull());

        public bool IsCancelled => false;
    }
}
