using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Grpc.Tails;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Tails;

public sealed class EventEncoderTests
{
    [Fact]
    public void Every_kind_says_on_the_wire_what_the_describer_says()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        using var bench = new TailBench(records: 0);
        var buffer = new byte[EventEncoder.EventBytesMax];
        foreach (var kind in Enum.GetValues<EventKind>())
        {
            for (var round = 0; round < 20; round++)
            {
                var record = new EngineEvent();
                random.NextBytes(MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref record, 1)));
                record.Kind = kind;
                record.Sequence = random.NextInt64(1, long.MaxValue);
                record.Flags = round == 0 ? EventFlags.Continuation : EventFlags.LastOfGroup;
                var length = bench.Encoder.Encode(in record, Wire.EventContent.Unspecified, buffer);
                var sent = Wire.EventBatch.Parser.ParseFrom(buffer, 0, length).Events[0];

                var described = EventDescriber.Describe(in record).Skip(EventDescriber.HeadFieldCount).ToArray();
                Assert.True(
                    described.SequenceEqual(sent.Fields.Select(field => (field.Name, field.Value))),
                    $"seed {seed}, {kind}: {sent}");
                Assert.Equal(
                    (record.Sequence, record.CauseSequence, record.TimestampNs, kind.ToString(), (int)record.LaneId),
                    (sent.Sequence, sent.CauseSequence, sent.TimeNs, sent.Kind, sent.LaneId));
                Assert.True(sent.Record.Span.SequenceEqual(
                    MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in record, 1))));
            }
        }
    }

    [Fact]
    public void Encoding_the_events_of_a_trading_day_allocates_nothing()
    {
        using var bench = new TailBench(records: 0);
        var buffer = new byte[EventEncoder.EventBytesMax];
        EventKind[] kinds = [EventKind.Quote, EventKind.Trade, EventKind.OrderRequested, EventKind.Execution];
        Encode(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Encode(1_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Encode(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                var record = new EngineEvent { Sequence = i + 1, Kind = kinds[i % kinds.Length], InstrumentId = -1 };
                bench.Encoder.Encode(in record, Wire.EventContent.Unspecified, buffer);
            }
        }
    }
}
