using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Snapshots;
using Engine.Core.State;
using Engine.Testing.FaultyStorage;

namespace Engine.Core.Tests.Journal;

/// <summary>A journal that is written, chained, covered by snapshots and recycled on the caller's thread.</summary>
internal sealed class RetentionScenario : IDisposable
{
    public const int SegmentRecords = 24;
    public const string Config = "account=SIM1\n";

    private readonly IJournalStorage _storage;
    private readonly JournalScenario _life;
    private readonly HashChainWriter? _chain;
    private readonly VerifiedSnapshots _snapshots;

    public RetentionScenario(
        IJournalStorage storage, JournalOptions options, int seed = 1, int groupRecordsMax = 5, int endsInPercent = 0)
    {
        _storage = storage;
        _life = new JournalScenario(storage, options, seed, groupRecordsMax, endsInPercent: endsInPercent);
        _chain = options.KeepsChain ? _life.Folder.OpenChain() : null;
        Retention = _life.Folder.OpenRetention(_ => Config);
        _snapshots = new VerifiedSnapshots(storage, retained: 2);
    }

    public JournalFolder Folder => _life.Folder;

    public JournalWriter Writer => _life.Writer;

    public JournalScenario Life => _life;

    public JournalRetention Retention { get; }

    public long CoveredSequence => _snapshots.CoveredSequence;

    public RecycledPart? Recycled => Folder.Manifest.Recycled;

    public static JournalOptions Options(
        Durability durability = Durability.Synced, bool keepsChain = true, int segments = 3, long bytes = 0,
        long ageNs = 0, int spares = 4) =>
        JournalScenario.Options(durability, SegmentRecords, keepsChain: keepsChain) with
        {
            Retention = new RetentionOptions
            {
                IsRecycling = true,
                Segments = segments,
                Bytes = bytes,
                AgeNs = ageNs,
                Spares = spares,
            },
        };

    /// <summary>Writes, and chains what is durable.</summary>
    public void Write(int records)
    {
        _life.Write(records);
        Chain();
    }

    /// <summary>Writes and leaves it to chance what of it is on the disk.</summary>
    public void WriteWithoutSync(int records)
    {
        for (var end = _life.NextSequence + records; _life.NextSequence < end;) Writer.Append(_life.Groups(10));
        Chain();
    }

    public void Chain()
    {
        while (_chain?.RunOnce(Writer.DurableSequence, isForced: true) > 0) { }
    }

    /// <summary>A snapshot of the last durable sequence, which is the end of a group.</summary>
    public void Snapshot() => WriteSnapshot(_storage, Writer.DurableSequence);

    /// <summary>Reads snapshots back and takes all segments that may go.</summary>
    public int Recycle(long nowNs = long.MaxValue)
    {
        _snapshots.RunOnce(Folder.Manifest, Retention.DurableSequence());
        var taken = 0;
        while (Retention.RunOnce(CoveredSequence, nowNs) > 0) taken++;
        return taken;
    }

    /// <summary>Writes so much, covered by two snapshots, that old segments go.</summary>
    public int WriteAndRecycle(int records = 8 * SegmentRecords)
    {
        Write(records);
        Snapshot();
        Write(SegmentRecords / 2);
        Snapshot();
        return Recycle();
    }

    public void Seal()
    {
        _chain?.Dispose();
        Retention.Dispose();
        _life.Seal();
    }

    public void Dispose()
    {
        _chain?.Dispose();
        Retention.Dispose();
        _life.Dispose();
    }

    public static void WriteSnapshot(IJournalStorage storage, long sequence)
    {
        var registry = new StateRegistry();
        registry.Add<Entity>(StateParts.Orders, 1, 16).Edit(0) = new Entity { A = sequence };
        using var writer = new SnapshotWriter(storage);
        writer.Write(registry, new SnapshotInfo
        {
            Sequence = sequence,
            EngineTimeNs = 1_000 + sequence,
            RunEpoch = 1,
            ConfigSha256 = default,
            RecordsDigest = 0,
            RecordCount = sequence,
            RecordsSinceStateHash = 0,
            StateDigest = registry.FoldDigest(),
            Build = "test",
        });
    }

    public static JournalFolder Open(FaultyJournalStorage storage, JournalOptions options) =>
        JournalFolder.Open(storage, EngineMode.Paper, "SIM1", options);

    [StructLayout(LayoutKind.Explicit, Size = 8)]
    private struct Entity
    {
        [FieldOffset(0)] public long A;
    }
}
