using Engine.Core.Journal;
using Engine.Grpc.Tails;
using Grpc.Core;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Tails;

public sealed class TailServerTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Readers_from_different_places_see_each_record_once_and_none_above_durable()
    {
        using var bench = new TailBench(records: 6_000);
        using var end = new CancellationTokenSource();
        long[] starts = [1, 2, 1_500, 1_501, 3_000];
        var streams = starts.Select(_ => new RecordingStream
        {
            Check = batch => Assert.InRange(batch.ScannedToSequence, 1, bench.Durable),
        }).ToArray();
        bench.Durable = 3_001;
        var runs = starts.Zip(streams, (from, stream) => bench.RunAsync(stream, from, cancellation: end.Token))
            .ToArray();
        foreach (var stream in streams) await stream.UntilScannedAsync(3_001);
        foreach (var durable in new[] { 3_002L, 4_095, 4_096, 5_777, bench.LastWritten })
        {
            bench.Durable = durable;
            foreach (var stream in streams) await stream.UntilScannedAsync(durable);
        }
        for (var i = 0; i < starts.Length; i++)
        {
            var expected = Enumerable.Range(0, (int)(bench.LastWritten - starts[i] + 1)).Select(n => starts[i] + n);
            Assert.Equal(expected, streams[i].Sequences);
        }
        Assert.Equal(starts.Length, bench.Server.Count);

        await end.CancelAsync();
        foreach (var run in runs)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Deadline));
    }

    [Fact]
    public async Task What_many_want_is_read_once()
    {
        using var bench = new TailBench(records: 10_000);
        bench.Durable = bench.LastWritten;
        var streams = Enumerable.Range(0, 20).Select(_ => new RecordingStream()).ToArray();
        await Task.WhenAll(streams.Select(stream => bench.RunAsync(stream, from: 1, follow: false)))
            .WaitAsync(Deadline);
        Assert.All(streams, stream => Assert.Equal(10_000, stream.Sequences.Count()));
        var pages = (10_000 / EventPage.Records) + 1;
        Assert.InRange(bench.Server.PageFills, pages, 3 * pages); // Each for himself it would be twenty times.
    }

    [Fact]
    public async Task A_filter_and_a_limit_hold_over_pages_and_the_position_is_told()
    {
        using var bench = new TailBench(records: 4_000);
        bench.Durable = bench.LastWritten;
        var signals = new RecordingStream();
        await bench.RunAsync(signals, from: 1, follow: false, filter: bench.Filter("Signal")).WaitAsync(Deadline);
        Assert.Equal(Enumerable.Range(1, 2_000).Select(n => 2L * n), signals.Sequences);
        Assert.Equal(bench.LastWritten, signals.Batches[^1].ScannedToSequence);

        var few = new RecordingStream();
        await bench.RunAsync(few, from: 3, limit: 300, filter: bench.Filter("Quote")).WaitAsync(Deadline);
        Assert.Equal(Enumerable.Range(1, 300).Select(n => (2L * n) + 1), few.Sequences);
        Assert.Equal(601, few.Batches[^1].ScannedToSequence);

        var none = new RecordingStream();
        await bench.RunAsync(none, from: 1, follow: false, filter: bench.Filter("Execution")).WaitAsync(Deadline);
        Assert.Equal((0, bench.LastWritten), (none.Sequences.Count(), Assert.Single(none.Batches).ScannedToSequence));
    }

    [Fact]
    public async Task Who_does_not_read_is_told_where_to_go_on_and_holds_nobody_up()
    {
        using var bench = new TailBench(records: 200, lagRecordsMax: 1_024);
        bench.Durable = 100;
        var slow = new RecordingStream();
        var good = new RecordingStream();
        using var end = new CancellationTokenSource();
        var slowRun = bench.RunAsync(slow, from: 1);
        var goodRun = bench.RunAsync(good, from: 1, cancellation: end.Token);
        await slow.UntilScannedAsync(100);
        slow.StopReading();
        for (var i = 0; i < 4; i++)
        {
            bench.Append(500);
            bench.Durable = bench.LastWritten;
            await good.UntilScannedAsync(bench.LastWritten);
        }
        var ended = await Assert.ThrowsAsync<RpcException>(() => slowRun.WaitAsync(Deadline));
        Assert.Equal(StatusCode.ResourceExhausted, ended.StatusCode);
        Assert.Contains("control.journalLagRecords", ended.Status.Detail, StringComparison.Ordinal);
        var last = slow.Sequences.Last();
        Assert.Equal($"{last + 1}", ended.Trailers.GetValue(JournalTail.ResumeTrailer));

        var resumed = new RecordingStream();
        await bench.RunAsync(resumed, from: last + 1, follow: false).WaitAsync(Deadline);
        Assert.Equal(good.Sequences, slow.Sequences.Concat(resumed.Sequences));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => goodRun.WaitAsync(Deadline));
    }

    [Fact]
    public async Task Who_comes_back_to_reading_in_time_goes_on()
    {
        using var bench = new TailBench(records: 3_000);
        bench.Durable = 1_000;
        var stream = new RecordingStream();
        stream.StopReading();
        var run = bench.RunAsync(stream, from: 1, limit: 3_000);
        await stream.UntilAsync(batches => batches.Count > 0);
        bench.Durable = bench.LastWritten;
        stream.Read();
        await run.WaitAsync(Deadline);
        Assert.Equal(Enumerable.Range(1, 3_000).Select(n => (long)n), stream.Sequences);
    }

    [Fact]
    public async Task Only_records_are_given_to_who_wants_no_words()
    {
        using var bench = new TailBench(records: 1_000);
        bench.Durable = bench.LastWritten;
        var bare = new RecordingStream();
        await bench.RunAsync(bare, 1, follow: false, content: Wire.EventContent.Record).WaitAsync(Deadline);
        var whole = new RecordingStream();
        await bench.RunAsync(whole, 1, follow: false).WaitAsync(Deadline);
        Assert.Equal(
            whole.Batches.SelectMany(batch => batch.Events).Select(e => (e.Sequence, e.Record)),
            bare.Batches.SelectMany(batch => batch.Events).Select(e => (e.Sequence, e.Record)));
        Assert.All(
            bare.Batches.SelectMany(batch => batch.Events), e => Assert.Equal(("", 0), (e.Kind, e.Fields.Count)));
        Assert.All(whole.Batches, batch => Assert.InRange(batch.CalculateSize(), 1, EncodedBatch.BytesMax));
    }

    [Fact]
    public async Task Damage_ends_the_reader_that_meets_it_and_no_other()
    {
        using var bench = new TailBench(records: 2_000);
        bench.Durable = bench.LastWritten + 2; // More than there is: as if a record had been lost.
        var stream = new RecordingStream();
        await Assert.ThrowsAsync<JournalCorruptException>(
            () => bench.RunAsync(stream, from: 1_990).WaitAsync(Deadline));
        bench.Durable = bench.LastWritten;
        var other = new RecordingStream();
        await bench.RunAsync(other, from: 1, follow: false).WaitAsync(Deadline);
        Assert.Equal(2_000, other.Sequences.Count());
    }
}
