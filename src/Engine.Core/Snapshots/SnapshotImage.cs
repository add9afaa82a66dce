using System.Buffers.Binary;
using System.Security.Cryptography;
using Engine.Core.Journal;
using Engine.Core.State;

namespace Engine.Core.Snapshots;

/// <summary>
/// A snapshot file in memory, wholly checked: hash, part checksums, structure, and the digest over its entities.
/// </summary>
internal sealed class SnapshotImage
{
    private readonly string _place;
    private readonly byte[] _buffer;
    private readonly int _length;
    private readonly List<SnapshotPart> _parts = [];

    private SnapshotImage(string place, byte[] buffer, int length)
    {
        _place = place;
        _buffer = buffer;
        _length = length;
        Info = CheckFrame();
        ReadParts();
    }

    public SnapshotInfo Info { get; }

    public IReadOnlyList<SnapshotPart> Parts => _parts;

    /// <exception cref="SnapshotException">The file is not what was written.</exception>
    public static SnapshotImage Read(IJournalStorage storage, string name)
    {
        byte[] buffer = [];
        return Read(storage, name, ref buffer);
    }

    /// <param name="buffer">Where the file is read to; replaced by a larger one if it is too small. It belongs to the
    /// image.</param>
    /// <exception cref="SnapshotException">The file is not what was written.</exception>
    public static SnapshotImage Read(IJournalStorage storage, string name, ref byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(storage);
        if (!storage.Exists(name)) throw new SnapshotException(storage.Describe(name), "there is no such file");

        var length = WholeFile.Read(storage, name, ref buffer);
        return new SnapshotImage(storage.Describe(name), buffer, length);
    }

    public int IndexOf(SnapshotPart part, int entity) =>
        BinaryPrimitives.ReadInt32LittleEndian(Bytes[EntityAt(part, entity)..]);

    public ReadOnlySpan<byte> BytesOf(SnapshotPart part, int entity) =>
        Bytes.Slice(EntityAt(part, entity) + SnapshotFormat.EntityHeadBytes, part.EntityBytes);

    private ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    private static int EntityAt(SnapshotPart part, int entity) =>
        part.FirstEntityAt + (entity * (SnapshotFormat.EntityHeadBytes + part.EntityBytes));

    private SnapshotInfo CheckFrame()
    {
        if (_length < SnapshotFormat.HeaderBytes + SnapshotFormat.HashBytes)
            throw Invalid($"it has {_length} bytes, too few for a snapshot");
        if (BinaryPrimitives.ReadUInt64LittleEndian(Bytes) != SnapshotFormat.Magic)
            throw Invalid("it has no snapshot magic");

        var content = Bytes[..^SnapshotFormat.HashBytes];
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(Bytes[content.Length..]))
            throw Invalid("its content does not match its SHA-256");

        var version = BinaryPrimitives.ReadInt32LittleEndian(Bytes[8..]);
        if (version != SnapshotFormat.Version)
            throw Invalid($"it has format version {version}, this build reads {SnapshotFormat.Version}");
        return SnapshotFormat.ReadHeader(Bytes);
    }

    private void ReadParts()
    {
        var at = SnapshotFormat.HeaderBytes;
        var end = _length - SnapshotFormat.HashBytes;
        var digest = 0ul;
        var count = BinaryPrimitives.ReadInt32LittleEndian(Bytes[12..]);
        for (var i = 0; i < count; i++)
        {
            var part = ReadPart(at, end);
            _parts.Add(part);
            digest = StateDigest.Append(digest, DigestOf(part));
            at = EntityAt(part, part.Used) + SnapshotFormat.PartTailBytes;
        }
        if (at != end) throw Invalid($"{end - at} bytes follow the last part");
        if (digest != Info.StateDigest)
            throw Invalid($"its entities have digest {digest:x16}, its header says {Info.StateDigest:x16}");
    }

    private SnapshotPart ReadPart(int at, int end)
    {
        if (at + SnapshotFormat.PartHeadBytes > end) throw Invalid("a part is cut off");

        var head = Bytes[at..];
        var part = new SnapshotPart(
            BinaryPrimitives.ReadInt32LittleEndian(head), BinaryPrimitives.ReadInt32LittleEndian(head[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(head[8..]), BinaryPrimitives.ReadInt32LittleEndian(head[12..]),
            at + SnapshotFormat.PartHeadBytes);
        var entityBytes = (long)SnapshotFormat.EntityHeadBytes + part.EntityBytes;
        var tailAt = part.FirstEntityAt + (part.Used * entityBytes);
        if (part.Used < 0 || part.EntityBytes <= 0 || tailAt + SnapshotFormat.PartTailBytes > end)
            throw Invalid($"part {part.PartId} is cut off");

        var crc = ~SnapshotCrc.Append(~0u, Bytes[at..(int)tailAt]);
        if (BinaryPrimitives.ReadUInt64LittleEndian(Bytes[(int)tailAt..]) != crc)
            throw Invalid($"the checksum of part {part.PartId} is wrong");
        return part;
    }

    private ulong DigestOf(SnapshotPart part)
    {
        var digest = 0ul;
        for (var i = 0; i < part.Used; i++)
            digest += StateDigest.OfEntity(part.PartId, IndexOf(part, i), BytesOf(part, i));
        return digest;
    }

    private SnapshotException Invalid(string reason) => new(_place, reason);
}
