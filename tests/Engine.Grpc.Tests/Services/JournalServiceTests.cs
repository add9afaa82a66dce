using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Journal;
using Grpc.Core;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Services;

public sealed class JournalServiceTests
{
    [Fact]
    public async Task Records_are_given_in_order_with_their_bytes_and_never_above_durable()
    {
        using var folder = new TempFolder();
        var events = new List<Wire.EngineEvent>();
        await using (var bench = new ControlBench(folder: folder.Path))
        {
            await bench.UntilAsync(status => status.Sequence > 300);
            var described = await bench.Journal.DescribeAsync(new Wire.DescribeRequest());
            Assert.Equal((1L, 1), (described.FirstSequence, described.RunEpoch));
            Assert.True(described is { Segments: > 0, Bytes: > 0 }, described.ToString());

            using var call = bench.Journal.ReadEvents(new Wire.ReadEventsRequest());
            await foreach (var batch in call.ResponseStream.ReadAllAsync())
            {
                Assert.InRange(batch.ScannedToSequence, 1, bench.Engine.DurableSequence);
                events.AddRange(batch.Events);
            }
            Assert.True(events.Count >= 300, $"{events.Count} events");
        }
        var records = Recorded(folder.Path);
        Assert.Equal(
            records.Take(events.Count).Select(record => Convert.ToHexString(Bytes(record))),
            events.Select(e => Convert.ToHexString(e.Record.Span)));
        var quote = events.First(e => e.Kind == "Quote");
        Assert.Equal(("ALFA", ""), (quote.Instrument, quote.Strategy));
        Assert.Contains(quote.Fields, field => field is { Name: "BidPrice", Value: "100.01" });
        Assert.DoesNotContain(quote.Fields, field => field.Name is "Sequence" or "LaneId");
    }

    [Fact]
    public async Task Readers_that_are_cut_off_at_random_see_every_record_once_if_they_resume()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        using var folder = new TempFolder();
        var seen = new List<long>();
        await using (var bench = new ControlBench(folder: folder.Path))
        {
            await bench.UntilAsync(status => status.Sequence > 100);
            long next = 0;
            for (var reader = 0; reader < 40 || seen.Count < 600; reader++)
            {
                var request = new Wire.ReadEventsRequest { FromSequence = next, Follow = true };
                if (random.Next(4) == 0) request.Limit = random.Next(1, 100);
                using var call = bench.Journal.ReadEvents(request);
                for (var batches = random.Next(1, 4); batches > 0 && await call.ResponseStream.MoveNext(); batches--)
                {
                    seen.AddRange(call.ResponseStream.Current.Events.Select(e => e.Sequence));
                    next = call.ResponseStream.Current.ScannedToSequence + 1;
                }
            }
        }
        Assert.True(
            Recorded(folder.Path).Take(seen.Count).Select(record => record.Sequence).SequenceEqual(seen),
            $"seed {seed}: not the records of the journal");
    }

    [Fact]
    public async Task A_filter_lets_pass_what_it_names_and_a_limit_ends_the_stream()
    {
        await using var bench = new ControlBench(restingOrders: 3);
        await bench.UntilTradingAsync();
        await bench.Control.PauseAsync(
            new Wire.PauseRequest { Head = bench.Head("a reason"), Scope = ControlBench.OfAccount });
        var orders = await ReadAsync(bench, new Wire.ReadEventsRequest
        {
            Kinds = { "orderRequested" },
            Instrument = "ALFA",
            Strategy = "scripted",
            Limit = 2,
        });
        Assert.All(orders, e => Assert.Equal(("OrderRequested", "scripted"), (e.Kind, e.Strategy)));
        Assert.Equal(2, orders.Count);

        var command = await ReadAsync(bench, new Wire.ReadEventsRequest
        {
            Kinds = { "HoldCommanded", "CommandIdentity", "CommandAnswered" },
        });
        Assert.Contains(command, e => e.Fields.Any(f => f is { Name: "Principal", Value: "local" }));
        Assert.Contains(command, e => e.Fields.Any(f => f.Value.Contains("a reason", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_reader_from_now_on_sees_what_comes_and_hears_how_far_it_is()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        using var call = bench.Journal.ReadEvents(new Wire.ReadEventsRequest
        {
            FromSequence = -1,
            Follow = true,
            Kinds = { "HoldPlaced" },
        });
        Assert.True(await call.ResponseStream.MoveNext()); // Nothing passed the filter yet.
        Assert.Empty(call.ResponseStream.Current.Events);
        var reply = await bench.Control.HaltAsync(
            new Wire.HaltRequest { Head = bench.Head(), Scope = ControlBench.OfAccount });
        do
        {
            Assert.True(await call.ResponseStream.MoveNext());
        }
        while (call.ResponseStream.Current.Events.Count == 0);
        Assert.Equal(reply.Holds[0].Sequence, Assert.Single(call.ResponseStream.Current.Events).Sequence);
    }

    [Fact]
    public async Task A_reader_that_falls_behind_is_ended_and_resumes_without_gap_or_repeat()
    {
        await using var bench = new ControlBench(settings:
        [
            // More than comes while a busy machine keeps a reader waiting who does read.
            ("control.journalLagRecords", "16384"), ("simulated.rate", "20000"), ("simulated.duration", "1h"),
        ]);
        await bench.UntilAsync(status => status.Phase == Wire.Phase.Running);
        using var call = bench.Journal.ReadEvents(new Wire.ReadEventsRequest { FromSequence = -1, Follow = true });
        Assert.True(await call.ResponseStream.MoveNext());
        var expected = call.ResponseStream.Current.Events[^1].Sequence + 1;

        var begun = await bench.UntilAsync(_ => true); // The reader does not read meanwhile.
        await bench.UntilAsync(status => status.Sequence > begun.Sequence + 40_000);
        var ended = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext())
                foreach (var e in call.ResponseStream.Current.Events) Assert.Equal(expected++, e.Sequence);
        });
        Assert.Equal(StatusCode.ResourceExhausted, ended.StatusCode);
        Assert.Contains("control.journalLagRecords", ended.Status.Detail, StringComparison.Ordinal);
        Assert.Equal($"{expected}", ended.Trailers.GetValue("engine-resume-from"));

        var more = await ReadAsync(bench, new Wire.ReadEventsRequest { FromSequence = expected, Limit = 100 });
        Assert.Equal(Enumerable.Range(0, 100).Select(i => expected + i), more.Select(e => e.Sequence));
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_with_the_remedy()
    {
        await using var bench = new ControlBench(settings: [("control.journalReaders", "1")]);
        await bench.UntilTradingAsync();
        (StatusCode Code, string Text, Wire.ReadEventsRequest Request)[] refusals =
        [
            (StatusCode.OutOfRange, "The first record", new() { FromSequence = -2 }),
            (StatusCode.OutOfRange, "The last durable record", new() { FromSequence = long.MaxValue }),
            (StatusCode.InvalidArgument, "limit: ", new() { Limit = -1 }),
            (StatusCode.InvalidArgument, "kinds: one of them", new() { Kinds = { "Nonsense" } }),
            (StatusCode.InvalidArgument, "kinds: one of them", new() { Kinds = { "1" } }),
            (StatusCode.InvalidArgument, "kinds: give at most", new() { Kinds = { Enumerable.Repeat("Quote", 65) } }),
            (StatusCode.FailedPrecondition, "No source", new() { Instrument = "ZULU" }),
            (StatusCode.FailedPrecondition, "This engine has no strategy", new() { Strategy = "other" }),
        ];
        foreach (var (code, text, request) in refusals)
        {
            using var call = bench.Journal.ReadEvents(request);
            var refused = await ControlBench.RefusedAsync(code, () => call.ResponseStream.MoveNext());
            Assert.StartsWith(text, refused.Status.Detail, StringComparison.Ordinal);
        }

        using var first = bench.Journal.ReadEvents(new Wire.ReadEventsRequest { Follow = true });
        Assert.True(await first.ResponseStream.MoveNext());
        using var second = bench.Journal.ReadEvents(new Wire.ReadEventsRequest());
        var full = await ControlBench.RefusedAsync(
            StatusCode.ResourceExhausted, () => second.ResponseStream.MoveNext());
        Assert.Contains("control.journalReaders", full.Status.Detail, StringComparison.Ordinal);
    }

    private static async Task<List<Wire.EngineEvent>> ReadAsync(ControlBench bench, Wire.ReadEventsRequest request)
    {
        using var call = bench.Journal.ReadEvents(request);
        var events = new List<Wire.EngineEvent>();
        await foreach (var batch in call.ResponseStream.ReadAllAsync()) events.AddRange(batch.Events);
        return events;
    }

    private static List<EngineEvent> Recorded(string folder)
    {
        using var reader = JournalReader.Open(new DiskStorage(folder));
        var records = new List<EngineEvent>();
        for (var span = reader.Read(); !span.IsEmpty; span = reader.Read()) records.AddRange(span);
        return records;
    }

    private static byte[] Bytes(EngineEvent record) =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in record, 1)).ToArray();
}
