namespace Engine.Core.Sequencing;

/// <summary>Runs an event handler over batches. A struct, so that a struct handler is inlined into the loop.</summary>
public struct PerEvent<T, THandler>(THandler handler) : IBatchHandler<T>
    where T : unmanaged
    where THandler : IEventHandler<T>
{
#pragma warning disable IDE0044 // Its methods may change it: readonly would make each call work on a copy.
    private THandler _handler = handler;
#pragma warning restore IDE0044

    public void OnBatch(RingBuffer<T> ring, long first, long last)
    {
        for (var position = first; position < last; position++)
            _handler.OnEvent(ref ring[position], position, endOfBatch: false);
        _handler.OnEvent(ref ring[last], last, endOfBatch: true);
    }
}
