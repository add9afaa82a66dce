using Measuring;
using Xunit;

namespace Perf.Tests;

/// <summary>
/// Goal: a stall that hits few windows shows in p99 and max and not in w99, and warm-up counts nowhere.
/// Method: samples made by hand, a tick and a nanosecond being the same.
/// </summary>
public sealed class LatencySamplesTests
{
    private const long WindowNs = 10_000_000;
    private const int Windows = 10;
    private const int PerWindow = 100;

    [Fact]
    public void Few_bad_windows_do_not_move_w99()
    {
        var samples = Samples(latencyOf: window => window == 3 ? 5_000_000 : 1_000);
        var figures = samples.Figures(planned => planned, fromNs: 0, nsPerTick: 1);

        Assert.Equal(Windows * PerWindow, figures.Count);
        Assert.Equal(1_000, figures.P50);
        Assert.Equal(1_000, figures.W99);
        Assert.Equal(5_000_000, figures.P99);
        Assert.Equal(5_000_000, figures.Max);
    }

    [Fact]
    public void What_was_planned_in_the_warm_up_or_behind_the_end_does_not_count()
    {
        var samples = Samples(latencyOf: window => window);
        var figures = samples.Figures(planned => planned, 2 * WindowNs, nsPerTick: 1, toNs: 4 * WindowNs);

        Assert.Equal(2 * PerWindow, figures.Count);
        Assert.Equal((2, 3), (figures.P50, figures.Max));
    }

    [Fact]
    public void A_window_with_too_few_samples_has_no_p99_of_its_own()
    {
        var samples = new LatencySamples(5);
        for (var i = 0; i < 5; i++) samples.Add(i, i + 7);
        var figures = samples.Figures(planned => planned, 0, 1);

        Assert.Equal(7, figures.P50);
        Assert.Equal(double.NaN, figures.W99);
    }

    private static LatencySamples Samples(Func<int, long> latencyOf)
    {
        var samples = new LatencySamples(Windows * PerWindow);
        for (var window = 0; window < Windows; window++)
        {
            for (var i = 0; i < PerWindow; i++)
            {
                var planned = (window * WindowNs) + (i * WindowNs / PerWindow);
                samples.Add(planned, planned + latencyOf(window));
            }
        }
        return samples;
    }
}
