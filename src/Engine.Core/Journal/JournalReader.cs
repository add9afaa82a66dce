using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Journal;

/// <summary>
/// Reads a journal in order from any sequence, across segments and runs, in chunks of 1 MB or as asked, checking
/// checksum and sequence of every record. It takes no lock and writes nothing, so it also reads a copy, or a journal
/// that an engine is writing. A span is valid until the next call. One thread.
/// </summary>
public sealed class JournalReader : IDisposable
{
    private const int ChunkRecordsDefault = 8_192;

    private readonly IJournalStorage _storage;
    private readonly EngineEvent[] _chunk;
    private int _runIndex;
    private int _segmentNumber;
    private int _index;
    private long _expected;
    private uint _seed;
    private SegmentLeftover _leftover;
    private IStorageFile? _file;
    private long _tailCheckedAt = -1;

    private JournalReader(IJournalStorage storage, JournalManifest manifest, int chunkRecords)
    {
        _storage = storage;
        _chunk = GC.AllocateUninitializedArray<EngineEvent>(chunkRecords, pinned: true);
        Manifest = manifest;
    }

    /// <summary>As it was when the reader was opened; runs started later are not read.</summary>
    public JournalManifest Manifest { get; }

    /// <summary>Sequence of the next record.</summary>
    public long NextSequence => _expected;

    /// <summary>Run of the next record, by its index in the manifest.</summary>
    public int RunIndex => _runIndex;

    /// <summary>Segment of the next record.</summary>
    public int SegmentNumber => _segmentNumber;

    /// <summary>
    /// Opens for reading from a sequence; if that was never used (a jump), from the next one that was. 1 or less is the
    /// beginning of what is kept.
    /// </summary>
    /// <param name="chunkRecords">Read at once, and kept in memory; at least the largest group.</param>
    /// <exception cref="JournalRecycledException">Retention has taken the record of this sequence.</exception>
    public static JournalReader Open(
        IJournalStorage storage, long fromSequence = 1, int chunkRecords = ChunkRecordsDefault)
    {
        ArgumentNullException.ThrowIfNull(storage);
        var manifest = ManifestFile.Read(storage);
        if (fromSequence > 1 && manifest.Recycled is { } recycled && fromSequence <= recycled.LastSequence)
            throw new JournalRecycledException(storage.Describe(JournalFormat.ManifestName), fromSequence, recycled);
        return new JournalReader(storage, manifest, chunkRecords).At(fromSequence);
    }

    /// <summary>Opens from a sequence, or where what is kept begins if that is later.</summary>
    public static JournalReader OpenKept(
        IJournalStorage storage, long fromSequence, int chunkRecords = ChunkRecordsDefault)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return new JournalReader(storage, ManifestFile.Read(storage), chunkRecords).At(fromSequence);
    }

    /// <summary>
    /// The next whole groups, or empty at the end: of the sealed runs, or of what an open run has so far. What may be a
    /// write in progress or torn by a crash is not given; damage with intact records behind it throws.
    /// </summary>
    /// <exception cref="JournalCorruptException">A record is damaged; the exception says where.</exception>
    /// <exception cref="JournalRecycledException">Retention took the segment while it was read.</exception>
    public ReadOnlySpan<EngineEvent> Read() => ReadOrSayRecycled(long.MaxValue, isBounded: false);

    /// <summary>
    /// The next records at or below a sequence that is known to be in the journal; empty if there are none.
    /// </summary>
    /// <exception cref="JournalCorruptException">One of them is damaged or missing.</exception>
    /// <exception cref="JournalRecycledException">Retention took the segment while it was read.</exception>
    public ReadOnlySpan<EngineEvent> ReadUpTo(long durableSequence) =>
        ReadOrSayRecycled(durableSequence, isBounded: true);

    public void Dispose() => _file?.Dispose();

    private JournalReader At(long fromSequence)
    {
        Seek(Math.Max(Math.Max(1, fromSequence), Manifest.FirstSequence()));
        return this;
    }

    // A segment that retention takes under a reader without claim looks like a damaged one.
    private ReadOnlySpan<EngineEvent> ReadOrSayRecycled(long limit, bool isBounded)
    {
        try
        {
            return ReadNext(limit, isBounded);
        }
        catch (Exception exception) when (exception is JournalCorruptException or JournalReadException)
        {
            if (ManifestFile.Read(_storage).Recycled is { } recycled && _expected <= recycled.LastSequence)
                throw new JournalRecycledException(
                    _storage.Describe(JournalFormat.ManifestName), _expected, recycled);
            throw;
        }
    }

    private ReadOnlySpan<EngineEvent> ReadNext(long limit, bool isBounded)
    {
        while (TryEnterRun(limit) && TryOpenSegment(isBounded))
        {
            var run = Manifest.Runs[_runIndex];
            var mustExist = isBounded || run.End is not null;
            var last = Math.Min(limit, run.End?.LastSequence ?? long.MaxValue);
            var wanted = (int)Math.Min(Math.Min(_chunk.Length, run.SegmentRecords - _index), last - _expected + 1);
            var chunk = _chunk.AsSpan(0, wanted);
            var got = ReadChunk(chunk);
            var good = RecordChecksum.CountValid(chunk[..got], _seed, _expected);
            if (good > 0)
            {
                var given = mustExist && good < _chunk.Length ? good : WholeGroups(chunk[..good], mustExist);
                if (given == 0)
                {
                    if (IsOvertaken(run, good)) continue;
                    return [];
                }
                _index += given;
                _expected += given;
                return chunk[..given];
            }
            if (TryNextSegment(run, chunk[..got])) continue;
            if (mustExist) throw Damaged(got > 0 && !_leftover.IsUnwritten(in chunk[0], _index)
                ? "the record's checksum or sequence is wrong"
                : "the record is missing");
            if (!IsOvertaken(run, good: 0)) return [];
        }
        return [];
    }

    /// <summary>Passes over ended runs; false if nothing at or below the limit can be there.</summary>
    private bool TryEnterRun(long limit)
    {
        while (_runIndex < Manifest.Runs.Count && Manifest.Runs[_runIndex].End is { } end
            && _expected > end.LastSequence)
        {
            CloseSegment();
            _runIndex++;
            if (_runIndex == Manifest.Runs.Count) return false;

            _segmentNumber = Manifest.FirstSegmentOf(Manifest.Runs[_runIndex]);
            _expected = Math.Max(_expected, Manifest.FirstSequenceOf(Manifest.Runs[_runIndex]));
        }
        return _runIndex < Manifest.Runs.Count && _expected <= limit;
    }

    private bool TryOpenSegment(bool isBounded)
    {
        if (_file is not null) return true;

        var run = Manifest.Runs[_runIndex];
        if (TryUsedHeader(run, _segmentNumber, out var header))
        {
            if (header.FirstSequence != _expected)
                throw Damaged($"the segment starts with sequence {header.FirstSequence}");

            OpenSegment(run, header, index: 0);
            return true;
        }
        if (isBounded || run.End is not null) throw Damaged("the segment is missing or was never used");
        return false;
    }

    private int ReadChunk(Span<EngineEvent> chunk) =>
        _file!.Read(MemoryMarshal.AsBytes(chunk), JournalFormat.OffsetOf(_index)) / EngineEvent.SizeInBytes;

    /// <summary>At a full chunk or an undecided tail, an open group waits for the next call.</summary>
    private static int WholeGroups(ReadOnlySpan<EngineEvent> records, bool mustExist)
    {
        for (var i = records.Length - 1; i >= 0; i--)
            if (records[i].IsLastOfGroup) return i + 1;
        return mustExist ? records.Length : 0;
    }

    /// <summary>Goes on to the next segment if this one ends here: at its capacity, or before unwritten
    /// slots.</summary>
    private bool TryNextSegment(JournalRun run, ReadOnlySpan<EngineEvent> chunk)
    {
        if (!TryUsedHeader(run, _segmentNumber + 1, out var next) || next.FirstSequence != _expected) return false;
        if (!chunk.IsEmpty && !_leftover.IsUnwritten(in chunk[0], _index))
            throw Damaged("something stands behind the last record of the segment");

        CloseSegment();
        OpenSegment(run, next, index: 0);
        return true;
    }

    /// <summary>
    /// At the end of an open run: true if the writer has gone on since we looked; false if this is the end for now.
    /// Intact records further on mean damage, unless the writer put them there after we had read this place.
    /// </summary>
    private bool IsOvertaken(JournalRun run, int good)
    {
        var end = _index + good;
        if (_tailCheckedAt == _expected + good) return false;

        using var file = _storage.Open(JournalFormat.SegmentName(_segmentNumber), isWritable: false);
        var header = SegmentFiles.ReadHeader(_storage, file, _segmentNumber, run);
        var isFollowed = SegmentScan.Read(file, header, header.FirstSequence).FirstValidBehind > end;
        if (TryUsedHeader(run, _segmentNumber + 1, out var next))
        {
            if (next.FirstSequence == _expected + good) return true;
            isFollowed = true;
        }

        // A writer goes forward: if what follows was written after our first look, this place is intact by now.
        var chunk = _chunk.AsSpan(0, Math.Min(_chunk.Length, run.SegmentRecords - _index));
        var nowGood = RecordChecksum.CountValid(chunk[..ReadChunk(chunk)], _seed, _expected);
        if (nowGood > good) return WholeGroups(chunk[..nowGood], mustExist: false) > 0;
        if (isFollowed)
        {
            _index = end;
            _expected += good;
            throw Damaged("the record is damaged or missing, but intact records follow");
        }
        _tailCheckedAt = _expected + good;
        return false;
    }

    private void Seek(long fromSequence)
    {
        _expected = fromSequence;
        if (Manifest.Runs.Count == 0) return;

        _segmentNumber = Manifest.FirstSegmentOf(Manifest.Runs[0]);
        _expected = Math.Max(fromSequence, Manifest.Runs[0].FirstSequence);
        if (!TryEnterRun(long.MaxValue)) return;

        var run = Manifest.Runs[_runIndex];
        if (_expected == Manifest.FirstSequenceOf(run)) return; // Its first segment may not be used yet.

        var number = FindSegment(run, _expected, out var header);
        if (number < Manifest.FirstSegmentOf(run))
            throw Damaged("the run's first segment is missing or was never used");
        if (_expected - header.FirstSequence > run.SegmentRecords)
            _expected = header.FirstSequence; // Beyond the open end: start where the last segment does, and skip.
        OpenSegment(run, header, (int)(_expected - header.FirstSequence));
        if (run.End is null) SkipToOpenEnd(run, header, fromSequence);
    }

    /// <summary>A start beyond the last record of an open run waits behind that record, in the right segment.</summary>
    private void SkipToOpenEnd(JournalRun run, SegmentHeader header, long fromSequence)
    {
        if (_index < run.SegmentRecords && ReadChunk(_chunk.AsSpan(0, 1)) == 1
            && RecordChecksum.CountValid(_chunk.AsSpan(0, 1), _seed, _expected) == 1
                && _expected == fromSequence) return;

        _index = 0;
        _expected = header.FirstSequence;
        while (_expected < fromSequence)
        {
            var wanted = (int)Math.Min(Math.Min(_chunk.Length, run.SegmentRecords - _index), fromSequence - _expected);
            var got = wanted == 0 ? 0 : ReadChunk(_chunk.AsSpan(0, wanted));
            var good = RecordChecksum.CountValid(_chunk.AsSpan(0, got), _seed, _expected);
            if (good == 0) return;

            _index += good;
            _expected += good;
        }
    }

    /// <summary>The last used segment that starts at or below the sequence, by bisection over the headers.</summary>
    private int FindSegment(JournalRun run, long sequence, out SegmentHeader header)
    {
        header = default;
        var low = Manifest.FirstSegmentOf(run) - 1;
        var high = run.End?.LastSegment ?? LastExisting(run);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (TryUsedHeader(run, middle, out var found) && found.FirstSequence <= sequence)
            {
                low = middle;
                header = found;
            }
            else
            {
                high = middle - 1;
            }
        }
        return low;
    }

    private int LastExisting(JournalRun run)
    {
        var numbers = SegmentFiles.Numbers(_storage);
        return numbers.Count == 0 ? run.FirstSegment - 1 : numbers[^1];
    }

    private bool TryUsedHeader(JournalRun run, int number, out SegmentHeader header)
    {
        header = default;
        var name = JournalFormat.SegmentName(number);
        if (!_storage.Exists(name) || (run.End is { } end && number > end.LastSegment)) return false;

        using var file = _storage.Open(name, isWritable: false);
        header = SegmentFiles.ReadHeader(_storage, file, number, run);
        return header.IsUsed;
    }

    private void OpenSegment(JournalRun run, SegmentHeader header, int index)
    {
        _file = _storage.Open(JournalFormat.SegmentName(header.SegmentNumber), isWritable: false);
        _segmentNumber = header.SegmentNumber;
        _index = index;
        _seed = RecordChecksum.Seed(run.Epoch, header.SegmentNumber);
        _leftover = header.Leftover;
    }

    private void CloseSegment()
    {
        _file?.Dispose();
        _file = null;
    }

    private JournalCorruptException Damaged(string reason) =>
        new(_storage.Describe(JournalFormat.SegmentName(_segmentNumber)), _file is null ? 0 : _index,
            JournalFormat.OffsetOf(_file is null ? 0 : _index), _expected, reason);
}
