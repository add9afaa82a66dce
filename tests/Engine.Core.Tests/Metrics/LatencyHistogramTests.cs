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
