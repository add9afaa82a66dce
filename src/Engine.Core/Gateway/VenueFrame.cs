using System.Numerics;
using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>
/// One frame between engine and venue process, and one record of the venue's log: 128 bytes, CRC32C of the first 124
/// combined with a seed in the last four. docs/VENUE_PROTOCOL.md describes them.
/// </summary>
internal static class VenueFrame
{
    public const int Bytes = EngineEvent.SizeInBytes;

    /// <summary>Seed of a frame on the wire: not zero, so that zeros are no frame.</summary>
    public const uint WireSeed = 0x56454E55;

    public static void Seal(ref EngineEvent record, uint seed) => record.Checksum = Compute(in record, seed);

    public static bool IsIntact(in EngineEvent record, uint seed) => record.Checksum == Compute(in record, seed);

    private static uint Compute(in EngineEvent record, uint seed)
    {
        var bytes = MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in record, 1));
        var crc = seed;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes[..120])) crc = BitOperations.Crc32C(crc, word);
        return BitOperations.Crc32C(crc, MemoryMarshal.Read<uint>(bytes[120..]));
    }
}
