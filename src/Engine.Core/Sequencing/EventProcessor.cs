using System.Runtime.CompilerServices;

namespace Engine.Core.Sequencing;

/// <summary>
/// One consumer of a ring: takes everything published up to its barrier, handles it as one batch, publishes its
/// progress once. Falling behind therefore makes it more efficient. Handler and wait strategy are type parameters, so
/// the loop is compiled for them and calls nothing virtual when they are structs.
/// </summary>
public sealed class EventProcessor<T, THandler, TWait>
    where T : unmanaged
    where THandler : IBatchHandler<T>
    where TWait : struct, IWaitStrategy
{
    private readonly string _name;
    private readonly RingBuffer<T> _ring;
    private readonly SequenceBarrier _barrier;
    private readonly RunControl _control;
    private readonly TWait _wait;
#pragma warning disable IDE0044 // Its methods may change it: readonly would make each call work on a copy.
    private THandler _handler;
#pragma warning restore IDE0044
    private bool _draining;

    /// <param name="name">Names the stage in a fault report.</param>
    /// <param name="progress">Where to begin: behind this position. Null begins at position 0.</param>
    public EventProcessor(
        string name, RingBuffer<T> ring, SequenceBarrier barrier, THandler handler, TWait wait, RunControl control,
        Sequence? progress = null)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ArgumentNullException.ThrowIfNull(barrier);
        ArgumentNullException.ThrowIfNull(control);
        (_name, _ring, _barrier, _handler, _wait, _control) = (name, ring, barrier, handler, wait, control);
        Progress = progress ?? new Sequence();
        barrier.WakeOnPublish(Signal);
    }

    public string Name => _name;

    /// <summary>Last position handled. A gate for the producer, a barrier for whoever comes behind.</summary>
    public Sequence Progress { get; }

    /// <summary>Where this consumer parks.</summary>
    public WakeSignal Signal { get; } = new();

    /// <summary>
    /// Handle everything published so far, then return from <see cref="Run"/>. Stop the producers first.
    /// </summary>
    public void Drain()
    {
        Volatile.Write(ref _draining, true);
        if (Signal.IsParked) Signal.Raise();
    }

    /// <summary>
    /// Runs on the caller's thread until drained or halted. Throws nothing: a handler's exception is a fault.
    /// </summary>
    public void Run()
    {
        try
        {
            Consume();
        }
        catch (Exception exception)
        {
            _control.ReportFault(_name, exception);
        }
    }

    /// <summary>
    /// Handles what is there now, on the caller's thread, and says how much it was. Exceptions pass through.
    /// </summary>
    public int RunOnce()
    {
        var next = Progress.Value + 1;
        var last = _barrier.Available(next);
        if (last < next) return 0;

        _handler.OnBatch(_ring, next, last);
        Progress.Publish(last);
        return (int)Math.Min(last - next + 1, int.MaxValue);
    }

    // Runs for hours in one call: compiled whole at once instead of being replaced while it loops.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Consume()
    {
        var wait = _wait;
        var next = Progress.Value + 1;
        var foundWithoutWaiting = true;
        while (!_control.IsHalted)
        {
            var last = _barrier.Available(next);
            if (last < next)
            {
                var published = new PublishedOrStopped(this, next);
                if (!Waiting.Until(ref wait, ref published, Signal)) return;
                foundWithoutWaiting = false;
                continue;
            }
            _handler.OnBatch(_ring, next, last);
            Progress.Publish(last);
            wait.AfterBatch(last - next + 1, foundWithoutWaiting);
            foundWithoutWaiting = true;
            next = last + 1;
        }
    }

    // Waiting looks once more after it has seen the cancellation, so everything published before Drain was called is
    // handled.
    private readonly struct PublishedOrStopped(EventProcessor<T, THandler, TWait> owner, long next) : IWaitCondition
    {
        private readonly SequenceBarrier _barrier = owner._barrier;

        public bool IsMet
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => _barrier.Available(next) >= next;
        }

        public bool IsCancelled => owner._control.IsHalted || Volatile.Read(ref owner._draining);
    }
}
