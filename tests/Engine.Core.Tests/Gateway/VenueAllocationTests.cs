using System.Diagnostics;
using Engine.Core.Events;
using Xunit;
using Xunit.Abstractions;
using static Engine.Core.Tests.Gateway.VenueRecords;

namespace Engine.Core.Tests.Gateway;

/// <summary>Goal: after construction the model allocates nothing, with and without working orders.</summary>
public sealed class VenueAllocationTests(ITestOutputHelper output)
{
    private const int Quotes = 1_000_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_million_quotes_allocate_nothing(bool withOrders)
    {
        var bench = new VenueBench();
        bench.Feed(Instrument(), Instrument(1), Quote(0, 1, 2), Quote(0, 1, 2, id: 1));
        Run(bench, withOrders, 10_000, 1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        Run(bench, withOrders, Quotes, 1_000_000);
        var elapsed = Stopwatch.GetElapsedTime(started);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        var fills = bench.Model.Tables.Counts.LastExecution;
        output.WriteLine($"{elapsed.TotalNanoseconds / Quotes:F1} ns per quote, {fills} fills");
        Assert.Equal(withOrders, fills > 100);
    }

    [Fact]
    public void Stops_that_trail_trigger_and_cancel_each_other_allocate_nothing()
    {
        var bench = new VenueBench();
        bench.Feed(Instrument(), Quote(0, 1, 2));
        EngineEvent[] intents =
        [
            .. Termed(0, 1, Side.Sell, 30, OrderType.TrailingStop, new OrderTermsPayload { TrailPrice = 20 }),
            .. Termed(0, 1, Side.Sell, 30, OrderType.Limit, new OrderTermsPayload { OcoGroup = 1 }, limit: 10_200),
        ];
        RunStops(bench, intents, 2_000, 1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        RunStops(bench, intents, 100_000, 1_000_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(bench.Model.Tables.Counts.LastExecution > 100);
    }

    private static void RunStops(VenueBench bench, Span<EngineEvent> intents, int trades, long firstOrderId)
    {
        var model = bench.Model;
        var trade = Trade(model.NowNs, 10_000, 100);
        var quote = Quote(model.NowNs, 9_990, 10_010);
        var response = default(EngineEvent);
        for (var i = 0; i < trades; i++)
        {
            if (i % 100 == 0)
            {
                intents[0].Order.OrderId = intents[1].OrderTerms.OrderId = firstOrderId;
                intents[2].Order.OrderId = intents[3].OrderTerms.OrderId = firstOrderId + 1;
                intents[3].OrderTerms.OcoGroup = firstOrderId;
                firstOrderId += 2;
                foreach (ref var intent in intents)
                {
                    intent.TimestampNs = trade.TimestampNs;
                    model.OnRecord(in intent);
                }
            }
            trade.TimestampNs += 2 * Ms;
            trade.Trade.Price = 10_000 + ((i & 63) < 32 ? i & 31 : -(i & 31));
            quote.TimestampNs = trade.TimestampNs + Ms;
            model.OnRecord(in trade);
            model.OnRecord(in quote);
            while (model.TryTakeResponse(model.NowNs, ref response)) model.OnRecord(in response);
        }
    }

    private static void Run(VenueBench bench, bool withOrders, int quotes, long firstOrderId)
    {
        var model = bench.Model;
        var record = Quote(model.NowNs, 9_990, 10_000);
        var order = Market(0, 1, Side.Buy, 30);
        var response = default(EngineEvent);
        for (var i = 0; i < quotes; i++)
        {
            if (withOrders && i % 1_000 == 0)
            {
                order.TimestampNs = record.TimestampNs;
                order.Order.OrderId = firstOrderId++;
                model.OnRecord(in order);
            }
            record.TimestampNs += Ms;
            record.Quote.AskPrice = 10_000 + (i & 15);
            model.OnRecord(in record);
            while (model.TryTakeResponse(model.NowNs, ref response)) model.OnRecord(in response);
        }
    }
}
