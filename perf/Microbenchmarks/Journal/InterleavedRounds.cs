using System.Globalization;
using Measuring;

namespace Microbenchmarks.Journal;

/// <summary>
/// Measures candidates in turn, in rotating order, and prints each with its ratio to the first one of the same round.
/// Where it matters which cores a candidate's threads run on, a bare round trip is probed around each round, and rounds
/// whose probes disagree are measured again, up to a bound.
/// </summary>
internal sealed class InterleavedRounds(int rounds, TextWriter output)
{
    private const int WarmUpRounds = 2;
    private const int TriesPerRound = 3;

    /// <param name="candidates">Figures where more is better; the first is the bare one.</param>
    public void Run(string row, bool isGuarded, params (string Name, Func<double> Sample)[] candidates)
    {
        var kept = new List<(CoreDistance Distance, double[] Figures)>();
        var dropped = 0;
        for (var round = -WarmUpRounds; kept.Count < rounds && round < rounds * TriesPerRound; round++)
        {
            var before = isGuarded ? BareRoundTrip.MedianNs() : 0;
            var figures = new double[candidates.Length];
            for (var i = 0; i < candidates.Length; i++)
            {
                var index = (i + round + WarmUpRounds) % candidates.Length; // Nobody always finds the warmer disk.
                figures[index] = candidates[index].Sample();
            }
            if (round < 0) continue;

            var distance = isGuarded
                ? CoreDistances.Of(before, BareRoundTrip.MedianNs())
                : CoreDistance.Near;
            if (distance == CoreDistance.Mixed) dropped++;
            else kept.Add((distance, figures));
        }
        foreach (var group in kept.GroupBy(sample => sample.Distance))
            Print(row, isGuarded ? group.Key : null, dropped, candidates, [.. group.Select(sample => sample.Figures)]);
        if (kept.Count == 0) output.WriteLine($"{row}: no round whose probes agree, {dropped} dropped");
    }

    private void Print(
        string row, CoreDistance? distance, int dropped, (string Name, Func<double> Sample)[] candidates,
        IReadOnlyList<double[]> samples)
    {
        var guard = distance is null ? "" : $", cores {distance}, {dropped} rounds dropped";
        output.WriteLine($"{row}, n={samples.Count}{guard}");
        for (var i = 0; i < candidates.Length; i++)
        {
            var figures = Spread.Of(samples.Select(sample => sample[i]));
            var ratios = Spread.Of(samples.Select(sample => sample[i] / sample[0]));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {candidates[i].Name,-36} {figures.Median,9:0.000}   ratio {ratios}"));
        }
    }
}
