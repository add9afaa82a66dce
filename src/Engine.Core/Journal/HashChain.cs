using System.Security.Cryptography;

namespace Engine.Core.Journal;

/// <summary>What the hash chain file holds: its intact entries from the start, and where it ends.</summary>
internal sealed class HashChain
{
    private readonly byte[] _bytes;
    private readonly List<ChainEntry> _entries;

    private HashChain(byte[] bytes, List<ChainEntry> entries)
    {
        _bytes = bytes;
        _entries = entries;
    }

    public IReadOnlyList<ChainEntry> Entries => _entries;

    public long FileBytes => _bytes.Length;

    /// <summary>Length of the intact part; a crash may have torn what follows.</summary>
    public long IntactBytes => (long)_entries.Count * ChainEntry.SizeInBytes;

    public static HashChain Read(IJournalStorage storage)
    {
        var bytes = storage.Exists(JournalFormat.ChainName) ? WholeFile.Read(storage, JournalFormat.ChainName) : [];
        var entries = new List<ChainEntry>();
        for (var at = 0; at + ChainEntry.SizeInBytes <= bytes.Length; at += ChainEntry.SizeInBytes)
        {
            if (ChainEntry.TryRead(bytes.AsSpan(at)) is not { } entry) break;
            entries.Add(entry);
        }
        return new HashChain(bytes, entries);
    }

    public ReadOnlySpan<byte> EntryBytes(int index) =>
        _bytes.AsSpan(index * ChainEntry.SizeInBytes, ChainEntry.SizeInBytes);

    /// <summary>Hash of the last of the first so many entries; zeros before the first.</summary>
    public byte[] HashAfter(int count) =>
        count == 0
            ? new byte[ChainEntry.HashBytes]
            : ChainEntry.Hash(_bytes.AsSpan((count - 1) * ChainEntry.SizeInBytes, ChainEntry.SizeInBytes)).ToArray();

    /// <summary>Last sequence that the chain knows to be on stable storage in a run; 0 if it says nothing.</summary>
    public long DurableSequence(int runEpoch)
    {
        var sequence = 0L;
        foreach (var entry in _entries)
            if (entry.RunEpoch == runEpoch) sequence = Math.Max(sequence, entry.DurableSequence);
        return sequence;
    }

    /// <summary>True if the segment is in the chain to the end of its file.</summary>
    public bool HasClosed(int runEpoch, int segmentNumber)
    {
        foreach (var entry in _entries)
            if (entry.IsClosing && entry.RunEpoch == runEpoch && entry.SegmentNumber == segmentNumber) return true;
        return false;
    }

    /// <summary>Computes an entry's hash into it. False if the file has fewer bytes than the block.</summary>
    public static bool TryHash(
        IStorageFile segment, ChainEntry entry, Span<byte> entryBytes, byte[] buffer, Span<byte> hash)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(ChainEntry.HashBefore(entryBytes));
        sha.AppendData(entryBytes.Slice(ChainEntry.FirstPart.Offset, ChainEntry.FirstPart.Bytes));
        sha.AppendData(entryBytes.Slice(ChainEntry.SecondPart.Offset, ChainEntry.SecondPart.Bytes));
        for (long done = 0; done < entry.Bytes;)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, entry.Bytes - done));
            if (segment.Read(part, entry.FirstByte + done) != part.Length) return false;
            sha.AppendData(part);
            done += part.Length;
        }
        return sha.TryGetHashAndReset(hash, out _);
    }
}
