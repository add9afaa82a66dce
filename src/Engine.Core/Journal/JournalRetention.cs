using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Journal;

/// <summary>
/// Takes segments off the beginning of a journal and lets them be used again. An active object for a thread of low
/// priority: a call looks at one segment. It goes if
/// <list type="number">
/// <item>it is beyond every bound of <see cref="RetentionOptions"/>;</item>
/// <item>two verified snapshots cover it;</item>
/// <item>nobody claims a record in it;</item>
/// <item>its records are intact, and the hash chain covers it to its end and agrees with its bytes.</item>
/// </list>
/// The manifest says so first; only then is the file touched.
/// </summary>
public sealed class JournalRetention : IDisposable
{
    private readonly IJournalStorage _storage;
    private readonly JournalFolder _folder;
    private readonly RetentionOptions _options;
    private readonly Func<JournalRun, string?> _findConfig;
    private readonly ChainCursor _chain;
    private readonly EngineEvent[] _records = new EngineEvent[SegmentScan.ChunkRecords];
    private long _recycled;

    /// <param name="folder">With a run in progress.</param>
    /// <param name="findConfig">The configuration that a run journaled at its start; null if it did not.</param>
    internal JournalRetention(
        IJournalStorage storage, JournalFolder folder, RetentionOptions options, Func<JournalRun, string?> findConfig)
    {
        _storage = storage;
        _folder = folder;
        _options = options;
        _findConfig = findConfig;
        _chain = new ChainCursor(storage);
    }

    /// <summary>Segments taken in this run.</summary>
    public long Recycled => Volatile.Read(ref _recycled);

    /// <summary>Recycled files that wait to be used again.</summary>
    public int Spares => _folder.Spares.Count;

    /// <summary>
    /// Up to here everything is on stable storage: what was synced, and under both durabilities all that lies before
    /// the last segment but one. A snapshot beyond it may stand for records that a loss of power takes.
    /// </summary>
    public long DurableSequence()
    {
        var manifest = _folder.Manifest;
        var number = _folder.CurrentSegment - 1;
        var retired = number <= (manifest.Recycled?.LastSegment ?? 0) ? 0 : FirstSequenceOf(manifest, number) - 1;
        return Math.Max(_folder.SyncedSequence, retired);
    }

    /// <summary>Takes at most one segment; returns how many.</summary>
    /// <param name="coveredSequence">Up to here two verified snapshots stand for the records.</param>
    /// <param name="nowNs">Engine time.</param>
    /// <exception cref="JournalCorruptException">The segment is damaged: it stays as it is.</exception>
    public int RunOnce(long coveredSequence, long nowNs)
    {
        if (!_options.IsRecycling || coveredSequence == 0) return 0;

        var manifest = _folder.Manifest;
        var number = (manifest.Recycled?.LastSegment ?? 0) + 1;
        if (number > _folder.CurrentSegment - _options.Segments) return 0;

        var run = RunOf(manifest, number);
        using var file = _storage.Open(JournalFormat.SegmentName(number), isWritable: false);
        var header = SegmentFiles.ReadHeader(_storage, file, number, run);
        var following = FirstSequenceOf(manifest, number + 1);
        var last = run.End is { } end && end.LastSegment == number ? end.LastSequence : following - 1;
        if (last > coveredSequence || last >= _folder.Claims.LowestSequence()) return 0;

        var records = (int)(last - header.FirstSequence + 1);
        var lastTimeNs = TimeOf(file, records - 1);
        if (nowNs - lastTimeNs < _options.AgeNs || BytesBehind(number) < _options.Bytes) return 0;
        if (run.KeepsChain && !_chain.TryCheck(run, number, file)) return 0; // The chain has not come to its end.

        CheckRecords(file, header, records);
        var part = new RecycledPart
        {
            LastSegment = number,
            LastSequence = last,
            FirstSequence = following,
            Records = (manifest.Recycled?.Records ?? 0) + records,
            LastTimeNs = lastTimeNs,
            SnapshotSequence = coveredSequence,
            ChainHash = run.KeepsChain ? _chain.Head : null,
            ConfigText = ConfigTextAt(manifest, last),
        };
        if (!_folder.Claims.TryTake(last, () => _folder.GiveUp(part))) return 0;

        _folder.Spares.Recycle(header, records);
        _storage.SyncDirectory();
        Volatile.Write(ref _recycled, _recycled + 1);
        return 1;
    }

    public void Dispose() => _chain.Dispose();

    private JournalRun RunOf(JournalManifest manifest, int number)
    {
        for (var i = manifest.Runs.Count - 1; i >= 0; i--)
        {
            var run = manifest.Runs[i];
            if (number >= run.FirstSegment && number <= (run.End?.LastSegment ?? int.MaxValue)) return run;
        }
        throw JournalCorruptException.InFile(
            _storage.Describe(JournalFormat.SegmentName(number)), "no run of the manifest has this segment");
    }

    private long FirstSequenceOf(JournalManifest manifest, int number)
    {
        using var file = _storage.Open(JournalFormat.SegmentName(number), isWritable: false);
        return SegmentFiles.ReadHeader(_storage, file, number, RunOf(manifest, number)).FirstSequence;
    }

    private long TimeOf(IStorageFile file, int index)
    {
        var record = MemoryMarshal.AsBytes(_records.AsSpan(0, 1));
        if (file.Read(record, JournalFormat.OffsetOf(index)) != record.Length)
            throw JournalCorruptException.InFile(
                _storage.Describe(file.Name), "the file is shorter than its records");
        return _records[0].TimestampNs;
    }

    private long BytesBehind(int number)
    {
        if (_options.Bytes == 0) return 0;

        var bytes = 0L;
        for (var next = number + 1; next <= _folder.CurrentSegment; next++)
        {
            using var file = _storage.Open(JournalFormat.SegmentName(next), isWritable: false);
            bytes += file.Length;
        }
        return bytes;
    }

    private void CheckRecords(IStorageFile file, SegmentHeader header, int records)
    {
        var scan = SegmentScan.Read(file, header, header.FirstSequence, _records);
        if (scan.Valid == records && scan.GroupEnd == records) return;

        throw new JournalCorruptException(
            _storage.Describe(file.Name), scan.Valid, JournalFormat.OffsetOf(scan.Valid),
            header.FirstSequence + scan.Valid, $"{records} intact records were to be recycled");
    }

    // Of the run that holds the sequence, or of the nearest one before it that came so far as to journal one.
    private string? ConfigTextAt(JournalManifest manifest, long sequence)
    {
        for (var i = manifest.Runs.Count - 1; i >= 0; i--)
        {
            if (manifest.Runs[i].FirstSequence > sequence) continue;
            if (_findConfig(manifest.Runs[i]) is { } text) return text;
        }
        return manifest.Recycled?.ConfigText;
    }
}
