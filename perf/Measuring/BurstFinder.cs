namespace Measuring;

/// <summary>The densest stretches of a recording.</summary>
public static class BurstFinder
{
    /// <summary>
    /// The windows of a width that hold the most events, densest first, none overlapping another. A window begins with
    /// an event and does not hold what comes a width later.
    /// </summary>
    /// <param name="timesNs">Ascending.</param>
    public static IReadOnlyList<Burst> Densest(ReadOnlySpan<long> timesNs, long widthNs, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(widthNs);
        var windows = new List<Burst>(timesNs.Length);
        var end = 0;
        for (var first = 0; first < timesNs.Length; first++)
        {
            if (first > 0 && timesNs[first] < timesNs[first - 1])
                throw new ArgumentException($"Time {first} is before the one ahead of it.", nameof(timesNs));
            while (end < timesNs.Length && timesNs[end] < timesNs[first] + widthNs) end++;
            windows.Add(new Burst(first, end - first, timesNs[first]));
        }

        var chosen = new List<Burst>();
        foreach (var window in windows.OrderByDescending(w => w.Count).ThenBy(w => w.First))
        {
            if (chosen.Count == count) break;
            if (chosen.TrueForAll(c => Math.Abs(c.StartNs - window.StartNs) >= widthNs)) chosen.Add(window);
        }
        return chosen;
    }
}
