using Engine.Core.Events;
using static Engine.Core.Tests.Gateway.VenueRecords;

namespace Engine.Core.Tests.Gateway;

/// <summary>Seeded ticks and intents in two instruments: the same seed, the same records.</summary>
internal static class VenueScenario
{
    public static List<EngineEvent> Create(int seed, int count = 400)
    {
        var random = new Random(seed);
        var records = new List<EngineEvent>
        {
            Instrument(0, tick: 1, lot: 1), Instrument(1, tick: 5, lot: 10, calendarId: 1), Session(1, 1, 2_000 * Ms),
                Session(1, 2, 5_000 * Ms),
        };
        var timeNs = 0L;
        var orderId = 0L;
        var mid = 10_000L;
        for (var i = 0; i < count; i++)
        {
            timeNs += random.Next(4) == 0 ? 0 : random.Next(40) * Ms;
            mid += random.Next(-3, 4) * 5;
            var id = random.Next(2);
            var spread = 5 * random.Next(-1, 4);
            if (random.Next(8) == 0) records.AddRange(Waiting(random, timeNs, ++orderId, mid, id));
            records.Add(random.Next(10) switch
            {
                < 4 => Quote(timeNs, mid - spread, mid + spread, random.Next(8) == 0 ? Absent : random.Next(500),
                    random.Next(500), id),
                < 6 => Trade(timeNs, mid + (5 * random.Next(-2, 3)), random.Next(3_000), id),
                6 => Market(timeNs, ++orderId, Pick(random), 10 * random.Next(1, 60), Tif(random), id),
                7 => Limit(timeNs, ++orderId, Pick(random), 10 * random.Next(1, 60), mid + (5 * random.Next(-4, 5)),
                    Tif(random), id),
                8 => Cancel(timeNs, random.NextInt64(1, orderId + 2), id),
                _ => Replace(timeNs, random.NextInt64(1, orderId + 2), 10 * random.Next(1, 60), mid, id),
            });
        }
        return records;
    }

    private static EngineEvent[] Waiting(Random random, long timeNs, long orderId, long mid, int id)
    {
        var side = Pick(random);
        var away = 5 * random.Next(0, 6) * (side == Side.Buy ? 1 : -1);
        var (type, terms) = random.Next(3) switch
        {
            0 => (OrderType.Stop, new OrderTermsPayload { StopPrice = mid + away }),
            1 => (OrderType.TrailingStop, new OrderTermsPayload { TrailBps = random.Next(1, 30) }),
            _ => (OrderType.Limit, new OrderTermsPayload { OcoGroup = random.NextInt64(1, orderId + 1) }),
        };
        var time = random.Next(2) == 0 ? TimeInForce.GoodTillCanceled : TimeInForce.Day;
        var limit = type == OrderType.Limit ? mid - away : Absent;
        return Termed(timeNs, orderId, side, 10 * random.Next(1, 60), type, terms, time, limit, id);
    }

    private static Side Pick(Random random) => random.Next(2) == 0 ? Side.Buy : Side.Sell;

    private static TimeInForce Tif(Random random) =>
        random.Next(3) == 0 ? TimeInForce.ImmediateOrCancel : TimeInForce.Day;
}
