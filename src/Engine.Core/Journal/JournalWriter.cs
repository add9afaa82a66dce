using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Journal;

/// <summary>
/// Appends sealed groups to the segments of one run, straight from the caller's memory. One thread appends and syncs;
/// any thread reads the watermarks. Allocates nothing after construction. The first failed write or sync poisons the
/// writer for good: what the file holds is unknown until recovery has read it.
/// </summary>
public sealed class JournalWriter : IDisposable
{
    private readonly SegmentPreparer _preparer;
    private readonly Durability _durability;
    private readonly int _runEpoch;
    private readonly int _capacityRecords;
    private readonly int _unsyncedRecordsMax;
    private IStorageFile? _file;
    private int _segmentNumber;
    private int _usedRecords;
    private uint _seed;
    private int _unsyncedRecords;
    private SegmentPlan? _plan;
    private int _endsSeen;
    private bool _isEnded; // The next record begins a new segment, although this one has room.
    private bool _isPoisoned;
    private long _written;
    private long _synced;

    internal JournalWriter(
        IJournalStorage storage, SpareSegments spares, JournalRun run, bool hasPreparationThread)
    {
        _durability = run.Durability;
        _runEpoch = run.Epoch;
        _capacityRecords = run.SegmentRecords;
        _unsyncedRecordsMax = run.UnsyncedRecordsMax;
        _written = run.FirstSequence - 1;
        _synced = _written;
        FirstSegment = run.FirstSegment;
        _segmentNumber = run.FirstSegment - 1;
        _usedRecords = _capacityRecords; // As if the segment before were full: the first append rolls into the first.
        _preparer = new SegmentPreparer(
            storage, spares, run.Epoch, run.FirstSegment, run.SegmentRecords, run.Durability, hasPreparationThread);
        _preparer.RunOnce(); // A full disk shows here, before the engine says that it has started.
        if (_preparer.Failure is { } failure)
        {
            _preparer.Dispose();
            throw failure;
        }
        _preparer.Start();
    }

    /// <summary>Last sequence handed to the kernel.</summary>
    public long WrittenSequence => Volatile.Read(ref _written);

    /// <summary>Last sequence that is on stable storage.</summary>
    public long SyncedSequence => Volatile.Read(ref _synced);

    /// <summary>What others may see and act on: the written or the synced sequence, by the run's durability.</summary>
    public long DurableSequence => Volatile.Read(ref _durability == Durability.Synced ? ref _synced : ref _written);

    public Durability Durability => _durability;

    /// <summary>Number of the first segment of this run.</summary>
    public int FirstSegment { get; }

    /// <summary>Segment of the last record; one less than the first segment before the first append.</summary>
    public int SegmentNumber => Volatile.Read(ref _segmentNumber);

    /// <summary>A write or sync has failed: nothing more is accepted.</summary>
    public bool IsPoisoned => Volatile.Read(ref _isPoisoned);

    /// <summary>
    /// Why the next segment cannot be prepared, or null. The current segment still takes what fits: the time to release
    /// the reserve, <see cref="RetryPreparation"/> and stop in order.
    /// </summary>
    public JournalWriteException? PreparationFailure => _preparer.Failure;

    /// <summary>The next roll will find its segment prepared, and so allocate nothing and wait for nothing.</summary>
    public bool IsNextSegmentReady => _preparer.IsReady;

    /// <summary>Tries again to prepare the next segment, on the preparation thread if there is one.</summary>
    public void RetryPreparation() => _preparer.Wake();

    /// <summary>
    /// Prepares the next segment and retires the last on the caller's thread (no preparation thread).
    /// </summary>
    public int RunPreparation() => _preparer.RunOnce();

    /// <summary>
    /// Appends whole groups; see <see cref="Append(ReadOnlySpan{EngineEvent}, ReadOnlySpan{EngineEvent})"/>.
    /// </summary>
    public void Append(ReadOnlySpan<EngineEvent> wholeGroups) => Append(wholeGroups, []);

    /// <summary>
    /// Appends one batch of whole groups that wraps around the ring: its older slots, then the rest. A group may lie in
    /// both. One write call per span, more only at the end of a segment and beyond the largest group commit.
    /// </summary>
    /// <exception cref="JournalWriteException">Nothing of this batch counts as written beyond
    /// <see cref="WrittenSequence"/>; the writer is poisoned.</exception>
    public void Append(ReadOnlySpan<EngineEvent> first, ReadOnlySpan<EngineEvent> second)
    {
        if (_isPoisoned) ThrowPoisoned();
        if (first.IsEmpty)
        {
            if (second.IsEmpty) return;
            first = second;
            second = [];
        }

        CheckBatch(first, second);
        var batch = new SplitBatch(first, second);
        while (batch.Count > 0)
        {
            var fitting = _isEnded ? 0 : batch.GroupsWithin(_capacityRecords - _usedRecords);
            if (fitting == 0)
            {
                Roll(batch.FirstSequence);
                continue;
            }
            if (_plan is not null && _plan.Ends != _endsSeen) fitting = batch.WithinSegment(fitting);
            if (_durability == Durability.Synced)
            {
                fitting = Math.Min(fitting, batch.GroupsWithin(_unsyncedRecordsMax - _unsyncedRecords));
                if (fitting == 0)
                {
                    Sync();
                    continue;
                }
            }
            Write(batch.Take(fitting, out var rest), rest, fitting);
        }
    }

    /// <summary>Makes everything written durable: fdatasync. Never retried after a failure.</summary>
    public void Sync()
    {
        if (_isPoisoned) ThrowPoisoned();
        if (_synced == _written) return;

        Volatile.Write(ref _isPoisoned, true); // Stays so if the sync throws.
        _file!.SyncData();

        // Under Written the segment before may still be waiting for its sync on the preparation thread. Under Synced it
        // was synced at the roll, and waiting here would be waiting for the zeros of the segment after the next.
        if (_durability == Durability.Written && _preparer.IsRetiring)
        {
            _preparer.RetireNow();
            if (_preparer.IsRetiring) throw _preparer.Failure!;
        }
        Volatile.Write(ref _isPoisoned, false);

        _unsyncedRecords = 0;
        Volatile.Write(ref _synced, _written); // Only now may anybody rely on these records after a power loss.
    }

    /// <summary>
    /// Closes the files without sync and without seal, as a crash would; the folder's close does the rest.
    /// </summary>
    public void Dispose()
    {
        _preparer.Dispose();
        _file?.Dispose();
        _file = null;
        Volatile.Write(ref _isPoisoned, true);
    }

    /// <summary>From now on segments also end where this plan ends them.</summary>
    internal void Follow(SegmentPlan plan) => _plan = plan;

    internal int UsedRecords => _segmentNumber == 0 ? 0 : _usedRecords;

    /// <summary>
    /// Always on: a record with a wrong number, an open group or a wrong seed would be cut away at recovery.
    /// </summary>
    private void CheckBatch(ReadOnlySpan<EngineEvent> first, ReadOnlySpan<EngineEvent> second)
    {
        ref readonly var last = ref second.IsEmpty ? ref first[^1] : ref second[^1];
        if (first[0].Sequence != _written + 1) ThrowGap(first[0].Sequence, _written);
        if (last.Sequence != _written + first.Length + second.Length) ThrowGap(last.Sequence, last.Sequence - 1);
        if (!last.IsLastOfGroup) throw new InvalidOperationException($"Group open at sequence {last.Sequence}.");
    }

    private void Write(ReadOnlySpan<EngineEvent> first, ReadOnlySpan<EngineEvent> second, int count)
    {
        if (!RecordChecksum.IsValid(in first[0], _seed)) ThrowWrongSeed(first[0].Sequence);

        Volatile.Write(ref _isPoisoned, true); // Stays so if a write throws.
        _file!.Write(MemoryMarshal.AsBytes(first), JournalFormat.OffsetOf(_usedRecords));
        if (!second.IsEmpty)
        {
            _file.Write(
                MemoryMarshal.AsBytes(second),
                JournalFormat.OffsetOf(_usedRecords + first.Length));
        }
        Volatile.Write(ref _isPoisoned, false);

        ref readonly var last = ref second.IsEmpty ? ref first[^1] : ref second[^1];
        if (last.EndsSegment)
        {
            _isEnded = true;
            _endsSeen++;
        }
        _usedRecords += count;
        _unsyncedRecords += count;
        Debug.Assert(_usedRecords <= _capacityRecords);
        Volatile.Write(ref _written, _written + count);
    }

    private void Roll(long firstSequence)
    {
        // Under Synced the full segment is durable before the next one gets its first byte: one segment is undecided.
        if (_durability == Durability.Synced) Sync();

        Volatile.Write(ref _isPoisoned, true);
        var next = _preparer.Take();
        if (_file is not null) _preparer.Retire(_file);
        else _preparer.Wake();
        new SegmentHeader(
            JournalFormat.Version, _runEpoch, next.Number, _capacityRecords, firstSequence, JournalFormat.SchemaHash)
        {
            Leftover = next.Leftover,
        }.Write(next.Header);
        next.File.Write(next.Header, 0);
        Volatile.Write(ref _isPoisoned, false);

        _file = next.File;
        _usedRecords = 0;
        _isEnded = false;
        _seed = RecordChecksum.Seed(_runEpoch, next.Number);
        Volatile.Write(ref _segmentNumber, next.Number);
    }

    [DoesNotReturn]
    private static void ThrowGap(long sequence, long before) =>
        throw new InvalidOperationException($"Sequence {sequence} cannot follow {before}.");

    [DoesNotReturn]
    private static void ThrowWrongSeed(long sequence) =>
        throw new InvalidOperationException(
            $"Sequence {sequence} is sealed for another segment: segment plan and journal writer disagree.");

    [DoesNotReturn]
    private static void ThrowPoisoned() =>
        throw new InvalidOperationException("The journal has failed before or is closed; restart to recover it.");
}
