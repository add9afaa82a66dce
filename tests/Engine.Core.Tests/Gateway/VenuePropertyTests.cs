using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.State;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static Engine.Core.Tests.Gateway.VenueRecords;

namespace Engine.Core.Tests.Gateway;

/// <summary>
/// Goal: whatever happens, fills are conserved, capped, on time and within the limit; and the state is a function of
/// the journal. Method: seeded scenarios; FsCheck prints the seed that fails.
/// </summary>
public sealed class VenuePropertyTests
{
    private static VenueOptions Busy => VenueBench.Small with
    {
        LatencyNs = 30 * Ms,
        LatencyJitterNs = 40 * Ms,
        PartialFillPpm = 300_000,
        RejectPpm = 50_000,
        ReportLatencyNs = 7 * Ms,
    };

    [Fact]
    public void Fills_stay_within_quantity_limit_volume_cap_displayed_size_and_latency() => ForSeeds(60, seed =>
    {
        var bench = new VenueBench(Busy);
        var orders = new Dictionary<long, Tracked>();
        foreach (var record in VenueScenario.Create(seed))
        {
            bench.Drain(record.TimestampNs);
            if (record.Kind == EventKind.OrderRequested) orders[record.Order.OrderId] = new Tracked(record);
            foreach (var order in orders.Values) order.Follow(in record, bench.Options);
            var before = bench.Model.Tables.Counts.LastExecution;
            bench.Feed(record);
            CheckFills(bench, orders, before, record);
        }
    });

    [Fact]
    public void The_same_records_give_the_same_responses_and_digest() => ForSeeds(20, seed =>
    {
        var first = Run(seed, out var firstDigest);
        var second = Run(seed, out var secondDigest);
        Assert.Equal(firstDigest, secondDigest);
        Assert.Equal(Hex(first.Journal), Hex(second.Journal));
        Assert.True(first.Said.Count > 50);
    });

    [Fact]
    public void The_journal_alone_rebuilds_the_state_whatever_the_host_had_taken() => ForSeeds(20, seed =>
    {
        var original = Run(seed, out var digest);
        var registry = new StateRegistry();
        var model = new VenueModel(registry, Busy);
        foreach (var record in original.Journal) model.OnRecord(in record);
        Assert.Equal(digest, registry.FoldDigest());
        Assert.Equal(registry.ComputeDigest(), registry.FoldDigest());

        // Both go on alike.
        var rest = default(EngineEvent);
        var restAgain = default(EngineEvent);
        while (original.Model.TryTakeResponse(9_000_000 * Ms, ref rest))
        {
            Assert.True(model.TryTakeResponse(9_000_000 * Ms, ref restAgain));
            Assert.Equal(Hex(in rest), Hex(in restAgain));
        }
        Assert.False(model.TryTakeResponse(9_000_000 * Ms, ref restAgain));
    });

    [Fact]
    public void A_snapshot_at_any_point_goes_on_like_the_original() => ForSeeds(20, seed =>
    {
        var original = Run(seed, out var digest);
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
        Assert.Equal(donor.FoldDigest(), registry.FoldDigest());
        Assert.Equal(donorModel.BoundNs, model.BoundNs);
        foreach (var record in original.Journal.Skip(cut)) model.OnRecord(in record);
        Assert.Equal(digest, registry.FoldDigest());
    });

    [Fact]
    public void When_responses_are_taken_does_not_change_what_they_say() => ForSeeds(20, seed =>
    {
        // A host behind the durable sequence takes late and in batches; nothing comes back meanwhile.
        var prompt = Take(seed, every: 1);
        Assert.Equal(prompt, Take(seed, every: 37));
        Assert.Equal(prompt, Take(seed, every: 10_000));
    });

    private static List<string> Take(int seed, int every)
    {
        var model = new VenueModel(new StateRegistry(), Busy with { ResponsesMax = 65_536 });
        var taken = new List<EngineEvent>();
        var response = default(EngineEvent);
        var count = 0;
        foreach (var record in VenueScenario.Create(seed))
        {
            model.OnRecord(in record);
            if (++count % every != 0) continue;
            while (model.TryTakeResponse(model.NowNs, ref response)) taken.Add(response);
        }
        while (model.TryTakeResponse(model.NowNs, ref response)) taken.Add(response);
        return [.. Hex(taken)];
    }

    private static VenueBench Run(int seed, out ulong digest)
    {
        var bench = new VenueBench(Busy);
        bench.Feed([.. VenueScenario.Create(seed)]);
        digest = bench.Registry.FoldDigest();
        return bench;
    }

    private static void CheckFills(VenueBench bench, Dictionary<long, Tracked> orders, long before, EngineEvent record)
    {
        var buys = 0L;
        var sells = 0L;
        for (var number = before + 1; number <= bench.Model.Tables.Counts.LastExecution; number++)
        {
            var fill = bench.Model.Tables.Executions[(int)((number - 1) % bench.Options.ExecutionsRetained)];
            var order = orders[fill.OrderId];
            order.Filled += fill.Quantity;
            if (record.Kind == EventKind.Trade) order.PrintFilled += fill.Quantity;
            if (fill.Side == Side.Buy) buys += fill.Quantity;
            else sells += fill.Quantity;

            Assert.True(order.Filled <= order.QuantityMax);
            Assert.True(order.PrintFilled * 1_000_000 <= order.Volume * bench.Options.VolumeCapPpm);
            Assert.True(fill.TimeNs >= order.Intent.TimestampNs + bench.Options.LatencyNs);
            Assert.Equal(fill.Quantity * bench.Options.CommissionPerShare, fill.Commission);
            if (order.Intent.Order.Type == OrderType.Limit)
                Assert.True(fill.Side == Side.Buy ? fill.Price <= order.LimitMost : fill.Price >= order.LimitLeast);
        }
        if (record.Kind == EventKind.Trade) Assert.True(buys + sells <= record.Trade.Size);
        if (record.Kind == EventKind.Quote) Assert.True(buys <= record.Quote.AskSize);
        if (record.Kind == EventKind.Quote && record.Quote.BidSize != Absent)
            Assert.True(sells <= record.Quote.BidSize);
    }

    private static void ForSeeds(int count, Action<int> check) =>
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(count), Prop.ForAll(
            Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
            seed =>
            {
                check(seed);
                return true;
            }));

    private sealed class Tracked(EngineEvent intent)
    {
        public EngineEvent Intent { get; } = intent;

        public long Filled { get; set; }

        public long PrintFilled { get; set; }

        public long Volume { get; private set; }

        public long QuantityMax { get; private set; } = intent.Order.Quantity;

        public long LimitMost { get; private set; } = intent.Order.LimitPrice;

        public long LimitLeast { get; private set; } = intent.Order.LimitPrice;

        public void Follow(in EngineEvent record, VenueOptions options)
        {
            if (record.Kind == EventKind.Trade && record.InstrumentId == Intent.InstrumentId
                && record.TimestampNs >= Intent.TimestampNs + options.LatencyNs)
            {
                Volume += record.Trade.Size;
            }
            if (record.Kind != EventKind.ReplaceRequested || record.Order.OrderId != Intent.Order.OrderId) return;
            QuantityMax = Math.Max(QuantityMax, record.Order.Quantity);
            LimitMost = Math.Max(LimitMost, record.Order.LimitPrice);
            LimitLeast = Math.Min(LimitLeast, record.Order.LimitPrice);
        }
    }
}
