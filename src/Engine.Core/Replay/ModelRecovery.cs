using Engine.Core.Journal;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Snapshots;

namespace Engine.Core.Replay;

/// <summary>
/// Brings a model to the state at the end of a journal: newest valid snapshot, then the tail through the same chain
/// that trades. Start-up, crash recovery and verification are this one path.
/// </summary>
public static class ModelRecovery
{
    /// <param name="lastSequence">Where to stop; the end of a group.</param>
    /// <param name="create">Builds an empty model for a configuration text.</param>
    /// <param name="fallbackConfig">For a journal that holds no configuration yet.</param>
    /// <param name="useSnapshots">False replays from the first record; where retention has taken that, from the oldest
    /// snapshot.</param>
    /// <param name="progress">Called now and then with the sequence reached.</param>
    /// <exception cref="JournalCorruptException">The beginning was recycled, and no snapshot stands for it.</exception>
    /// <exception cref="ReplayDivergedException">This build decides otherwise than the journal says.</exception>
    public static RecoveredModel Recover(
        IJournalStorage storage, JournalManifest manifest, long lastSequence, Func<string, TradingModel> create,
        string fallbackConfig, bool useSnapshots = true, Action<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(manifest);
        if (lastSequence == 0) return new RecoveredModel(create(fallbackConfig), null, 0, []);

        var snapshots = new SnapshotCatalog(storage);
        var choice = useSnapshots ? snapshots.FindNewest(lastSequence, manifest)
            : manifest.Recycled is null ? new SnapshotChoice(null, null, [])
            : snapshots.FindOldest(lastSequence, manifest);
        if (choice.FileName is null && manifest.Recycled is { } recycled) throw NoStart(storage, recycled, choice);

        var model = create(JournalConfig.FindInForce(storage, manifest, choice.Info) ?? fallbackConfig);
        var from = manifest.Runs[0].FirstSequence;
        if (choice is { FileName: { } fileName, Info: { } info })
        {
            SnapshotReader.Load(storage, fileName, model.All);
            model.Chain.Restore(new LogicCursor(
                info.Sequence, info.RecordCount, info.RecordsDigest, info.RecordsSinceStateHash, info.RunEpoch));
            from = info.Sequence + 1;
        }

        var replayed = ReplayTail(storage, model, from, lastSequence, progress);
        return new RecoveredModel(model, choice.FileName, replayed, choice.Skipped);
    }

    private static JournalCorruptException NoStart(
        IJournalStorage storage, RecycledPart recycled, SnapshotChoice choice)
    {
        var reasons = choice.Skipped.Count == 0 ? "there is none" : string.Join("; ", choice.Skipped);
        return JournalCorruptException.InFile(
            storage.Describe(JournalFormat.ManifestName),
            $"segments 1 to {recycled.LastSegment} were recycled, and no snapshot stands for sequence "
            + $"{recycled.LastSequence} ({reasons})");
    }

    private static long ReplayTail(
        IJournalStorage storage, TradingModel model, long from, long lastSequence, Action<long>? progress)
    {
        if (from > lastSequence) return 0;

        var runner = new ReplayRunner(model);
        using var reader = JournalReader.Open(storage, from);
        while (model.Chain.Cursor.LastSequence < lastSequence)
        {
            var records = reader.ReadUpTo(lastSequence);
            if (records.IsEmpty) break;
            if (!runner.Feed(records)) throw new ReplayDivergedException(runner.Divergence!);
            progress?.Invoke(model.Chain.Cursor.LastSequence);
        }
        if (model.Chain.Cursor.LastSequence != lastSequence)
        {
            throw new JournalCorruptException(
                "journal", -1, 0, model.Chain.Cursor.LastSequence + 1,
                $"it ends before sequence {lastSequence}, which it should hold");
        }
        return runner.RecordCount;
    }
}
