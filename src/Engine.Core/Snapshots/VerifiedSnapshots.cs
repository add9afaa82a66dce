using Engine.Core.Journal;

namespace Engine.Core.Snapshots;

/// <summary>
/// Reads every new snapshot back and checks its hash and its digest, and deletes those that nobody needs any more. An
/// active object for a thread of low priority; nobody else deletes snapshots of this folder.
/// </summary>
public sealed class VerifiedSnapshots
{
    private readonly IJournalStorage _storage;
    private readonly SnapshotCatalog _catalog;
    private readonly int _retained;
    private readonly Dictionary<long, bool> _isIntact = []; // By sequence; never walked.
    private byte[] _buffer = []; // As large as the largest snapshot so far.

    /// <param name="retained">Files kept at least.</param>
    public VerifiedSnapshots(IJournalStorage storage, int retained)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retained, 2);
        _storage = storage;
        _catalog = new SnapshotCatalog(storage);
        _retained = retained;
    }

    /// <summary>
    /// Sequence of the second-newest snapshot that was read back intact and whose records are on stable storage: should
    /// the newest be lost, this one is there. 0 while there are not two.
    /// </summary>
    public long CoveredSequence { get; private set; }

    /// <summary>Looks for new files; returns how many it has read.</summary>
    /// <param name="durableSequence">Up to here no loss of power takes a record; later snapshots do not count
    /// yet.</param>
    public int RunOnce(JournalManifest manifest, long durableSequence)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var read = 0;
        var intact = 0;
        foreach (var sequence in _catalog.Sequences())
        {
            if (sequence > durableSequence || !manifest.Holds(sequence)) continue;
            if (!_isIntact.TryGetValue(sequence, out var isIntact))
            {
                isIntact = IsIntact(sequence);
                _isIntact.Add(sequence, isIntact);
                read++;
            }
            if (!isIntact || ++intact < 2) continue;

            CoveredSequence = sequence;
            break;
        }
        if (CoveredSequence > 0) _catalog.Prune(_retained, neverBelow: CoveredSequence);
        return read;
    }

    private bool IsIntact(long sequence)
    {
        try
        {
            var info = SnapshotReader.Validate(_storage, SnapshotCatalog.NameOf(sequence), ref _buffer);
            return info.Sequence == sequence;
        }
        catch (SnapshotException)
        {
            return false; // Recovery passes it over as well, and says why.
        }
    }
}
