using System.Buffers.Binary;
using System.Numerics;

namespace Engine.Core.Journal;

/// <summary>
/// The first 4096 bytes of a segment file, little endian: 0 magic u64, 8 format version u32, 12 run epoch i32,
/// 16 segment number i32, 20 record capacity i32, 24 first sequence i64 (0 while prepared and not yet used),
/// 32 schema hash u64, 40 what a recycled file holds: run epoch i32, 44 segment number i32, 48 first sequence i64,
/// 56 records i32 (all 0 in a file written with zeros), 508 CRC32C over all other bytes u32, the rest zero. All that is
/// not zero lies in the first sector. The header of a spare has run 0 and segment 0.
/// </summary>
public readonly record struct SegmentHeader(
    int FormatVersion, int RunEpoch, int SegmentNumber, int RecordCapacity, long FirstSequence, ulong SchemaHash)
{
    public const int SizeInBytes = 4096;

    private const ulong Magic = 0x3130_474A_4C4C_4553; // "SELLJG01" in the file.
    private const int ChecksumOffset = 508;

    /// <summary>What stands where this segment has not written.</summary>
    public SegmentLeftover Leftover { get; init; }

    /// <summary>A recycled file that no segment uses yet.</summary>
    public bool IsSpare => SegmentNumber == 0;

    /// <summary>False while the segment is prepared ahead and holds no records.</summary>
    public bool IsUsed => FirstSequence != 0;

    public void Write(Span<byte> destination)
    {
        destination = destination[..SizeInBytes];
        destination.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(destination, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], FormatVersion);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], RunEpoch);
        BinaryPrimitives.WriteInt32LittleEndian(destination[16..], SegmentNumber);
        BinaryPrimitives.WriteInt32LittleEndian(destination[20..], RecordCapacity);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], FirstSequence);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[32..], SchemaHash);
        BinaryPrimitives.WriteInt32LittleEndian(destination[40..], Leftover.RunEpoch);
        BinaryPrimitives.WriteInt32LittleEndian(destination[44..], Leftover.SegmentNumber);
        BinaryPrimitives.WriteInt64LittleEndian(destination[48..], Leftover.FirstSequence);
        BinaryPrimitives.WriteInt32LittleEndian(destination[56..], Leftover.Records);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[ChecksumOffset..], Checksum(destination));
    }

    /// <summary>Null and what is wrong, or the header and null.</summary>
    public static SegmentHeader? TryRead(ReadOnlySpan<byte> source, out string? problem)
    {
        problem = null;
        if (source.Length < SizeInBytes) problem = $"the file has {source.Length} bytes, less than a header";
        else if (BinaryPrimitives.ReadUInt64LittleEndian(source) != Magic) problem = "the header has no segment magic";
        else if (BinaryPrimitives.ReadUInt32LittleEndian(source[ChecksumOffset..]) != Checksum(source[..SizeInBytes]))
            problem = "the header's checksum is wrong";
        if (problem is not null) return null;

        var header = new SegmentHeader(
            BinaryPrimitives.ReadInt32LittleEndian(source[8..]), BinaryPrimitives.ReadInt32LittleEndian(source[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[16..]), BinaryPrimitives.ReadInt32LittleEndian(source[20..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[24..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[32..]))
        {
            Leftover = new SegmentLeftover(
                BinaryPrimitives.ReadInt32LittleEndian(source[40..]),
                BinaryPrimitives.ReadInt32LittleEndian(source[44..]),
                BinaryPrimitives.ReadInt64LittleEndian(source[48..]),
                BinaryPrimitives.ReadInt32LittleEndian(source[56..])),
        };
        if (header.FormatVersion == JournalFormat.Version) return header;

        problem = $"format version {header.FormatVersion} is not {JournalFormat.Version}";
        return null;
    }

    private static uint Checksum(ReadOnlySpan<byte> header)
    {
        var crc = ~0u;
        for (var i = 0; i < SizeInBytes; i += sizeof(uint))
        {
            var word = i == ChecksumOffset ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(header[i..]);
            crc = BitOperations.Crc32C(crc, word);
        }
        return ~crc;
    }
}
