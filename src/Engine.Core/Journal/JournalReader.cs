using Engine.Core.Events;

namespace Engine.Core.Journal;

/// <summary>API first; the body follows in the next commit.</summary>
public sealed class JournalReader : IDisposable
{
    public static JournalReader Open(IJournalStorage storage, long fromSequence = 1) => throw new NotImplementedException();

    public JournalManifest Manifest => throw new NotImplementedException();

    /// <summary>Sequence of the next record that a read will give.</summary>
    public long NextSequence => throw new NotImplementedException();

    public ReadOnlySpan<EngineEvent> Read() => throw new NotImplementedException();

    public ReadOnlySpan<EngineEvent> ReadUpTo(long durableSequence) => throw new NotImplementedException();

    public void Dispose() { }
}
