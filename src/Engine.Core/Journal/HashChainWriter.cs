namespace Engine.Core.Journal;

/// <summary>API first; the body follows in the next commit.</summary>
public sealed class HashChainWriter : IDisposable
{
    public static HashChainWriter Open(IJournalStorage storage, JournalManifest manifest) => throw new NotImplementedException();

    /// <summary>Last sequence the chain covers.</summary>
    public long ChainedSequence => throw new NotImplementedException();

    public long LagRecords(long durableSequence) => durableSequence - ChainedSequence;

    public int RunOnce(long durableSequence, bool isForced = false) => throw new NotImplementedException();

    public void Dispose() { }
}
