using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.Pipeline;
using Engine.Core.Sequencing;
using Engine.Core.Tests.MarketData;
using Xunit;

namespace Engine.Core.Tests.Pipeline;

public sealed class LaneInputTests
{
    [Fact]
    public void A_source_goes_through_a_small_lane_unchanged()
    {
        var options = new SimulatedSourceOptions { DurationNs = 3_000_000_000 };
        var expected = new ListWriter();
        using var straight = new SimulatedSource(options, InstrumentCatalog.Default, expected);
        while (!straight.IsEnded) straight.RunOnce();

        var lane = new Lane<EngineEvent>(8);
        using var source = new SimulatedSource(options, InstrumentCatalog.Default, new LaneInput(lane));
        var taken = new List<EngineEvent>();
        for (var i = 0; !source.IsEnded || lane.Reader.Available(1) > 0; i++)
        {
            source.RunOnce();
            var count = lane.Reader.Available(1 + (i % 8));
            for (var offset = 0; offset < count; offset++)
            {
                var record = lane.Reader.PeekOrNull(offset);
                record.Sequence = 0;    // The lane's stamp.
                Assert.NotEqual(0, record.CauseSequence);
                record.CauseSequence = 0; // The ingest time.
                taken.Add(record);
            }
            lane.Reader.Advance(count);
            lane.Reader.Release();
        }

        Assert.Equal(expected.Records.Count, taken.Count);
        Assert.True(Bytes(expected.Records).SequenceEqual(Bytes(taken)));
    }

    [Fact]
    public void An_input_of_several_records_is_written_whole_or_not_at_all()
    {
        var lane = new Lane<EngineEvent>(8);
        var writer = new LaneInput(lane);
        Assert.Equal(6, writer.WriteBatch(new EngineEvent[6]));
        Assert.False(writer.TryWrite(new EngineEvent[3]));
        Assert.Equal(6, lane.Reader.Available(8));
        Assert.True(writer.TryWrite(new EngineEvent[2]));
        Assert.Equal(0, writer.WriteBatch(new EngineEvent[5]));
        Assert.Equal(8, lane.Reader.Available(8));
    }

    private static ReadOnlySpan<byte> Bytes(List<EngineEvent> records) =>
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(records));
}
