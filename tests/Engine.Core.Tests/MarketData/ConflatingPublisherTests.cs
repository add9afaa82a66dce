using System.Diagnostics;
using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.Pipeline;
using Engine.Core.Sequencing;
using Xunit;

namespace Engine.Core.Tests.MarketData;

public sealed class ConflatingPublisherTests
{
    private readonly ListWriter _lane = new();

    [Fact]
    public void With_room_everything_goes_straight_through()
    {
        using var publisher = new ConflatingPublisher(_lane, 4, 4);
        for (var i = 0; i < 10; i++) publisher.Publish(Quote(1, i));

        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), _lane.Records.Select(r => r.Quote.ReceiveTimeNs));
        Assert.Equal(0, publisher.ConflatedTotal);
        Assert.All(_lane.Records, r => Assert.Equal(0, r.Quote.ConflatedCount));
    }

    [Fact]
    public void Quotes_are_conflated_per_instrument_and_trades_never()
    {
        _lane.Room = 0;
        using var publisher = new ConflatingPublisher(_lane, 4, 100);
        for (var i = 0; i < 10; i++)
        {
            publisher.Publish(Quote(1, 10 + i));
            publisher.Publish(Quote(2, 50 + i));
            publisher.Publish(Trade(1, 100 + i));
        }
        Assert.Equal(12, publisher.BacklogCount);
        Assert.Equal(0, publisher.RunOnce());
        _lane.Room = int.MaxValue;
        Assert.Equal(14, publisher.RunOnce());

        var quotes = _lane.Records.Where(r => r.Kind == EventKind.Quote).ToArray();
        Assert.Equal([19L, 59L], quotes.Select(q => q.Quote.ReceiveTimeNs));
        Assert.Equal([10L, 50L], quotes.Select(q => q.Quote.EarliestReceiveTimeNs));
        Assert.Equal([9, 9], quotes.Select(q => q.Quote.ConflatedCount));
        Assert.Equal(Enumerable.Range(100, 10).Select(i => (long)i), _lane.Records
            .Where(r => r.Kind == EventKind.Trade).Select(t => t.Trade.ReceiveTimeNs));
        var counts = _lane.Records.Where(r => r.Kind == EventKind.ConflationCounted)
            .OrderBy(r => r.InstrumentId).ToArray();
        Assert.Equal([(1, 9, 10L, 19L), (2, 9, 50L, 59L)],
            counts.Select(c => (c.InstrumentId, c.Quote.ConflatedCount, c.Quote.EarliestReceiveTimeNs,
                c.Quote.ReceiveTimeNs)));
        Assert.All(counts, c => Assert.Equal(FixedPoint.Absent, c.Quote.BidPrice));
        Assert.Equal(18, publisher.ConflatedTotal);
    }

    [Fact]
    public void A_conflated_quote_is_as_old_as_the_earliest_that_it_replaced()
    {
        var lane = new Lane<EngineEvent>(8);
        var input = new LaneInput(lane);
        Assert.Equal(8, input.WriteBatch(new EngineEvent[8]));
        using var publisher = new ConflatingPublisher(input, 4, 4);
        var from = Stopwatch.GetTimestamp();
        publisher.Publish(Quote(1, 1));
        var to = Stopwatch.GetTimestamp();
        for (var i = 2; i < 9; i++) publisher.Publish(Quote(1, i));
        var after = Stopwatch.GetTimestamp();
        Assert.Equal(8, lane.Reader.Available(8));
        lane.Reader.Advance(8);
        lane.Reader.Release();
        Assert.True(publisher.RunOnce() > 0);
        publisher.Publish(Quote(2, 20)); // Straight through: as old as when it came into the lane.

        Assert.Equal(3, lane.Reader.Available(8));
        Assert.Equal((7, 8L), (lane.Reader.PeekOrNull().Quote.ConflatedCount,
            lane.Reader.PeekOrNull().Quote.ReceiveTimeNs));
        Assert.InRange(lane.Reader.PeekOrNull().CauseSequence, from, to);
        Assert.True(lane.Reader.PeekOrNull(2).CauseSequence >= after);
    }

    [Fact]
    public void Nothing_is_lost_whatever_the_room()
    {
        const int Seed = 20260105;
        var random = new Random(Seed);
        using var publisher = new ConflatingPublisher(_lane, 8, 16);
        var trades = 0L;
        var quotes = 0L;
        for (var i = 0; i < 20_000; i++)
        {
            _lane.Room = random.Next(3);
            if (random.Next(4) == 0) publisher.RunOnce();
            else if (random.Next(3) == 0 && publisher.BacklogCount < 8)
            {
                publisher.Publish(Trade(random.Next(8), trades++));
            }
            else
            {
                publisher.Publish(Quote(random.Next(8), i));
                quotes++;
            }
        }
        _lane.Room = int.MaxValue;
        publisher.RunOnce();

        var survivors = _lane.Records.Where(r => r.Kind == EventKind.Quote).ToArray();
        Assert.Equal(Enumerable.Range(0, (int)trades).Select(i => (long)i), _lane.Records
            .Where(r => r.Kind == EventKind.Trade).Select(t => t.Trade.ReceiveTimeNs));
        Assert.Equal(quotes, survivors.Length + survivors.Sum(q => (long)q.Quote.ConflatedCount));
        Assert.Equal(publisher.ConflatedTotal, _lane.Records.Where(r => r.Kind == EventKind.ConflationCounted)
            .Sum(c => (long)c.Quote.ConflatedCount));
        Assert.True(publisher.ConflatedTotal > 0, $"seed {Seed}");
    }

    [Fact]
    public async Task When_trades_alone_overflow_the_feed_waits_for_the_lane()
    {
        _lane.Room = 0;
        using var publisher = new ConflatingPublisher(_lane, 4, 2);
        publisher.Publish(Trade(0, 1));
        publisher.Publish(Trade(0, 2));
        var feed = Task.Run(() => publisher.Publish(Trade(0, 3)));
        Assert.True(SpinWait.SpinUntil(() => publisher.BlockedTotal == 1, TimeSpan.FromSeconds(10)));
        Assert.False(feed.IsCompleted);
        publisher.RunOnce();
        Assert.Empty(_lane.Records);

        _lane.Room = 100;
        publisher.RunOnce();
        await feed.WaitAsync(TimeSpan.FromSeconds(10));
        publisher.RunOnce();
        Assert.Equal([1L, 2, 3], _lane.Records.Select(r => r.Trade.ReceiveTimeNs));
    }

    [Fact]
    public async Task Dispose_ends_a_blocked_publish()
    {
        _lane.Room = 0;
        var publisher = new ConflatingPublisher(_lane, 4, 1);
        publisher.Publish(Trade(0, 1));
        var feed = Task.Run(() => publisher.Publish(Trade(0, 2)));
        Assert.True(SpinWait.SpinUntil(() => publisher.BlockedTotal == 1, TimeSpan.FromSeconds(10)));
        publisher.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => feed.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private static EngineEvent Quote(int instrument, long receiveNs) => new()
    {
        Kind = EventKind.Quote,
        InstrumentId = instrument,
        Quote = new QuotePayload
        {
            ReceiveTimeNs = receiveNs,
            EarliestReceiveTimeNs = receiveNs,
            EventTimeNs = receiveNs
        },
    };

    private static EngineEvent Trade(int instrument, long receiveNs) => new()
    {
        Kind = EventKind.Trade,
        InstrumentId = instrument,
        Trade = new TradePayload { ReceiveTimeNs = receiveNs },
    };
}
