using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Snapshots;

/// <summary>
/// The bytes of a snapshot file, little endian; docs/JOURNAL_FORMAT.md describes the same.
/// <code>
/// file   := header (256) | part * | SHA-256 of all bytes before (32)
/// header := 0 magic u64, 8 version i32, 12 parts i32, 16 sequence i64, 24 engine time i64, 32 run epoch i32,
/// 36 records since state hash i32, 40 configuration SHA-256 (32), 72 records digest u64, 80 record count i64,
///           88 state digest u64, 96 build, ASCII (64), rest zero
/// part   := 0 part id i32, 4 version i32, 8 entity bytes i32, 12 used entities i32 | entity * | CRC32C u32, zero u32
/// entity := index i32, zero i32, bytes
/// </code>
/// The CRC of a part covers its head and its entities.
/// </summary>
internal static class SnapshotFormat
{
    public const ulong Magic = 0x3130_4E53_4C4C_4553; // "SELLSN01" in the file.
    public const int Version = 1;
    public const int HeaderBytes = 256;
    public const int BuildBytes = 64;
    public const int PartHeadBytes = 16;
    public const int PartTailBytes = 8;
    public const int EntityHeadBytes = 8;
    public const int HashBytes = 32;
    public const string Prefix = "snapshot-";
    public const string Suffix = ".lls";

    public static string NameOf(long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{sequence:D20}{Suffix}");

    public static bool TryParseName(string name, out long sequence)
    {
        sequence = 0;
        return name.Length == Prefix.Length + 20 + Suffix.Length
            && name.StartsWith(Prefix, StringComparison.Ordinal)
            && name.EndsWith(Suffix, StringComparison.Ordinal)
            && long.TryParse(
                name.AsSpan(Prefix.Length, 20), NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
    }

    public static void WriteHeader(Span<byte> header, SnapshotInfo info, int partCount)
    {
        header[..HeaderBytes].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], partCount);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], info.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], info.EngineTimeNs);
        BinaryPrimitives.WriteInt32LittleEndian(header[32..], info.RunEpoch);
        BinaryPrimitives.WriteInt32LittleEndian(header[36..], info.RecordsSinceStateHash);
        MemoryMarshal.Write(header[40..], info.ConfigSha256);
        BinaryPrimitives.WriteUInt64LittleEndian(header[72..], info.RecordsDigest);
        BinaryPrimitives.WriteInt64LittleEndian(header[80..], info.RecordCount);
        BinaryPrimitives.WriteUInt64LittleEndian(header[88..], info.StateDigest);
        AsciiText.Write(info.Build, header.Slice(96, BuildBytes));
    }

    public static SnapshotInfo ReadHeader(ReadOnlySpan<byte> header) => new()
    {
        Sequence = BinaryPrimitives.ReadInt64LittleEndian(header[16..]),
        EngineTimeNs = BinaryPrimitives.ReadInt64LittleEndian(header[24..]),
        RunEpoch = BinaryPrimitives.ReadInt32LittleEndian(header[32..]),
        RecordsSinceStateHash = BinaryPrimitives.ReadInt32LittleEndian(header[36..]),
        ConfigSha256 = MemoryMarshal.Read<Sha256Text>(header[40..]),
        RecordsDigest = BinaryPrimitives.ReadUInt64LittleEndian(header[72..]),
        RecordCount = BinaryPrimitives.ReadInt64LittleEndian(header[80..]),
        StateDigest = BinaryPrimitives.ReadUInt64LittleEndian(header[88..]),
        Build = AsciiText.Read(header.Slice(96, BuildBytes)),
    };
}
