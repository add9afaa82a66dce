namespace Engine.Core.Journal;

/// <summary>
/// Recycled files that wait to become segments: their blocks are written, so that using one costs no zeros and no
/// metadata. A spare's header says which records it still holds; behind them it is zero. Any thread.
/// </summary>
internal sealed class SpareSegments
{
    private const int ZeroChunkBytes = 1 << 20;
    private const int ZeroBytesPerSync = 8 << 20;

    private readonly IJournalStorage _storage;
    private readonly int _capacityRecords;
    private readonly int _sparesMax;
    private readonly Lock _gate = new();
    private readonly Queue<string> _names = [];
    private byte[]? _zeros;

    private SpareSegments(IJournalStorage storage, int capacityRecords, int sparesMax)
    {
        _storage = storage;
        _capacityRecords = capacityRecords;
        _sparesMax = sparesMax;
    }

    /// <summary>Files that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _names.Count;
        }
    }

    /// <summary>Takes over those that are in the folder; what cannot be used is deleted.</summary>
    public static SpareSegments Open(IJournalStorage storage, int capacityRecords, int sparesMax)
    {
        var spares = new SpareSegments(storage, capacityRecords, sparesMax);
        foreach (var name in storage.List())
        {
            if (!JournalFormat.TryParseSpareName(name, out _)) continue;
            if (spares._names.Count < sparesMax && spares.IsUsable(name)) spares._names.Enqueue(name);
            else storage.Delete(name);
        }
        return spares;
    }

    /// <summary>An open spare and its header, no longer waiting; false if there is none.</summary>
    public bool TryTake(out string name, out IStorageFile file, out SegmentHeader header)
    {
        while (true)
        {
            lock (_gate)
            {
                if (!_names.TryDequeue(out name!))
                {
                    (file, header) = (null!, default);
                    return false;
                }
            }
            file = _storage.Open(name, isWritable: true);
            if (TryReadHeader(file, out header)) return true;

            file.Dispose();
            _storage.Delete(name);
        }
    }

    /// <summary>
    /// Makes a spare of a segment that the manifest has given up, or deletes it where it cannot be one. A crash on the
    /// way leaves the segment, which the next start removes.
    /// </summary>
    public void Recycle(SegmentHeader segment, int records)
    {
        var name = JournalFormat.SegmentName(segment.SegmentNumber);
        if (Count >= _sparesMax || segment.RecordCapacity != _capacityRecords || !TryMakeSpare(name, segment, records))
        {
            _storage.Delete(name);
            return;
        }
        var spare = JournalFormat.SpareName(segment.SegmentNumber);
        _storage.Rename(name, spare);
        lock (_gate) _names.Enqueue(spare);
    }

    private bool TryMakeSpare(string name, SegmentHeader segment, int records)
    {
        using var file = _storage.Open(name, isWritable: true);
        if (file.Length != JournalFormat.OffsetOf(_capacityRecords)) return false; // The trimmed end of a run.

        // What the file held before this segment must not lie behind it a second time: nobody could say what it is.
        WriteZeros(file, JournalFormat.OffsetOf(records), JournalFormat.OffsetOf(segment.Leftover.Records));
        var header = new byte[SegmentHeader.SizeInBytes];
        new SegmentHeader(JournalFormat.Version, 0, 0, _capacityRecords, 0, JournalFormat.SchemaHash)
        {
            Leftover = new SegmentLeftover(segment.RunEpoch, segment.SegmentNumber, segment.FirstSequence, records),
        }.Write(header);
        file.Write(header, 0);
        file.SyncAll();
        return true;
    }

    private void WriteZeros(IStorageFile file, long from, long to)
    {
        if (from >= to) return;

        _zeros ??= new byte[ZeroChunkBytes];
        var unsynced = 0;
        for (var offset = from; offset < to; offset += _zeros.Length)
        {
            file.Write(_zeros.AsSpan(0, (int)Math.Min(_zeros.Length, to - offset)), offset);
            unsynced += _zeros.Length;
            if (unsynced < ZeroBytesPerSync) continue;

            file.SyncData(); // In portions: one large sync would hold up those of the journal thread.
            unsynced = 0;
        }
    }

    private bool IsUsable(string name)
    {
        using var file = _storage.Open(name, isWritable: false);
        return TryReadHeader(file, out _);
    }

    private bool TryReadHeader(IStorageFile file, out SegmentHeader header)
    {
        var bytes = new byte[SegmentHeader.SizeInBytes];
        header = default;
        if (file.Length != JournalFormat.OffsetOf(_capacityRecords)) return false;
        if (SegmentHeader.TryRead(bytes.AsSpan(0, file.Read(bytes, 0)), out _) is not { IsSpare: true } read)
            return false;

        header = read;
        return read.RecordCapacity == _capacityRecords && read.Leftover.Records >= 0
            && read.Leftover.Records <= _capacityRecords;
    }
}
