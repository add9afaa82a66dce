using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Journal;

/// <summary>
/// CRC32C of records. Stored is crc32c(bytes 0-123, initial value 0) XOR seed(run epoch, segment number): bytes that an
/// earlier run or segment left behind never validate, and as the seed is never 0 an all-zero record never does.
/// The CRC is a chain of dependent steps, so four records are computed side by side (2.4 times one after the other).
/// </summary>
public static class RecordChecksum
{
    private const int Words = EngineEvent.ChecksumOffset / sizeof(ulong);
    private const int TailOffset = Words * sizeof(ulong);

    /// <summary>Seed of a segment; never 0.</summary>
    public static uint Seed(int runEpoch, int segmentNumber)
    {
        // Two rounds of multiply and shift, each reversible: neighbouring segments and epochs differ in half the bits.
        var x = (uint)segmentNumber + ((uint)runEpoch * 0x9E3779B1u);
        x ^= x >> 16;
        x *= 0x85EBCA6Bu;
        x ^= x >> 13;
        x *= 0xC2B2AE35u;
        x ^= x >> 16;
        return x == 0 ? 0x5EED5EEDu : x;
    }

    /// <summary>CRC32C of bytes 0-123 without seed: what the rolling digest is made of.</summary>
    public static uint Unseeded(in EngineEvent record)
    {
        ref var bytes = ref Bytes(in record);
        var crc = 0u;
        for (var i = 0; i < TailOffset; i += sizeof(ulong)) crc = BitOperations.Crc32C(crc, Word(ref bytes, i));
        return BitOperations.Crc32C(crc, Tail(ref bytes));
    }

    /// <summary>
    /// Stores the checksums of records that lie in one segment and appends each unseeded CRC to the rolling digest.
    /// A group that wraps around the ring is sealed by two calls, one per run of slots, with the same seed.
    /// </summary>
    public static void Seal(Span<EngineEvent> records, uint seed, ref ulong recordsDigest)
    {
        var digest = recordsDigest;
        var i = 0;
        for (; i + 4 <= records.Length; i += 4)
        {
            Four(records.Slice(i, 4), out var c0, out var c1, out var c2, out var c3);
            records[i].Checksum = c0 ^ seed;
            records[i + 1].Checksum = c1 ^ seed;
            records[i + 2].Checksum = c2 ^ seed;
            records[i + 3].Checksum = c3 ^ seed;
            digest = StateDigest.Append(digest, c0);
            digest = StateDigest.Append(digest, c1);
            digest = StateDigest.Append(digest, c2);
            digest = StateDigest.Append(digest, c3);
        }
        for (; i + 2 <= records.Length; i += 2)
        {
            Two(in records[i], in records[i + 1], out var c0, out var c1);
            records[i].Checksum = c0 ^ seed;
            records[i + 1].Checksum = c1 ^ seed;
            digest = StateDigest.Append(digest, c0);
            digest = StateDigest.Append(digest, c1);
        }
        if (i < records.Length)
        {
            var crc = Unseeded(in records[i]);
            records[i].Checksum = crc ^ seed;
            digest = StateDigest.Append(digest, crc);
        }
        recordsDigest = digest;
    }

    /// <summary>Appends sealed records to the rolling digest, as <see cref="Seal"/> did.</summary>
    public static ulong Digest(ReadOnlySpan<EngineEvent> sealedRecords, uint seed, ulong recordsDigest)
    {
        foreach (ref readonly var record in sealedRecords)
            recordsDigest = StateDigest.Append(recordsDigest, record.Checksum ^ seed);
        return recordsDigest;
    }

    public static bool IsValid(in EngineEvent record, uint seed) => record.Checksum == (Unseeded(in record) ^ seed);

    /// <summary>
    /// How many leading records are intact: right checksum, and sequences rising by one from the first.
    /// </summary>
    public static int CountValid(ReadOnlySpan<EngineEvent> records, uint seed, long firstSequence)
    {
        var i = 0;
        for (; i + 4 <= records.Length; i += 4)
        {
            var four = records.Slice(i, 4);
            Four(four, out var c0, out var c1, out var c2, out var c3);
            var wrong = (c0 ^ seed ^ four[0].Checksum) | (c1 ^ seed ^ four[1].Checksum)
                | (c2 ^ seed ^ four[2].Checksum) | (c3 ^ seed ^ four[3].Checksum);
            var first = firstSequence + i;
            var gap = (four[0].Sequence ^ first) | (four[1].Sequence ^ (first + 1))
                | (four[2].Sequence ^ (first + 2)) | (four[3].Sequence ^ (first + 3));
            if (((long)wrong | gap) != 0) break;
        }
        for (; i < records.Length; i++)
            if (records[i].Sequence != firstSequence + i || !IsValid(in records[i], seed)) break;
        return i;
    }

    private static void Four(ReadOnlySpan<EngineEvent> r, out uint c0, out uint c1, out uint c2, out uint c3)
    {
        ref var b0 = ref Bytes(in r[0]);
        ref var b1 = ref Bytes(in r[1]);
        ref var b2 = ref Bytes(in r[2]);
        ref var b3 = ref Bytes(in r[3]);
        uint a = 0, b = 0, c = 0, d = 0;
        for (var i = 0; i < TailOffset; i += sizeof(ulong))
        {
            a = BitOperations.Crc32C(a, Word(ref b0, i));
            b = BitOperations.Crc32C(b, Word(ref b1, i));
            c = BitOperations.Crc32C(c, Word(ref b2, i));
            d = BitOperations.Crc32C(d, Word(ref b3, i));
        }
        c0 = BitOperations.Crc32C(a, Tail(ref b0));
        c1 = BitOperations.Crc32C(b, Tail(ref b1));
        c2 = BitOperations.Crc32C(c, Tail(ref b2));
        c3 = BitOperations.Crc32C(d, Tail(ref b3));
    }

    private static void Two(in EngineEvent r0, in EngineEvent r1, out uint c0, out uint c1)
    {
        ref var b0 = ref Bytes(in r0);
        ref var b1 = ref Bytes(in r1);
        uint a = 0, b = 0;
        for (var i = 0; i < TailOffset; i += sizeof(ulong))
        {
            a = BitOperations.Crc32C(a, Word(ref b0, i));
            b = BitOperations.Crc32C(b, Word(ref b1, i));
        }
        c0 = BitOperations.Crc32C(a, Tail(ref b0));
        c1 = BitOperations.Crc32C(b, Tail(ref b1));
    }

    private static ref byte Bytes(in EngineEvent record) =>
        ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in record, 1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte start, int offset) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Tail(ref byte start) =>
        Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, TailOffset));
}
