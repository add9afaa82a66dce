namespace Engine.Core.Journal;

/// <summary>
/// Walks the hash chain once, from its beginning, segment by segment, and checks what it says of each against the
/// segment's bytes. It reads while the chain's writer appends.
/// </summary>
internal sealed class ChainCursor(IJournalStorage storage) : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly byte[] _entryBytes = new byte[ChainEntry.SizeInBytes];
    private readonly byte[] _hash = new byte[ChainEntry.HashBytes];
    private IStorageFile? _chain;
    private byte[] _buffer = [];
    private int _index; // Of the first entry that may be of the next segment.

    /// <summary>Hash behind the segment that was checked last, lower-case hex.</summary>
    public string? Head { get; private set; }

    /// <summary>False while the chain does not cover the segment to its end.</summary>
    /// <exception cref="JournalCorruptException">The bytes are not those that were chained.</exception>
    public bool TryCheck(JournalRun run, int segment, IStorageFile file)
    {
        if (!TryFindEnd(run, segment, out var end)) return false;

        if (_buffer.Length == 0) _buffer = new byte[BufferBytes];
        for (; _index <= end; _index++)
        {
            if (!TryRead(_index, out var entry)) return false;
            if (entry.SegmentNumber == segment && entry.RunEpoch == run.Epoch) CheckBlock(entry, file);
        }
        Head = Convert.ToHexStringLower(ChainEntry.Hash(_entryBytes));
        return true;
    }

    public void Dispose() => _chain?.Dispose();

    private bool TryFindEnd(JournalRun run, int segment, out int index)
    {
        for (index = _index; TryRead(index, out var entry); index++)
            if (entry.IsClosing && entry.SegmentNumber == segment && entry.RunEpoch == run.Epoch) return true;
        return false;
    }

    private bool TryRead(int index, out ChainEntry entry)
    {
        entry = null!;
        if (_chain is null)
        {
            if (!storage.Exists(JournalFormat.ChainName)) return false;
            _chain = storage.Open(JournalFormat.ChainName, isWritable: false);
        }
        var offset = (long)index * ChainEntry.SizeInBytes;
        if (_chain.Read(_entryBytes, offset) != _entryBytes.Length) return false;
        if (ChainEntry.TryRead(_entryBytes) is not { } read) return false;

        entry = read;
        return true;
    }

    private void CheckBlock(ChainEntry entry, IStorageFile file)
    {
        if (HashChain.TryHash(file, entry, _entryBytes, _buffer, _hash)
            && ChainEntry.Hash(_entryBytes).SequenceEqual(_hash)) return;

        throw new JournalCorruptException(
            storage.Describe(file.Name), entry.FirstRecord, entry.FirstByte, -1,
            $"the block of {entry.Records} records does not match the hash chain");
    }
}
