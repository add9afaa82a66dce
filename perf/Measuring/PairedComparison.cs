using System.Globalization;

namespace Measuring;

/// <summary>
/// Two candidates that were measured in turn, pair by pair: what of the difference is more than noise. Pairs are
/// compared as ratios, because what disturbs one sample of a pair mostly disturbs the other.
/// </summary>
public sealed record PairedComparison
{
    private const int Resamples = 2_000;
    private const double Confidence = 0.95;
    private const double SignificanceMax = 0.05;

    private PairedComparison(Spread ratios, double low, double high, int above, int below)
    {
        Ratios = ratios;
        (Low, High) = (low, high);
        (Above, Below) = (above, below);
        PValue = SignTest(above, below);
    }

    /// <summary>Second by first candidate.</summary>
    public Spread Ratios { get; }

    /// <summary>Lower end of the interval that holds the median ratio with 95 % confidence, by resampling.</summary>
    public double Low { get; }

    public double High { get; }

    /// <summary>Pairs whose second candidate had the larger figure.</summary>
    public int Above { get; }

    public int Below { get; }

    /// <summary>
    /// Probability of a split as uneven as this one if neither candidate were larger: the two-sided sign test.
    /// </summary>
    public double PValue { get; }

    /// <summary>Both the interval and the sign test speak against "no difference".</summary>
    public bool IsDifferent => PValue <= SignificanceMax && (Low > 1 || High < 1);

    /// <param name="seed">Of the resampling: equal pairs and seeds give equal intervals.</param>
    /// <exception cref="ArgumentException">A figure is not above zero, so that it has no ratio.</exception>
    public static PairedComparison Of(IReadOnlyList<(double First, double Second)> pairs, int seed = 1)
    {
        foreach (var (first, second) in pairs)
            if (!(first > 0 && second > 0 && double.IsFinite(first) && double.IsFinite(second)))
                throw new ArgumentException($"The pair {first}, {second} has no ratio.", nameof(pairs));

        var ratios = pairs.Select(pair => pair.Second / pair.First).ToArray();
        var (low, high) = Interval(ratios, seed);
        return new PairedComparison(
            Spread.Of(ratios), low, high, ratios.Count(ratio => ratio > 1), ratios.Count(ratio => ratio < 1));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Ratios}, 95 % {Low:0.###}..{High:0.###}, ")
        + string.Create(CultureInfo.InvariantCulture,
            $"{Above} of {Ratios.Count} above 1 (sign test p = {PValue:0.###}): {Verdict()}");

    private string Verdict()
    {
        if (!IsDifferent) return "no difference shown";
        return Low > 1 ? "larger" : "smaller";
    }

    private static (double Low, double High) Interval(double[] ratios, int seed)
    {
        if (ratios.Length == 0) return (double.NaN, double.NaN);

        var random = new Random(seed);
        var medians = new double[Resamples];
        var resample = new double[ratios.Length];
        for (var i = 0; i < Resamples; i++)
        {
            for (var k = 0; k < resample.Length; k++) resample[k] = ratios[random.Next(ratios.Length)];
            Array.Sort(resample);
            medians[i] = Spread.MedianOfSorted(resample);
        }
        Array.Sort(medians);
        return (Quantiles.At(medians, (1 - Confidence) / 2), Quantiles.At(medians, (1 + Confidence) / 2));
    }

    // Twice the tail of the binomial distribution of fair throws; pairs without a difference say nothing.
    private static double SignTest(int above, int below)
    {
        var throws = above + below;
        var chance = Math.Pow(0.5, throws); // Of no success at all; the next ones follow from it.
        var tail = 0.0;
        for (var k = 0; k <= Math.Min(above, below); k++)
        {
            tail += chance;
            chance *= (double)(throws - k) / (k + 1);
        }
        return Math.Min(1, 2 * tail);
    }
}
