namespace Engine.Core.Sequencing;

/// <summary>
/// Handles what has been published since the last call. Called by one thread, in order, without gaps.
/// </summary>
public interface IBatchHandler<T> where T : unmanaged
{
    /// <summary>An exception halts the pipeline; nothing of the batch counts as handled then.</summary>
    void OnBatch(RingBuffer<T> ring, long first, long last);
}
