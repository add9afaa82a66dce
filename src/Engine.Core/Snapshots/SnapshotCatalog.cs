using Engine.Core.Journal;

namespace Engine.Core.Snapshots;

/// <summary>The snapshots of a journal folder: which one to start from, which to delete.</summary>
public sealed class SnapshotCatalog
{
    private readonly IJournalStorage _storage;

    public SnapshotCatalog(IJournalStorage storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        _storage = storage;
    }

    /// <summary>Sequences of all snapshot files, newest first; their content is not looked at.</summary>
    public IReadOnlyList<long> Sequences()
    {
        var sequences = new List<long>();
        foreach (var name in _storage.List())
            if (SnapshotFormat.TryParseName(name, out var sequence)) sequences.Add(sequence);
        sequences.Sort();
        sequences.Reverse();
        return sequences;
    }

    /// <summary>File name of the snapshot of a sequence.</summary>
    public static string NameOf(long sequence) => SnapshotFormat.NameOf(sequence);

    /// <summary>
    /// The newest intact snapshot at or below a sequence. One whose sequence was cut from the journal at recovery
    /// stands
    /// for a state that never was: with the manifest it is passed over, as damaged ones are; each with its reason.
    /// </summary>
    public SnapshotChoice FindNewest(long maxSequence, JournalManifest? manifest = null) =>
        Find(Sequences(), maxSequence, manifest);

    /// <summary>The oldest one that can be used: where a journal without beginning is replayed from.</summary>
    public SnapshotChoice FindOldest(long maxSequence, JournalManifest? manifest = null) =>
        Find(Sequences().Reverse(), maxSequence, manifest);

    /// <summary>Keeps the newest so many files and deletes the rest; returns how many were deleted.</summary>
    /// <param name="neverBelow">Files from this sequence on are kept, however many: what was recycled relies on
    /// them.</param>
    public int Prune(int keep, long neverBelow = long.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(keep);
        var deleted = 0;
        foreach (var sequence in Sequences())
        {
            if (keep-- > 0 || sequence >= neverBelow) continue;

            _storage.Delete(SnapshotFormat.NameOf(sequence));
            deleted++;
        }
        if (deleted > 0) _storage.SyncDirectory();
        return deleted;
    }

    private SnapshotChoice Find(IEnumerable<long> sequences, long maxSequence, JournalManifest? manifest)
    {
        var skipped = new List<string>();
        foreach (var sequence in sequences)
        {
            var name = SnapshotFormat.NameOf(sequence);
            if (sequence > maxSequence)
            {
                skipped.Add($"{name}: it lies behind sequence {maxSequence}");
                continue;
            }
            if (manifest is not null && !manifest.Holds(sequence))
            {
                skipped.Add($"{name}: sequence {sequence} is not part of the journal (cut at recovery)");
                continue;
            }
            if (sequence < manifest?.Recycled?.LastSequence)
            {
                skipped.Add(
                    $"{name}: records behind it were recycled, up to sequence {manifest.Recycled.LastSequence}");
                continue;
            }
            try
            {
                var info = SnapshotReader.Validate(_storage, name);
                if (info.Sequence == sequence) return new SnapshotChoice(name, info, skipped);

                skipped.Add($"{name}: its header says sequence {info.Sequence}");
            }
            catch (SnapshotException e)
            {
                skipped.Add($"{name}: {e.Reason}");
            }
        }
        return new SnapshotChoice(null, null, skipped);
    }
}
