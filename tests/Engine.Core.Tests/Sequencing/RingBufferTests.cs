using System.Runtime.CompilerServices;
using Engine.Core.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Sequencing;

public sealed class RingBufferTests
{
    [Fact]
    public void Slots_start_on_a_128_byte_boundary_whatever_their_size()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(0, AddressOf(new RingBuffer<long>(4)) % 128);
            Assert.Equal(0, AddressOf(new RingBuffer<Payload>(1)) % 128);
            Assert.Equal(0, AddressOf(new RingBuffer<(long, int, byte)>(64)) % 128);
            Assert.Equal(0, AddressOf(new RingBuffer<Guid>(8)) % 128);
        }
    }

    [Fact]
    public void A_position_comes_back_to_its_slot_after_one_lap()
    {
        var ring = new RingBuffer<long>(8);
        for (var position = 0L; position < 8; position++) ring[position] = position;

        Assert.True(Unsafe.AreSame(ref ring[3], ref ring[11]));
        Assert.Equal(5, ring[(1L << 40) + 5]);
    }

    [Theory]
    [InlineData(0, 8, 8)]
    [InlineData(6, 4, 2)]
    [InlineData(14, 1, 1)]
    [InlineData(8, 0, 0)]
    [InlineData(15, 100, 1)]
    public void A_slice_ends_at_the_wrap(long first, int count, int expected)
    {
        var ring = new RingBuffer<long>(8);
        var slice = ring.Slice(first, count);

        Assert.Equal(expected, slice.Length);
        if (expected > 0) Assert.True(Unsafe.AreSame(ref slice[0], ref ring[first]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-8)]
    [InlineData(12)]
    public void A_capacity_that_is_no_power_of_two_is_refused(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RingBuffer<long>(capacity));

    [Fact]
    public void Slots_survive_a_compacting_collection()
    {
        var ring = new RingBuffer<Payload>(1024);
        for (var position = 0L; position < 1024; position++) ring[position].Fill(position);
        var before = AddressOf(ring);
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);

        Assert.Equal(before, AddressOf(ring));
        for (var position = 0L; position < 1024; position++) ring[position].AssertIs(position);
    }

    private static long AddressOf<T>(RingBuffer<T> ring) where T : unmanaged =>
        Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref ring[0]);
}
