using System.Buffers.Binary;
using System.Security.Cryptography;
using Engine.Core.Journal;
using Engine.Core.State;

namespace Engine.Core.Snapshots;

/// <summary>
/// Writes the state of a registry to a file that appears whole or not at all: temporary file, sync, rename, directory
/// sync. Runs on any thread that owns the registry for the time; allocates nothing per entity.
/// </summary>
public sealed class SnapshotWriter : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly IJournalStorage _storage;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly byte[] _scratch = new byte[SnapshotFormat.HeaderBytes];
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private IStorageFile? _file;
    private int _buffered;
    private long _offset;
    private uint _crc;

    public SnapshotWriter(IJournalStorage storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        _storage = storage;
    }

    /// <summary>Writes the file and returns its name. A file of the same sequence is replaced.</summary>
    /// <exception cref="SnapshotException">The state digest the caller states is not that of the state: it is
    /// corrupt.</exception>
    public string Write(StateRegistry registry, SnapshotInfo info)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(info);
        var name = SnapshotFormat.NameOf(info.Sequence);
        var digest = registry.ComputeDigest();
        if (digest != info.StateDigest)
            throw new SnapshotException(
                _storage.Describe(name),
                $"the state's bytes have digest {digest:x16}, kept up to date was {info.StateDigest:x16}; "
                    + "nothing was written");

        var temporary = name + JournalFormat.TemporarySuffix;
        _storage.Delete(temporary);
        using (_file = _storage.Create(temporary))
        {
            Begin();
            SnapshotFormat.WriteHeader(_scratch, info, registry.Tables.Count);
            Put(_scratch.AsSpan(0, SnapshotFormat.HeaderBytes));
            for (var i = 0; i < registry.Tables.Count; i++) PutPart(registry.Tables[i]);
            PutHash();
            _file.SyncAll();
        }
        _file = null;
        _storage.Rename(temporary, name);
        _storage.SyncDirectory();
        return name;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _sha.Dispose();
    }

    private void Begin()
    {
        _ = _sha.TryGetHashAndReset(_scratch, out _); // Whatever a failed attempt left in it.
        _buffered = 0;
        _offset = 0;
    }

    private void PutPart(IStateTable table)
    {
        var used = table.CountUsed();
        var head = _scratch.AsSpan(0, SnapshotFormat.PartHeadBytes);
        BinaryPrimitives.WriteInt32LittleEndian(head, table.PartId);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], table.Version);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], table.EntityBytes);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], used);
        _crc = ~0u;
        Put(head);
        var written = 0;
        for (var index = 0; index < table.Capacity && written < used; index++)
        {
            var bytes = table.ReadBytes(index);
            if (bytes.IsEmpty) continue;

            var entityHead = _scratch.AsSpan(0, SnapshotFormat.EntityHeadBytes);
            BinaryPrimitives.WriteInt64LittleEndian(entityHead, index); // The upper half is the zero after the index.
            Put(entityHead);
            Put(bytes);
            written++;
        }
        if (written != used) throw new InvalidOperationException($"Part {table.PartId} changed while it was written.");

        var tail = _scratch.AsSpan(0, SnapshotFormat.PartTailBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(tail, ~_crc);
        Put(tail);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _crc = SnapshotCrc.Append(_crc, bytes);
        while (bytes.Length > 0)
        {
            var part = bytes[..Math.Min(bytes.Length, BufferBytes - _buffered)];
            part.CopyTo(_buffer.AsSpan(_buffered));
            _buffered += part.Length;
            bytes = bytes[part.Length..];
            if (_buffered == BufferBytes) Flush(isHashed: true);
        }
    }

    private void PutHash()
    {
        Flush(isHashed: true);
        if (!_sha.TryGetHashAndReset(_buffer, out _buffered)) throw new CryptographicException("No room for the hash.");
        Flush(isHashed: false);
    }

    private void Flush(bool isHashed)
    {
        var bytes = _buffer.AsSpan(0, _buffered);
        if (isHashed) _sha.AppendData(bytes);
        _file!.Write(bytes, _offset);
        _offset += _buffered;
        _buffered = 0;
    }
}
