using System.Runtime.CompilerServices;
using Engine.Core.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Sequencing;

/// <summary>What both sorts of lane must do for one producer and one consumer.</summary>
public abstract class LaneContract
{
    private protected interface ISubject
    {
        LaneReader<Payload> Reader { get; }

        bool TryWrite(in Payload record);

        bool TryWriteRun(ReadOnlySpan<Payload> records);
    }

    private protected abstract ISubject Create(int capacity);

    [Fact]
    public void A_record_is_seen_in_its_slot_after_it_was_written()
    {
        var lane = Create(4);
        Assert.True(Unsafe.IsNullRef(ref lane.Reader.PeekOrNull()));
        Assert.Equal(0, lane.Reader.Available(10));
        Assert.True(lane.TryWrite(Payload.Of(7)));

        Assert.Equal(1, lane.Reader.Available(10));
        lane.Reader.PeekOrNull().AssertIs(7);
        Assert.True(Unsafe.IsNullRef(ref lane.Reader.PeekOrNull(1)));
        lane.Reader.Advance(1);
        Assert.True(Unsafe.IsNullRef(ref lane.Reader.PeekOrNull()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void A_full_lane_refuses_until_slots_are_released(int capacity)
    {
        var lane = Create(capacity);
        for (var i = 0; i < capacity; i++) Assert.True(lane.TryWrite(Payload.Of(i)));
        Assert.False(lane.TryWrite(Payload.Of(99)));
        Assert.Equal(capacity, lane.Reader.Available(int.MaxValue));

        lane.Reader.Advance(1);
        Assert.False(lane.TryWrite(Payload.Of(99)));
        lane.Reader.Release();
        Assert.True(lane.TryWrite(Payload.Of(capacity)));
        Assert.False(lane.TryWrite(Payload.Of(99)));
    }

    [Fact]
    public void Slots_are_given_back_by_the_eighth_or_when_nothing_more_is_there()
    {
        var lane = Create(32);
        for (var i = 0; i < 10; i++) Assert.True(lane.TryWrite(Payload.Of(i)));
        Assert.Equal(10, lane.Reader.Available(32));

        lane.Reader.Advance(3);
        lane.Reader.Release();
        Assert.Equal(-1, lane.Reader.Released.Value);
        lane.Reader.Advance(1);
        lane.Reader.Release();
        Assert.Equal(3, lane.Reader.Released.Value);
        lane.Reader.Advance(6);
        lane.Reader.Release();
        Assert.Equal(9, lane.Reader.Released.Value);
    }

    [Fact]
    public void A_run_is_written_whole_or_not_at_all()
    {
        var lane = Create(4);
        Assert.True(lane.TryWriteRun([Payload.Of(0), Payload.Of(1), Payload.Of(2)]));
        Assert.False(lane.TryWriteRun([Payload.Of(3), Payload.Of(4)]));
        Assert.Equal(3, lane.Reader.Available(4));
        for (var i = 0; i < 3; i++) lane.Reader.PeekOrNull(i).AssertIs(i);
        Assert.True(Unsafe.IsNullRef(ref lane.Reader.PeekOrNull(3)));
    }

    [Fact]
    public void A_run_may_be_taken_in_parts()
    {
        var lane = Create(4);
        for (var lap = 0L; lap < 20; lap += 4)
        {
            var run = new[] { Payload.Of(lap), Payload.Of(lap + 1), Payload.Of(lap + 2), Payload.Of(lap + 3) };
            Assert.True(lane.TryWriteRun(run));
            for (var i = 0; i < 4; i++)
            {
                lane.Reader.PeekOrNull().AssertIs(lap + i);
                lane.Reader.Advance(1);
                lane.Reader.Release();
            }
        }
    }

    [Fact]
    public void What_a_record_has_in_its_first_eight_bytes_is_never_taken_for_a_stamp()
    {
        var lane = Create(4);
        var run = new Payload[4];
        for (var lap = 0L; lap < 40; lap += 4)
        {
            for (var i = 0; i < 4; i++)
            {
                run[i] = Payload.Of(lap + i);
                run[i].Stamp = (long)LaneStamp.Of(lap + 4 + i, 1); // What the slot will show one lap later.
            }
            Assert.True(lane.TryWriteRun(run));
            Assert.Equal(4, lane.Reader.Available(8));
            lane.Reader.Advance(4);
            lane.Reader.Release();
            Assert.Equal(0, lane.Reader.Available(8));
            Assert.True(Unsafe.IsNullRef(ref lane.Reader.PeekOrNull()));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void A_run_that_can_never_fit_is_an_error(int records)
    {
        var lane = Create(4);
        Assert.Throws<ArgumentOutOfRangeException>(() => lane.TryWriteRun(new Payload[records]));
        Assert.True(lane.TryWriteRun(new Payload[4]));
    }

    [Fact]
    public void Random_writes_and_reads_follow_a_queue()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var run = 0; run < 50; run++)
        {
            var capacity = 1 << random.Next(0, 7);
            var lane = Create(capacity);
            var (written, taken) = (0L, 0L);
            for (var step = 0; step < 500; step++)
            {
                var records = Enumerable.Range(0, random.Next(1, capacity + 1)).Select(i =>
                    Payload.Of(written + i)).ToArray();
                var fits = written + records.Length <= lane.Reader.Released.Value + 1 + capacity;
                Assert.True(fits == lane.TryWriteRun(records), $"seed {seed}, run {run}, step {step}");
                if (fits) written += records.Length;

                var take = random.Next(0, (int)(written - taken) + 1);
                if (random.Next(2) == 0) Assert.Equal(Math.Min(take, written - taken), lane.Reader.Available(take));
                for (var i = 0; i < take; i++) lane.Reader.PeekOrNull(i).AssertIs(taken + i);
                lane.Reader.Advance(take);
                taken += take;
                if (random.Next(3) > 0) lane.Reader.Release();
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(64)]
    public void Two_threads_pass_runs_of_every_length_whole_and_in_order(int capacity)
    {
        var seed = Environment.TickCount;
        const long records = 100_000;
        var lane = Create(capacity);
        TestThreads.RunAll(
            () =>
            {
                var random = new Random(seed);
                var buffer = new Payload[Math.Min(capacity, 7)];
                for (var written = 0L; written < records;)
                {
                    var count = (int)Math.Min(random.Next(1, buffer.Length + 1), records - written);
                    for (var i = 0; i < count; i++) buffer[i] = Payload.Of(written + i);
                    var spin = default(SpinWait);
                    while (!lane.TryWriteRun(buffer.AsSpan(0, count))) spin.SpinOnce(sleep1Threshold: -1);
                    written += count;
                }
            },
            () =>
            {
                var spin = default(SpinWait);
                for (var taken = 0L; taken < records;)
                {
                    var available = lane.Reader.Available(5);
                    for (var i = 0; i < available; i++) lane.Reader.PeekOrNull(i).AssertIs(taken + i);
                    lane.Reader.Advance(available);
                    lane.Reader.Release();
                    taken += available;
                    if (available == 0) spin.SpinOnce(sleep1Threshold: -1);
                }
            });
    }
}
