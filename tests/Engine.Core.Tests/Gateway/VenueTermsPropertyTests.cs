using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.State;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static Engine.Core.Tests.Gateway.VenueRecords;

namespace Engine.Core.Tests.Gateway;

/// <summary>
/// Goal: whatever the market does, a trailing stop never moves back, a fill-or-kill order is filled once and whole, and
/// of a group one order is executed. The state stays a function of the records, also through a crash at any of them.
/// Method: seeded scenarios of every type; FsCheck prints the seed that fails.
/// </summary>
public sealed class VenueTermsPropertyTests
{
    private const int RecordsPerSeed = 300;

    private static VenueOptions Busy => VenueBench.Small with
    {
        LatencyNs = 20 * Ms,
        LatencyJitterNs = 40 * Ms,
        PartialFillPpm = 300_000,
        ReportLatencyNs = 7 * Ms,
        VolumeCapPpm = 500_000,
    };

    [Fact]
    public void A_trailing_stop_never_moves_back() => ForSeeds(60, seed =>
    {
        var bench = new VenueBench(Busy);
        var stops = new Dictionary<long, long>();
        foreach (var record in Scenario(seed))
        {
            bench.Feed(record);
            for (var slot = 0; slot < bench.Options.OrdersRetained; slot++)
            {
                ref readonly var order = ref bench.Model.Tables.Orders[slot];
                if (order.Type != OrderType.TrailingStop || order.StopPrice == 0) continue;
                if (stops.TryGetValue(order.OrderId, out var before))
                {
                    Assert.True(order.Side == Side.Buy ? order.StopPrice <= before : order.StopPrice >= before,
                        $"Order {order.OrderId} {order.Side}: its stop went from {before} to {order.StopPrice}.");
                }
                stops[order.OrderId] = order.StopPrice;
            }
        }
    });

    [Fact]
    public void A_fill_or_kill_order_is_executed_once_and_whole_or_never() => ForSeeds(60, seed =>
    {
        var bench = Run(seed);
        var asked = bench.Journal.Where(r => r.Kind == EventKind.OrderRequested
            && r.Order.TimeInForce == TimeInForce.FillOrKill).ToDictionary(r => r.Order.OrderId);
        foreach (var fills in bench.Fills.Where(r => asked.ContainsKey(r.Execution.OrderId))
            .GroupBy(r => r.Execution.OrderId))
        {
            Assert.Equal(asked[fills.Key].Order.Quantity, Assert.Single(fills).Execution.Quantity);
        }
    });

    [Fact]
    public void Of_a_group_one_order_is_executed_whatever_is_lost() => ForSeeds(60, seed =>
    {
        var bench = Run(seed);
        var groups = bench.Journal.Where(r => r.Kind == EventKind.OrderTerms && r.OrderTerms.OcoGroup != 0)
            .ToDictionary(r => r.OrderTerms.OrderId, r => r.OrderTerms.OcoGroup);
        var executed = bench.Fills.Select(r => r.Execution.OrderId).Distinct();
        Assert.All(executed.GroupBy(FirstOf), group => Assert.Single(group));

        long FirstOf(long id) => groups.TryGetValue(id, out var named) ? FirstOf(named) : id;
    });

    [Fact]
    public void A_crash_at_any_record_goes_on_like_the_original() => ForSeeds(30, seed =>
    {
        var original = Run(seed);
        var cut = new Random(seed).Next(original.Journal.Count);
        if (original.Journal[cut].Kind == EventKind.OrderTerms) cut++; // Groups are whole.
        var donor = new StateRegistry();
        var donorModel = new VenueModel(donor, Busy);
        foreach (var record in original.Journal.Take(cut)) donorModel.OnRecord(in record);

        var registry = new StateRegistry();
        var model = new VenueModel(registry, Busy);
        foreach (var (from, to) in donor.Tables.Zip(registry.Tables))
            for (var i = 0; i < from.Capacity; i++)
                if (!from.ReadBytes(i).IsEmpty) to.WriteBytes(i, from.ReadBytes(i));
        registry.NotifyRestored();
        foreach (var record in original.Journal.Skip(cut)) model.OnRecord(in record);
        Assert.Equal(original.Registry.FoldDigest(), registry.FoldDigest());
        Assert.Equal(registry.ComputeDigest(), registry.FoldDigest());
    });

    private static VenueBench Run(int seed)
    {
        var bench = new VenueBench(Busy);
        bench.Feed([.. Scenario(seed)]).Drain(100_000 * Ms);
        return bench;
    }

    private static List<EngineEvent> Scenario(int seed)
    {
        var random = new Random(seed);
        var records = new List<EngineEvent> { Instrument(tick: 5, lot: 10, calendarId: 1) };
        for (var day = 1; day <= 4; day++)
            records.Add(Session(1, day, day * 1_500 * Ms, ((day - 1) * 1_500 * Ms) + (100 * Ms)));
        var (timeNs, orderId, mid) = (0L, 0L, 10_000L);
        for (var i = 0; i < RecordsPerSeed; i++)
        {
            timeNs += random.Next(4) == 0 ? 0 : random.Next(40) * Ms;
            mid += random.Next(-4, 5) * 5;
            switch (random.Next(8))
            {
                case < 3:
                    var spread = 5 * random.Next(0, 4);
                    records.Add(Quote(timeNs, mid - spread, mid + spread, random.Next(500), random.Next(500)));
                    break;
                case < 5:
                    records.Add(Trade(timeNs, mid + (5 * random.Next(-2, 3)), random.Next(3_000)));
                    break;
                case 5 when orderId > 0:
                    records.Add(Cancel(timeNs, random.NextInt64(1, orderId + 1)));
                    break;
                default:
                    records.AddRange(RandomOrder(random, timeNs, ++orderId, mid));
                    break;
            }
        }
        return records;
    }

    private static EngineEvent[] RandomOrder(Random random, long timeNs, long orderId, long mid)
    {
        var row = OrderTypeTable.Rows[random.Next(OrderTypeTable.Rows.Count)];
        var side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        var away = 5 * random.Next(0, 8) * (side == Side.Buy ? 1 : -1);
        var isTrailing = row.Type == OrderType.TrailingStop;
        var isByPrice = random.Next(2) == 0;
        var terms = new OrderTermsPayload
        {
            StopPrice = OrderTypeTable.HasStop(row.Type) && !isTrailing ? mid + away : 0,
            TrailPrice = isTrailing && isByPrice ? 5 * random.Next(1, 6) : 0,
            TrailBps = isTrailing && !isByPrice ? random.Next(1, 40) : 0,
            ExpireTimeNs = row.TimeInForce == TimeInForce.GoodTillDate ? timeNs + (random.Next(800) * Ms) : 0,
            OcoGroup = orderId > 1 && random.Next(3) == 0 ? orderId - 1 : 0,
        };
        var limit = OrderTypeTable.HasLimit(row.Type) ? mid + (5 * random.Next(-4, 5)) : Absent;
        return Termed(timeNs, orderId, side, 10 * random.Next(1, 40), row.Type, terms, row.TimeInForce, limit);
    }

    private static void ForSeeds(int count, Action<int> check) =>
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(count), Prop.ForAll(
            Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
            seed =>
            {
                check(seed);
                return true;
            }));
}
