namespace Engine.Core.Sequencing;

/// <summary>Handles one event after the other. Called by one thread, in order, without gaps.</summary>
public interface IEventHandler<T> where T : unmanaged
{
    /// <param name="e">The slot itself, not a copy: a handler may fill only the fields it owns.</param>
    /// <param name="position">Position in the ring.</param>
    /// <param name="endOfBatch">True on the last event available now; do the expensive work (flush, send) here.</param>
    void OnEvent(ref T e, long position, bool endOfBatch);
}
