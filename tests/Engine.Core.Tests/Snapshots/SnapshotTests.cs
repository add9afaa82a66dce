using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Snapshots;
using Engine.Core.State;
using Engine.Testing.FaultyStorage;
using Xunit;

namespace Engine.Core.Tests.Snapshots;

public sealed class SnapshotTests
{
    private readonly FaultyJournalStorage _storage = new();

    [Fact]
    public void State_written_and_read_back_is_the_same_state()
    {
        var (registry, tables) = State(entities: 40);
        var info = Write(registry, 77);
        var (restored, _) = State(entities: 3); // Stale content must not survive.
        var rebuilds = 0;
        restored.OnRestored(() => rebuilds++);

        var read = SnapshotReader.Load(_storage, SnapshotCatalog.NameOf(77), restored);

        Assert.Equal(info, read);
        Assert.Equal(registry.ComputeDigest(), restored.ComputeDigest());
        Assert.Equal(1, rebuilds);
        Assert.Equal(tables.CountUsed(), restored.Tables[0].CountUsed());
    }

    [Fact]
    public void Every_flipped_byte_is_found_and_the_catalog_falls_back_with_the_reason()
    {
        var (registry, _) = State(entities: 5);
        Write(registry, 10);
        Write(registry, 20);
        var name = SnapshotCatalog.NameOf(20);
        var catalog = new SnapshotCatalog(_storage);
        Assert.Equal(20, catalog.FindNewest(long.MaxValue).Info!.Sequence);

        for (var offset = 0; offset < _storage.Bytes(name).Length; offset++)
        {
            _storage.Flip(name, offset, 0x40);
            var choice = catalog.FindNewest(long.MaxValue);
            _storage.Flip(name, offset, 0x40);

            Assert.Equal(10, choice.Info!.Sequence);
            Assert.Contains(name, Assert.Single(choice.Skipped), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_snapshot_behind_the_journal_or_of_a_cut_sequence_is_passed_over()
    {
        var (registry, _) = State(entities: 1);
        foreach (var sequence in new[] { 10, 60, 1_000 }) Write(registry, sequence);
        var options = Tests.Journal.JournalScenario.Options();
        using (var life = new Tests.Journal.JournalScenario(_storage, options)) life.Write(30);
        _storage.KillProcess();
        using var folder = JournalFolder.Open(_storage, EngineMode.Paper, "SIM1", options);

        var choice = new SnapshotCatalog(_storage).FindNewest(999, folder.Manifest);

        Assert.Equal(10, choice.Info!.Sequence);
        Assert.Equal(2, choice.Skipped.Count);
        Assert.Contains("cut at recovery", choice.Skipped[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_digest_that_does_not_fit_the_state_is_not_written()
    {
        var (registry, _) = State(entities: 2);
        using var writer = new SnapshotWriter(_storage);

        Assert.Throws<SnapshotException>(() => writer.Write(registry, Info(registry, 5) with { StateDigest = 1 }));
        Assert.Empty(_storage.List());
    }

    [Fact]
    public void The_version_before_is_read_through_its_upcaster_and_no_other()
    {
        var (old, _) = State(entities: 3);
        Write(old, 5);
        var registry = new StateRegistry();
        var table = registry.Add<WideEntity>(StateParts.Orders, version: 2, capacity: 64);
        registry.Add<WideEntity>(StateParts.Holds, version: 1, capacity: 4);
        var name = SnapshotCatalog.NameOf(5);

        var refusal = Assert.Throws<SnapshotException>(() => SnapshotReader.Load(_storage, name, registry));
        Assert.Contains($"part {StateParts.Orders}", refusal.Message, StringComparison.Ordinal);

        var upcasters = new SnapshotUpcasters()
            .Add(StateParts.Orders, 1, 16, (from, to) => from.CopyTo(to))
            .AddNewPart(StateParts.Holds);
        SnapshotReader.Load(_storage, name, registry, upcasters);
        Assert.Equal((1L, 100L, 0L), (table[0].A, table[0].B, table[0].C));
        Assert.Equal(3, table.CountUsed());
    }

    [Fact]
    public void Unknown_parts_and_too_small_tables_refuse_and_leave_the_state_alone()
    {
        var (old, _) = State(entities: 10);
        Write(old, 5);
        var other = new StateRegistry();
        other.Add<WideEntity>(StateParts.Account, 1, 4);
        var small = new StateRegistry();
        var table = small.Add<Entity>(StateParts.Orders, 1, 4);
        table.Edit(1).A = 9;

        Assert.Contains("unknown", Throws(other), StringComparison.Ordinal);
        Assert.Contains("raise its limit", Throws(small), StringComparison.Ordinal);
        Assert.Equal(9, table[1].A);

        string Throws(StateRegistry registry) => Assert.Throws<SnapshotException>(
            () => SnapshotReader.Load(_storage, SnapshotCatalog.NameOf(5), registry)).Message;
    }

    [Fact]
    public void A_crash_while_writing_leaves_the_old_or_the_new_snapshot_whole()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var storage = new FaultyJournalStorage();
            var (registry, _) = State(entities: 20);
            using var writer = new SnapshotWriter(storage);
            writer.Write(registry, Info(registry, 1));
            var dieAt = storage.Faults.Operations + (seed % 8);
            storage.Faults.OnOperation = n =>
            {
                if (n > dieAt) throw new TimeoutException();
            };
            var error = Record.Exception(() => writer.Write(registry, Info(registry, 2)));
            storage.Faults.OnOperation = null;
            storage.Crash(seed);

            var choice = new SnapshotCatalog(storage).FindNewest(long.MaxValue);
            Assert.Empty(choice.Skipped);
            Assert.InRange(choice.Info!.Sequence, error is null ? 2 : 1, 2);
        }
    }

    [Fact]
    public void Pruning_keeps_the_newest()
    {
        var (registry, _) = State(entities: 1);
        for (var sequence = 1; sequence <= 5; sequence++) Write(registry, sequence);

        Assert.Equal(3, new SnapshotCatalog(_storage).Prune(keep: 2));
        Assert.Equal([5L, 4L], new SnapshotCatalog(_storage).Sequences());
    }

    [Fact]
    public void Writing_allocates_nothing_per_entity()
    {
        var (few, _) = State(entities: 2, capacity: 4_096);
        var (many, _) = State(entities: 4_000, capacity: 4_096);
        var folder = Directory.CreateTempSubdirectory("snapshot-");
        try
        {
            using var writer = new SnapshotWriter(new DiskStorage(folder.FullName));
            writer.Write(few, Info(few, 1));
            var fewBytes = Allocated(() => writer.Write(few, Info(few, 2)));
            var manyBytes = Allocated(() => writer.Write(many, Info(many, 3)));

            Assert.InRange(manyBytes, 0, fewBytes + 1_024);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private SnapshotInfo Write(StateRegistry registry, long sequence)
    {
        using var writer = new SnapshotWriter(_storage);
        var info = Info(registry, sequence);
        Assert.Equal(SnapshotCatalog.NameOf(sequence), writer.Write(registry, info));
        return info;
    }

    private static SnapshotInfo Info(StateRegistry registry, long sequence) => new()
    {
        Sequence = sequence,
        EngineTimeNs = 123,
        RunEpoch = 1,
        ConfigSha256 = default,
        RecordsDigest = 99,
        RecordCount = sequence,
        RecordsSinceStateHash = 7,
        StateDigest = registry.FoldDigest(),
        Build = "build-1",
    };

    private static (StateRegistry Registry, StateTable<Entity> Table) State(int entities, int capacity = 64)
    {
        var registry = new StateRegistry();
        var table = registry.Add<Entity>(StateParts.Orders, 1, capacity);
        for (var i = 0; i < entities; i++) table.Edit(i) = new Entity { A = i + 1, B = 100 * (i + 1) };
        return (registry, table);
    }

    [StructLayout(LayoutKind.Explicit, Size = 16)]
    private struct Entity
    {
        [FieldOffset(0)] public long A;
        [FieldOffset(8)] public long B;
    }

    [StructLayout(LayoutKind.Explicit, Size = 24)]
    private struct WideEntity
    {
        [FieldOffset(0)] public long A;
        [FieldOffset(8)] public long B;
        [FieldOffset(16)] public long C;
    }
}
