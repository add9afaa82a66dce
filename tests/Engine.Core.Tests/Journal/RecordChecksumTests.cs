using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.State;
using Xunit;

namespace Engine.Core.Tests.Journal;

public sealed class RecordChecksumTests
{
    /// <summary>CRC32C written down from its definition, bit by bit.</summary>
    [Fact]
    public void Stored_is_crc32c_of_the_first_124_bytes_xor_seed()
    {
        var record = JournalScenario.RecordAt(42, 40, isLast: true);
        var crc = 0u;
        foreach (var value in MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref record, 1))[..124])
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82F63B78;
        }
        var digest = 7ul;
        var expectedDigest = StateDigest.Append(7, crc);

        RecordChecksum.Seal(MemoryMarshal.CreateSpan(ref record, 1), 0xABCD, ref digest);

        Assert.Equal(crc, RecordChecksum.Unseeded(in record));
        Assert.Equal(crc ^ 0xABCD, record.Checksum);
        Assert.Equal(expectedDigest, digest);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(23)]
    public void Interleaved_and_single_sealing_agree_at_every_split(int count)
    {
        var whole = new EngineEvent[count];
        for (var i = 0; i < count; i++) whole[i] = JournalScenario.RecordAt(i + 1, 1, i == count - 1);
        var digest = 0ul;
        RecordChecksum.Seal(whole, 99, ref digest);
        foreach (ref readonly var record in whole.AsSpan()) Assert.True(RecordChecksum.IsValid(in record, 99));

        for (var split = 0; split <= count; split++)
        {
            var parts = (EngineEvent[])whole.Clone();
            foreach (ref var record in parts.AsSpan()) record.Checksum = 0;
            var partsDigest = 0ul;
            RecordChecksum.Seal(parts.AsSpan(0, split), 99, ref partsDigest);
            RecordChecksum.Seal(parts.AsSpan(split), 99, ref partsDigest);

            Assert.Equal(digest, partsDigest);
            Assert.Equal(count, RecordChecksum.CountValid(parts, 99, 1));
        }
        Assert.Equal(digest, RecordChecksum.Digest(whole, 99, 0));
    }

    [Fact]
    public void Zero_records_and_records_of_other_segments_and_epochs_are_never_valid()
    {
        EngineEvent zero = default;
        var digest = 0ul;
        for (var epoch = 1; epoch <= 20; epoch++)
        {
            for (var segment = 1; segment <= 50; segment++)
            {
                var seed = RecordChecksum.Seed(epoch, segment);
                Assert.NotEqual(0u, seed);
                Assert.False(RecordChecksum.IsValid(in zero, seed));

                var record = JournalScenario.RecordAt(1, 1, isLast: true);
                RecordChecksum.Seal(MemoryMarshal.CreateSpan(ref record, 1), seed, ref digest);
                Assert.False(RecordChecksum.IsValid(in record, RecordChecksum.Seed(epoch, segment + 1)));
                Assert.False(RecordChecksum.IsValid(in record, RecordChecksum.Seed(epoch + 1, segment)));
            }
        }
    }

    [Fact]
    public void Counting_stops_at_the_first_wrong_bit_or_number()
    {
        var records = new EngineEvent[9];
        for (var i = 0; i < records.Length; i++) records[i] = JournalScenario.RecordAt(i + 1, 1, isLast: true);
        var digest = 0ul;
        RecordChecksum.Seal(records, 5, ref digest);
        for (var bad = 0; bad < records.Length; bad++)
        {
            for (var bit = 0; bit < EngineEvent.SizeInBytes * 8; bit++)
            {
                var damaged = (EngineEvent[])records.Clone();
                MemoryMarshal.AsBytes(damaged.AsSpan(bad, 1))[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.Equal(bad, RecordChecksum.CountValid(damaged, 5, 1));
            }
        }
        Assert.Equal(0, RecordChecksum.CountValid(records, 5, 2));
    }

    [Fact]
    public void Sealing_allocates_nothing()
    {
        var records = new EngineEvent[64];
        var digest = 0ul;
        RecordChecksum.Seal(records, 1, ref digest);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) RecordChecksum.Seal(records, 1, ref digest);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
