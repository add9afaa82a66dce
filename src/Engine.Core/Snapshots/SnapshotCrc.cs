using System.Numerics;
using System.Runtime.InteropServices;

namespace Engine.Core.Snapshots;

/// <summary>Running CRC32C over the parts of a snapshot; all pieces are multiples of 8 bytes.</summary>
internal static class SnapshotCrc
{
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes)) crc = BitOperations.Crc32C(crc, word);
        foreach (var rest in bytes[(bytes.Length & ~7)..]) crc = BitOperations.Crc32C(crc, rest);
        return crc;
    }
}
