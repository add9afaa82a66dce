using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Core.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Sequencing;

/// <summary>
/// Goal: counters that two threads write are never on one line, nor on a pair of lines that is fetched together.
/// Method: the declared offsets, and that the runtime gives the objects the declared size.
/// </summary>
public sealed class PaddingTests
{
    private const int Isolation = 128;

    [Fact]
    public void The_value_of_a_sequence_has_128_bytes_for_itself_on_both_sides()
    {
        var offsets = OffsetsOf(typeof(Sequence));
        Assert.Equal(Isolation, offsets["_value"]);
        Assert.All(offsets.Where(o => o.Key is not ("_value" or "_end")),
            o => Assert.True(o.Value >= offsets["_value"] + Isolation, o.Key));
        Assert.True(Sequence.SizeInBytes >= offsets.Where(o => o.Key != "_end").Max(o => o.Value) + Isolation);
        AssertObjectSize(Sequence.SizeInBytes, () => new Sequence());
    }

    [Fact]
    public void The_parked_flag_shares_its_line_with_nothing()
    {
        var offsets = OffsetsOf(typeof(WakeSignal));
        Assert.Equal(Isolation, offsets["_parked"]);
        Assert.All(offsets.Where(o => o.Key is not ("_parked" or "_end")),
            o => Assert.True(o.Value >= offsets["_parked"] + Isolation, o.Key));
        Assert.True(WakeSignal.SizeInBytes >= offsets.Where(o => o.Key != "_end").Max(o => o.Value) + Isolation);
        AssertObjectSize(WakeSignal.SizeInBytes, () => new WakeSignal());
    }

    [Fact]
    public void What_the_producer_writes_per_claim_is_away_from_its_heap_neighbours()
    {
        var offsets = OffsetsOf(typeof(SingleProducerSequencer));
        Assert.True(offsets.Values.Min() >= Isolation);
        var lastUsed = offsets.Where(o => o.Key != "_end").Max(o => o.Value);
        Assert.True(SingleProducerSequencer.SizeInBytes >= lastUsed + Isolation);
        Assert.Equal(SingleProducerSequencer.SizeInBytes - sizeof(long), offsets["_end"]);
    }

    [Fact]
    public void The_ends_of_a_lane_are_padded_on_both_sides()
    {
        var offsets = OffsetsOf(typeof(PaddedPosition));
        Assert.Equal(Isolation, offsets["Next"]);
        Assert.Equal(Isolation + sizeof(long), offsets["Limit"]);
        Assert.Equal(PaddedPosition.SizeInBytes, Unsafe.SizeOf<PaddedPosition>());
        Assert.Equal(PaddedPosition.SizeInBytes, offsets["Limit"] + sizeof(long) + Isolation);
    }

    private static Dictionary<string, int> OffsetsOf(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .ToDictionary(f => f.Name, f => f.GetCustomAttribute<FieldOffsetAttribute>()!.Value);

    private static void AssertObjectSize(int fieldBytes, Func<object> create)
    {
        create();
        var perObject = long.MaxValue; // The least of several, as the creation may allocate parts as well.
        for (var i = 0; i < 3; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            create();
            perObject = Math.Min(perObject, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.True(perObject >= fieldBytes + IntPtr.Size, $"{perObject} bytes for {fieldBytes} bytes of fields");
    }
}
