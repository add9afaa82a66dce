using System.Globalization;
using Engine.Core.Pipeline;
using Engine.Core.Sequencing;

namespace Microbenchmarks.Ring;

/// <summary>
/// Ring and lanes beside a bare ring in one process. The host moves the two cores closer and farther within seconds,
/// which changes every figure several times over; so the cases are interleaved, their order rotates, a bare round trip
/// is probed before and after each sample, samples with differing probes are dropped, and ratios are formed inside one
/// regime only.
/// </summary>
internal static class RingHarness
{
    private const int WarmUpRounds = 2;
    private const double NearNsMax = 200;

    public static int Run(string[] args)
    {
        var cpus = CpuAffinity.Allowed();
        if (cpus.Count < 2)
        {
            Console.Error.WriteLine("The ring harness needs two cores; this process may use fewer.");
            return 1;
        }
        var (a, b) = (cpus[0], cpus[1]);
        var rounds = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 7;
        Console.WriteLine(
            $"cores {a} and {b}, median [min..max] of {rounds} rounds after {WarmUpRounds} warm-up, bare = 1.00");

        const long events = 4_000_000;
        Group("throughput 64 B, M events/s", ["rate"], rounds, a, b,
            ("bare single", () => ThroughputCases.Bare<Event64>(a, b, events, 1)),
            ("ring single", () => ThroughputCases.Ring<Event64, BusySpinWait>(a, b, events, 1, default)),
            ("ring single stand-back", () => ThroughputCases.Ring<Event64, StandBackWait<BusySpinWait>>(a, b, events, 1,
                new(default))),
            ("ring single spin-park", () => ThroughputCases.Ring<Event64, SpinParkWait>(a, b, events, 1, new())),
            ("ring single blocking", () => ThroughputCases.Ring<Event64, BlockingWait>(a, b, events, 1, default)),
            ("lane single", () => ThroughputCases.Lane<Event64>(a, b, events, 1)),
            ("lanes, 2 producers", () => ThroughputCases.TwoProducers(a, b, events, ownLanes: true)),
            ("shared lane, 2 producers", () => ThroughputCases.TwoProducers(a, b, events, ownLanes: false)));
        foreach (var batch in new[] { 1, 16, 64 })
        {
            Group($"throughput 128 B, batch {batch}, M events/s", ["rate"], rounds, a, b,
                ("bare", () => ThroughputCases.Bare<Event128>(a, b, events, batch)),
                ("ring", () => ThroughputCases.Ring<Event128, BusySpinWait>(a, b, events, batch, default)),
                ("ring stand-back", () => ThroughputCases.Ring<Event128, StandBackWait<BusySpinWait>>(a, b, events,
                    batch, new(default))),
                ("lane", () => ThroughputCases.Lane<Event128>(a, b, events, batch)),
                ("three fused stages", () => ThroughputCases.ThreeStages(a, b, events, batch)));
        }
        foreach (var rate in new[] { 100_000, 1_000_000 })
        {
            Group($"one way, 128 B, {rate / 1000} k/s, ns", ["p50", "p90", "w99"], rounds, a, b,
                ("bare", () => LatencyCases.OneWay(a, b, rate, new BareHop())),
                ("ring busy spin", () => LatencyCases.OneWay(a, b, rate, new RingHop<BusySpinWait>(default))),
                ("ring spin-park", () => LatencyCases.OneWay(a, b, rate, new RingHop<SpinParkWait>(new()))),
                ("lane busy spin", () => LatencyCases.OneWay(a, b, rate, new LaneHop<BusySpinWait>(default))),
                ("lane spin-park", () => LatencyCases.OneWay(a, b, rate, new LaneHop<SpinParkWait>(new()))));
        }
        const int trips = 100_000;
        Group("round trip, 128 B, ns", ["p50"], rounds, a, b,
            ("bare", () => LatencyCases.RoundTrip(a, b, new BareHop(), new BareHop(), trips)),
            ("ring busy spin", () => LatencyCases.RoundTrip(a, b, new RingHop<BusySpinWait>(default),
                new RingHop<BusySpinWait>(default), trips)),
            ("ring spin-park", () => LatencyCases.RoundTrip(a, b, new RingHop<SpinParkWait>(new()),
                new RingHop<SpinParkWait>(new()), trips)),
            ("lane busy spin", () => LatencyCases.RoundTrip(a, b, new LaneHop<BusySpinWait>(default),
                new LaneHop<BusySpinWait>(default), trips)),
            ("ring blocking", () => LatencyCases.RoundTrip(a, b, new RingHop<BlockingWait>(default),
                new RingHop<BlockingWait>(default), trips / 100)));
        return 0;
    }

    private static void Group(
        string title, string[] columns, int rounds, int cpuA, int cpuB,
            params (string Name, Func<double[]> Sample)[] cases)
    {
        var samples = new List<(int Case, bool IsNear, double[] Values)>();
        var dropped = 0;
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            for (var i = 0; i < cases.Length; i++)
            {
                var index = (i + round + WarmUpRounds) % cases.Length;
                var nearBefore = ProbeNs(cpuA, cpuB) < NearNsMax;
                var values = cases[index].Sample();
                var nearAfter = ProbeNs(cpuA, cpuB) < NearNsMax;
                if (round < 0) continue;
                if (nearBefore == nearAfter) samples.Add((index, nearBefore, values));
                else dropped++;
            }
        }
        Print(title, columns, cases.Select(c => c.Name).ToArray(), samples, dropped);
    }

    private static double ProbeNs(int cpuA, int cpuB) =>
        LatencyCases.RoundTrip(cpuA, cpuB, new BareHop(), new BareHop(), 3_000)[0];

    private static void Print(
        string title, string[] columns, string[] names, List<(int Case, bool IsNear, double[] Values)> samples,
            int dropped)
    {
        foreach (var isNear in new[] { true, false })
        {
            var regime = samples.Where(s => s.IsNear == isNear).ToArray();
            if (regime.Length == 0) continue;
            Console.WriteLine($"\n{title}, cores {(isNear ? "near" : "far")}, {dropped} samples dropped");
            for (var c = 0; c < names.Length; c++)
            {
                var cells = columns.Select((column, i) => Cell(column, i, c, regime));
                Console.WriteLine($"  {names[c],-26}{string.Concat(cells)} n={regime.Count(s => s.Case == c)}");
            }
        }
    }

    private static string Cell(string column, int i, int c, (int Case, bool IsNear, double[] Values)[] regime)
    {
        var values = regime.Where(s => s.Case == c).Select(s => s.Values[i]).Order().ToArray();
        var bare = regime.Where(s => s.Case == 0).Select(s => s.Values[i]).Order().ToArray();
        if (values.Length == 0) return $"{column} -".PadRight(42);
        var median = values[values.Length / 2];
        var ratio = bare.Length == 0 ? "" : $" {median / bare[bare.Length / 2]:0.00}x";
        return $"{column} {median:0.#} [{values[0]:0.#}..{values[^1]:0.#}]{ratio}".PadRight(42);
    }
}
