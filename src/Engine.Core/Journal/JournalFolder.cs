using Engine.Core.Events;

namespace Engine.Core.Journal;

/// <summary>API first; the body follows in the next commit.</summary>
public sealed class JournalFolder : IDisposable
{
    private JournalFolder(RecoveryResult recovery, JournalManifest manifest)
    {
        Recovery = recovery;
        Manifest = manifest;
    }

    public RecoveryResult Recovery { get; }

    public JournalManifest Manifest { get; private set; }

    public static JournalFolder Open(IJournalStorage storage, EngineMode mode, string account, JournalOptions options) =>
        throw new NotImplementedException();

    /// <summary>Adds the run to the manifest and prepares its first segment.</summary>
    public JournalWriter StartRun() => throw new NotImplementedException();

    public JournalRun Run => throw new NotImplementedException();

    public SegmentPlan CreatePlan() => throw new NotImplementedException();

    /// <summary>Releases the reserve file: space for an orderly stop.</summary>
    public bool ReleaseReserve() => throw new NotImplementedException();

    /// <summary>Orderly end: syncs, trims, seals.</summary>
    public void Seal(JournalWriter writer, HashChainWriter? chain = null) => throw new NotImplementedException();

    public void Dispose() { }
}
