namespace Engine.Core.Pipeline;

/// <summary>Goes through the batches of the journal in order, for one reader of their stamps.</summary>
internal struct BatchCursor
{
    private long _next;

    public BatchStamp Current { get; private set; }

    /// <summary>True if there is another one at or before the batch of a durable position.</summary>
    public bool MoveTowards(LatencyStamps stamps, long position)
    {
        if (_next > 0 && Current.LastPosition >= position) return false;
        Current = stamps.Batch(_next++);
        return true;
    }
}
