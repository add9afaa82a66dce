namespace Measuring;

/// <summary>
/// The highest rate that something keeps up with: doubled until it fails, then bisected on a logarithmic scale. A rate
/// fails only when it does so in every try, because one bad moment of a shared machine says nothing about the rate.
/// </summary>
/// <param name="precision">Ends when the lowest rate that failed is at most so much above the best: 0.1 is 10 %.
/// </param>
public sealed class SaturationSearch(double firstRate, double rateMax, double precision, int triesPerRate)
{
    private const int HalvingsMax = 8; // Below the first rate.

    /// <param name="measure">Called with a rate; true if it was kept up with.</param>
    /// <returns>The highest rate kept, or null; the lowest one that failed, or null if none did.</returns>
    public (double? Highest, double? LowestFailed) Run(Func<double, bool> measure)
    {
        double? kept = null;
        double? failed = null;
        for (var rate = firstRate; ;)
        {
            if (IsKept(measure, rate)) kept = rate;
            else failed = rate;

            if (failed is null)
            {
                if (rate >= rateMax) break;
                rate = Math.Min(rate * 2, rateMax);
            }
            else if (kept is null)
            {
                if (rate <= firstRate / (1 << HalvingsMax)) break;
                rate /= 2;
            }
            else
            {
                if (failed / kept <= 1 + precision) break;
                rate = Math.Sqrt(failed.Value * kept.Value);
            }
        }
        return (kept, failed);
    }

    private bool IsKept(Func<double, bool> measure, double rate)
    {
        for (var i = 0; i < triesPerRate; i++)
            if (measure(rate)) return true;
        return false;
    }
}
