using System.Buffers.Binary;
using System.Numerics;

namespace Engine.Core.Journal;

/// <summary>
/// One entry of chain.lls, 128 bytes little endian: 0 magic u32, 4 run epoch i32, 8 segment number i32, 12 first record
/// i32, 16 records i32, 20 flags i32 (1 = to the end of the segment file), 24 durable sequence i64, 32 hash before,
/// 64 hash, 96 first byte i64, 104 bytes i64, 112 zero, 124 CRC32C of bytes 0-123.
/// hash := SHA-256(hash before | entry bytes 0-31 | entry bytes 96-111 | the block's bytes in the segment file).
/// The block with record 0 includes the header; the closing block includes the padding.
/// </summary>
public sealed record ChainEntry(
    int RunEpoch, int SegmentNumber, int FirstRecord, int Records, bool IsClosing, long DurableSequence,
    long FirstByte, long Bytes)
{
    public const int SizeInBytes = 128;
    public const int HashBytes = 32;

    private const uint Magic = 0x3143_4C4C; // "LLC1" in the file.
    private const int BeforeOffset = 32;
    private const int HashOffset = 64;
    private const int ChecksumOffset = 124;

    public static ReadOnlySpan<byte> HashBefore(ReadOnlySpan<byte> entry) => entry.Slice(BeforeOffset, HashBytes);

    public static Span<byte> Hash(Span<byte> entry) => entry.Slice(HashOffset, HashBytes);

    /// <summary>What the hash covers of the entry itself.</summary>
    public static (int Offset, int Bytes) FirstPart => (0, BeforeOffset);

    public static (int Offset, int Bytes) SecondPart => (96, 16);

    /// <summary>Everything but hash and checksum.</summary>
    public void Write(Span<byte> entry, ReadOnlySpan<byte> hashBefore)
    {
        entry = entry[..SizeInBytes];
        entry.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(entry, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(entry[4..], RunEpoch);
        BinaryPrimitives.WriteInt32LittleEndian(entry[8..], SegmentNumber);
        BinaryPrimitives.WriteInt32LittleEndian(entry[12..], FirstRecord);
        BinaryPrimitives.WriteInt32LittleEndian(entry[16..], Records);
        BinaryPrimitives.WriteInt32LittleEndian(entry[20..], IsClosing ? 1 : 0);
        BinaryPrimitives.WriteInt64LittleEndian(entry[24..], DurableSequence);
        hashBefore.CopyTo(entry[BeforeOffset..]);
        BinaryPrimitives.WriteInt64LittleEndian(entry[96..], FirstByte);
        BinaryPrimitives.WriteInt64LittleEndian(entry[104..], Bytes);
    }

    /// <summary>Puts the checksum on an entry that has its hash.</summary>
    public static void Seal(Span<byte> entry) =>
        BinaryPrimitives.WriteUInt32LittleEndian(entry[ChecksumOffset..], Checksum(entry));

    /// <summary>Null if these bytes are not an intact entry.</summary>
    public static ChainEntry? TryRead(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < SizeInBytes || BinaryPrimitives.ReadUInt32LittleEndian(entry) != Magic) return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(entry[ChecksumOffset..]) != Checksum(entry)) return null;

        return new ChainEntry(
            BinaryPrimitives.ReadInt32LittleEndian(entry[4..]), BinaryPrimitives.ReadInt32LittleEndian(entry[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(entry[12..]), BinaryPrimitives.ReadInt32LittleEndian(entry[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(entry[20..]) == 1,
            BinaryPrimitives.ReadInt64LittleEndian(entry[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(entry[96..]), BinaryPrimitives.ReadInt64LittleEndian(entry[104..]));
    }

    private static uint Checksum(ReadOnlySpan<byte> entry)
    {
        var crc = ~0u;
        foreach (var value in entry[..ChecksumOffset]) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
