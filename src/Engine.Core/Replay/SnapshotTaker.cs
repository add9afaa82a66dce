using Engine.Core.Journal;
using Engine.Core.Snapshots;

namespace Engine.Core.Replay;

/// <summary>Writes the state of a model as a snapshot and keeps the newest ones.</summary>
public sealed class SnapshotTaker : IDisposable
{
    private readonly SnapshotWriter _writer;
    private readonly SnapshotCatalog _catalog;
    private readonly string _build;
    private readonly int _retained;

    /// <param name="retained">How many are kept; 0 where retention of the journal decides, which relies on
    /// them.</param>
    public SnapshotTaker(IJournalStorage storage, string build, int retained)
    {
        _writer = new SnapshotWriter(storage);
        _catalog = new SnapshotCatalog(storage);
        _build = build;
        _retained = retained;
    }

    /// <summary>Snapshots taken in this run.</summary>
    public int Count { get; private set; }

    /// <summary>The model must be at rest at the end of a group, on the caller's thread.</summary>
    public string Take(TradingModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var cursor = model.Chain.Cursor;
        var name = _writer.Write(model.All, new SnapshotInfo
        {
            Sequence = cursor.LastSequence,
            EngineTimeNs = model.Chain.EngineTimeNs,
            RunEpoch = cursor.RunEpoch,
            ConfigSha256 = model.Chain.View.State.ConfigSha256,
            RecordsDigest = cursor.RecordsDigest,
            RecordCount = cursor.RecordCount,
            RecordsSinceStateHash = (int)cursor.RecordsSinceStateHash,
            StateDigest = model.All.FoldDigest(),
            Build = _build,
        });
        Count++;
        if (_retained > 0) _catalog.Prune(_retained);
        return name;
    }

    public void Dispose() => _writer.Dispose();
}
