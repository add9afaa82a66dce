using System.Diagnostics;

namespace Engine.Core.Journal;

/// <summary>
/// Extends the SHA-256 chain behind the durable sequence: an active object for a low-priority thread. It reads the
/// segment files and writes chain.lls; the journal thread knows nothing of it. One instance per locked folder.
/// </summary>
public sealed class HashChainWriter : IDisposable
{
    /// <summary>Records of one block at most: what one call reads and hashes (8 MB).</summary>
    public const int BlockRecordsMax = 65_536;

    /// <summary>Fewer are left for the next call unless it is forced or the segment ends.</summary>
    public const int BlockRecordsMin = 8_192;

    private readonly IJournalStorage _storage;
    private readonly IStorageFile _file;
    private readonly byte[] _buffer = new byte[1 << 20];
    private readonly byte[] _entryBytes = new byte[ChainEntry.SizeInBytes];
    private JournalManifest _manifest;
    private byte[] _hash;
    private int _entryCount;
    private int _runIndex;
    private int _segmentNumber;
    private int _nextRecord;
    private IStorageFile? _segment;
    private SegmentHeader _header;
    private long _chained;

    private HashChainWriter(IJournalStorage storage, JournalManifest manifest, IStorageFile file, HashChain chain)
    {
        _storage = storage;
        _manifest = manifest;
        _file = file;
        _entryCount = chain.Entries.Count;
        _hash = chain.HashAfter(_entryCount);
        if (_entryCount == 0) MoveToRun(0);
        else Resume(chain.Entries[^1]);
    }

    /// <summary>Last sequence the chain covers.</summary>
    public long ChainedSequence => Volatile.Read(ref _chained);

    /// <summary>Hash of the last entry, lower-case hex.</summary>
    public string HeadHash => Convert.ToHexStringLower(_hash);

    /// <summary>Opens the chain of a folder that the caller has locked; entries torn by a crash are cut off.</summary>
    public static HashChainWriter Open(IJournalStorage storage, JournalManifest manifest)
    {
        var chain = HashChain.Read(storage);
        IStorageFile file;
        if (storage.Exists(JournalFormat.ChainName))
        {
            file = storage.Open(JournalFormat.ChainName, isWritable: true);
        }
        else
        {
            file = storage.Create(JournalFormat.ChainName);
            storage.SyncDirectory();
        }
        if (chain.FileBytes > chain.IntactBytes)
        {
            file.SetLength(chain.IntactBytes);
            file.SyncAll();
        }
        if (manifest.Runs is [.., { End.IsClean: false }]) WriteAgain(file, chain);
        return new HashChainWriter(storage, manifest, file, chain);
    }

    /// <summary>
    /// If a sync of the dead run failed, its entries may be marked clean although the device never took them: what the
    /// seal will rely on is written once more.
    /// </summary>
    private static void WriteAgain(IStorageFile file, HashChain chain)
    {
        for (var i = 0; i < chain.Entries.Count; i++)
            file.Write(chain.EntryBytes(i), (long)i * ChainEntry.SizeInBytes);
        file.SyncAll();
    }

    /// <summary>How far the chain lags behind; a metric.</summary>
    public long LagRecords(long durableSequence) => Math.Max(0, durableSequence - ChainedSequence);

    /// <summary>
    /// Adds at most one block of records at or below the durable sequence; returns 1 if it did. Forced, it takes what
    /// there is, however little.
    /// </summary>
    public int RunOnce(long durableSequence, bool isForced = false)
    {
        if (!TryOpenSegment()) return 0;

        var run = _manifest.Runs[_runIndex];
        var (total, isFinal) = Extent(run, durableSequence);
        var available = (int)(total - _nextRecord);
        var isClosing = isFinal && available <= BlockRecordsMax;
        if (!isClosing && available < (isForced ? 1 : BlockRecordsMin)) return 0;

        // Under Written the records may be in the page cache only; an entry promises more than that.
        if (run.Durability == Durability.Written && run.State == RunState.Open) _segment!.SyncData();
        AddEntry(run, Math.Min(available, BlockRecordsMax), isClosing, durableSequence);
        if (isClosing) MoveBehindSegment();
        return 1;
    }

    public void Dispose()
    {
        _segment?.Dispose();
        _file.Dispose();
    }

    /// <summary>Takes the chain to the end of a run whose end the manifest has.</summary>
    internal void CatchUp(JournalManifest manifest)
    {
        _manifest = manifest;
        while (RunOnce(manifest.Runs[^1].End!.LastSequence, isForced: true) > 0) { }
    }

    /// <summary>Records of the segment that may be chained, and whether no more can come.</summary>
    private (long Total, bool IsFinal) Extent(JournalRun run, long durableSequence)
    {
        var first = _header.FirstSequence;
        if (run.End is { } end && end.LastSegment == _segmentNumber) return (end.LastSequence - first + 1, true);

        var isNextUsed = TryReadHeader(run, _segmentNumber + 1, out var next) && next.IsUsed;
        if (isNextUsed && (run.End is not null || next.FirstSequence - 1 <= durableSequence))
            return (next.FirstSequence - first, true);
        return (Math.Max(_nextRecord, durableSequence - first + 1), false);
    }

    private void AddEntry(JournalRun run, int records, bool isClosing, long durableSequence)
    {
        var firstByte = _nextRecord == 0 ? 0 : JournalFormat.OffsetOf(_nextRecord);
        var endByte = isClosing ? _segment!.Length : JournalFormat.OffsetOf(_nextRecord + records);
        var lastSequence = _header.FirstSequence + _nextRecord + records - 1;
        var synced = run.State == RunState.Open && run.Durability == Durability.Synced ? durableSequence : lastSequence;
        var entry = new ChainEntry(
            run.Epoch, _segmentNumber, _nextRecord, records, isClosing, Math.Max(synced, lastSequence), firstByte,
            endByte - firstByte);

        var hash = new byte[ChainEntry.HashBytes];
        entry.Write(_entryBytes, _hash);
        if (!HashChain.TryHash(_segment!, entry, _entryBytes, _buffer, hash))
            throw JournalCorruptException.InFile(
                _storage.Describe(_segment!.Name), "the file is shorter than its records");

        hash.CopyTo(ChainEntry.Hash(_entryBytes));
        ChainEntry.Seal(_entryBytes);
        _file.Write(_entryBytes, (long)_entryCount * ChainEntry.SizeInBytes);
        _file.SyncData();
        _hash = hash;
        _entryCount++;
        _nextRecord += records;
        Volatile.Write(ref _chained, lastSequence);
    }

    private bool TryOpenSegment()
    {
        if (_segment is not null) return true;

        if (_runIndex >= _manifest.Runs.Count) return false;
        var run = _manifest.Runs[_runIndex];
        if (!TryReadHeader(run, _segmentNumber, out _header) || !_header.IsUsed) return false;

        _segment = _storage.Open(JournalFormat.SegmentName(_segmentNumber), isWritable: false);
        return true;
    }

    private bool TryReadHeader(JournalRun run, int number, out SegmentHeader header)
    {
        header = default;
        var name = JournalFormat.SegmentName(number);
        if (!_storage.Exists(name)) return false;

        using var file = _storage.Open(name, isWritable: false);
        header = SegmentFiles.ReadHeader(_storage, file, number, run);
        return true;
    }

    private void Resume(ChainEntry last)
    {
        var index = 0;
        while (index < _manifest.Runs.Count && _manifest.Runs[index].Epoch != last.RunEpoch) index++;
        if (index == _manifest.Runs.Count)
            throw JournalCorruptException.InFile(
                _storage.Describe(JournalFormat.ChainName),
                $"its last entry names run {last.RunEpoch}, which the manifest has not");

        _runIndex = index;
        _segmentNumber = last.SegmentNumber;
        _nextRecord = last.FirstRecord + last.Records;
        if (TryReadHeader(_manifest.Runs[index], _segmentNumber, out var header))
            _chained = header.FirstSequence + _nextRecord - 1;
        else if (_manifest.Recycled is { } recycled && recycled.LastSegment == _segmentNumber)
            _chained = recycled.LastSequence;
        if (last.IsClosing) MoveBehindSegment();
    }

    private void MoveBehindSegment()
    {
        _segment?.Dispose();
        _segment = null;
        var end = _manifest.Runs[_runIndex].End;
        if (end is not null && end.LastSegment == _segmentNumber)
        {
            MoveToRun(_runIndex + 1);
            return;
        }
        _segmentNumber++;
        _nextRecord = 0;
    }

    /// <summary>Moves to the next run that keeps a chain and has segments.</summary>
    private void MoveToRun(int index)
    {
        Debug.Assert(_segment is null);
        _nextRecord = 0;
        for (; index < _manifest.Runs.Count; index++)
        {
            var run = _manifest.Runs[index];
            var isEmpty = run.End is { } end && end.LastSegment < run.FirstSegment;
            if (!run.KeepsChain || isEmpty) continue;

            _segmentNumber = run.FirstSegment;
            // Runs without chain are not behind, they are left out.
            Volatile.Write(ref _chained, run.FirstSequence - 1);
            break;
        }
        _runIndex = index;
    }
}
