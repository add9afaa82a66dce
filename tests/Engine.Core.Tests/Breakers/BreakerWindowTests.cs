using Engine.Core.Breakers;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Breakers;

/// <summary>Goal: a window counts what a list of everything would, whatever comes when.</summary>
public sealed class BreakerWindowTests
{
    private const long PartNs = 100;

    [Fact]
    public void Sums_and_ranges_are_those_of_a_list()
    {
        var step = Gen.Zip(Gen.Frequency(
            (6, Gen.Choose(0, 40)), (3, Gen.Choose(50, 400)), (1, Gen.Choose(1_000, 4_000))), Gen.Choose(1, 1_000));
        var history = step.ListOf().Select(steps => steps.ToArray());
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(history.ToArbitrary(), steps =>
        {
            var window = default(BreakerWindowState);
            var range = default(BreakerWindowState);
            var seen = new List<(long TimeNs, long Value)>();
            var now = 12_345L;
            foreach (var (elapsed, value) in steps)
            {
                now += elapsed;
                seen.Add((now, value));
                window.MoveTo(now, PartNs);
                window.First[(int)window.Newest] += value;
                window.Second[(int)window.Newest]++;
                range.MoveTo(now, PartNs);
                var place = (int)range.Newest;
                range.First[place] = range.First[place] == 0 ? value : Math.Min(range.First[place], value);
                range.Second[place] = Math.Max(range.Second[place], value);

                var asked = now + (value % 700); // Also asked later than anything was noted.
                var kept = seen.Where(e => (asked / PartNs) - (e.TimeNs / PartNs) < LongBuckets.Count).ToArray();
                window.Sum(asked, PartNs, out var sum, out var count);
                Assert.Equal((kept.Sum(e => e.Value), kept.Length), (sum, count));
                range.Range(asked, PartNs, out var lowest, out var highest);
                Assert.Equal(kept.Length == 0 ? (0, 0) : (kept.Min(e => e.Value), kept.Max(e => e.Value)),
                    (lowest, highest));
            }
        }));
    }

    [Fact]
    public void Another_length_of_window_begins_anew()
    {
        var window = default(BreakerWindowState);
        window.MoveTo(1_000, PartNs);
        window.First[(int)window.Newest] = 5;
        window.Sum(1_000, PartNs * 2, out var sum, out _);
        Assert.Equal(0, sum);
        window.MoveTo(1_000, PartNs * 2);
        window.Sum(1_000, PartNs * 2, out sum, out _);
        Assert.Equal(0, sum);
    }

    [Theory]
    [InlineData(1, 3, 100, 33, 34)]
    [InlineData(1, 2, 100, 50, 50)]
    [InlineData(0, 0, 100, 0, 0)]
    [InlineData(5, 0, 100, long.MaxValue, long.MaxValue)]
    [InlineData(-5, 10, 100, 0, 0)]
    [InlineData(long.MaxValue, 1, 1_000_000, long.MaxValue, long.MaxValue)]
    [InlineData(long.MaxValue, long.MaxValue, 1_000_000, 1_000_000, 1_000_000)]
    public void A_share_is_rounded_to_the_side_that_keeps_the_comparison_exact(
        long part, long whole, long scale, long floor, long ceiling)
    {
        Assert.Equal(floor, Ratio.Floor(part, whole, scale));
        Assert.Equal(ceiling, Ratio.Ceiling(part, whole, scale));
    }

    [Fact]
    public void Comparing_shares_without_division_is_the_same() =>
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(
            Gen.Choose(0, int.MaxValue).Four().ToArbitrary(), (((int Part, int Scale, int Whole, int Limit) x) =>
                Assert.Equal((Int128)x.Part * x.Scale >= (Int128)x.Whole * x.Limit,
                    Ratio.IsAtLeast(x.Part, x.Scale, x.Whole, x.Limit)))));
}
