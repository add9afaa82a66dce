using System.Security.Cryptography;
using System.Text;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Snapshots;

namespace Engine.Core.Replay;

/// <summary>Finds the configuration that a run was started with: every run journals it right after its start.</summary>
public static class JournalConfig
{
    /// <summary>The canonical text, or null if the run died before it was journaled.</summary>
    public static string? Find(IJournalStorage storage, JournalRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var last = run.End?.LastSequence ?? long.MaxValue;
        if (last < run.FirstSequence) return null;

        // Whatever the run before left undone may stand in front of it.
        using var reader = JournalReader.OpenKept(storage, run.FirstSequence);
        if (!reader.Manifest.HasBeginningOf(run)) return Kept(reader.Manifest, last);
        var text = new StringBuilder();
        var isFound = false;
        for (var records = reader.Read(); !records.IsEmpty; records = reader.Read())
        {
            foreach (ref readonly var record in records)
            {
                if (record.Sequence > last) return null;
                if (record.Kind == EventKind.ConfigApplied && !record.IsContinuation) isFound = true;
                else if (isFound && record.IsContinuation) text.Append(AsciiText.Read(record.Text.Bytes));
                else if (isFound) return text.ToString();
                if (isFound && record.IsLastOfGroup) return text.ToString();
            }
        }
        return null;
    }

    /// <summary>
    /// The configuration with which a model begins that reads the journal from its first record, or from a snapshot:
    /// then the one that was in force when it was taken, which may be that of an earlier run.
    /// </summary>
    /// <returns>Null for a journal without a configuration.</returns>
    public static string? FindInForce(IJournalStorage storage, JournalManifest manifest, SnapshotInfo? snapshot)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        for (var i = manifest.Runs.Count - 1; snapshot is not null && i >= 0; i--)
        {
            if (manifest.Runs[i].Epoch > snapshot.RunEpoch) continue;
            if (Find(storage, manifest.Runs[i]) is { } text && IsHashOf(snapshot.ConfigSha256, text)) return text;
        }

        // A run that died before it journaled its configuration decided nothing: the next one has it.
        foreach (var run in manifest.Runs)
            if (Find(storage, run) is { } text) return text;
        return null;
    }

    // Only the configuration in force at the end of what was recycled is kept.
    private static string? Kept(JournalManifest manifest, long lastSequence) =>
        lastSequence >= manifest.Recycled!.LastSequence ? manifest.Recycled.ConfigText : null;

    private static bool IsHashOf(in Sha256Text sha, string text) =>
        SHA256.HashData(Encoding.ASCII.GetBytes(text)).AsSpan().SequenceEqual((ReadOnlySpan<byte>)sha);
}
