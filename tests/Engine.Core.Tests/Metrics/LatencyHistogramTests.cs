using Engine.Core.Metrics;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Metrics;

public sealed class LatencyHistogramTests
{
    private const double Precision = 1.0 / 128;

    private static readonly double[] Quantiles = [0.0, 0.1, 0.5, 0.9, 0.99, 1.0];

    [Fact]
    public void A_quantile_lies_at_most_one_part_in_128_above_the_true_value()
    {
        var values = Gen.Choose(0, int.MaxValue).NonEmptyListOf().ToArbitrary();
        Prop.ForAll(values, list =>
        {
            var histogram = new LatencyHistogram();
            foreach (var value in list) histogram.Record(value);
            long[] ordered = [.. list.Select(v => (long)v).Order()];
            return Quantiles.All(quantile =>
            {
                var rank = Math.Max(1, (int)Math.Ceiling(quantile * ordered.Length));
                var truth = ordered[rank - 1];
                var shown = histogram.Quantile(quantile);
                return shown >= truth && shown <= truth + (truth * Precision) + 1;
            });
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void From_100_ns_to_100_s_every_value_is_shown_with_at_most_one_percent_error()
    {
        // Evenly over the nine powers of ten: a random exponent, and a random place within it.
        var values = Gen.Choose(0, 8).SelectMany(
                power => Gen.Choose(0, int.MaxValue),
                (power, place) => (long)(100 * Math.Pow(10, power) * (1 + (9.0 * place / int.MaxValue))))
            .ToArbitrary();
        Prop.ForAll(values, value =>
        {
            var histogram = new LatencyHistogram();
            histogram.Record(value);
            histogram.Record(100_000_000_000); // So that the maximum does not make the value exact.
            var shown = histogram.Quantile(0.5);
            return shown >= value && shown - value <= value * 0.01 && histogram.CountUpTo(shown) >= 1
                && histogram.CountUpTo((long)(value * 0.99)) == 0;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_copy_has_what_was_recorded_and_stays_as_it_is()
    {
        LatencyHistogram histogram = new(), copy = new();
        copy.Record(7);
        for (var i = 1; i <= 1_000; i++) histogram.Record(i * 1_000);
        histogram.CopyTo(copy);
        histogram.Record(long.MaxValue);
        Assert.Equal((1_000, 1_000_000, 500_500_000), (copy.Count, copy.MaxNs, copy.SumNs));
        Assert.InRange(copy.Quantile(0.99), 990_000, 990_000 * 1.01);
        Assert.InRange(copy.CountUpTo(500_000), 500, 504);
        Assert.Equal((0, 1_000, 1_001), (copy.CountUpTo(-1), copy.CountUpTo(long.MaxValue),
            histogram.CountUpTo(long.MaxValue)));
    }

    [Fact]
    public void Two_histograms_added_are_as_one_that_recorded_everything()
    {
        var values = Gen.Choose(-1_000, int.MaxValue).ListOf().Two().ToArbitrary();
        Prop.ForAll(values, both =>
        {
            LatencyHistogram first = new(), second = new(), all = new();
            foreach (var value in both.Item1) first.Record(value);
            foreach (var value in both.Item2) second.Record(value);
            foreach (var value in both.Item1.Concat(both.Item2)) all.Record(value);

            first.Add(second);

            return first.Count == all.Count && first.SumNs == all.SumNs && first.MaxNs == all.MaxNs
                && first.NegativeCount == all.NegativeCount
                && Quantiles.All(q => first.Quantile(q) == all.Quantile(q));
        }).QuickCheckThrowOnFailure();
    }
}
