using Engine.Core.Config;

namespace Engine.Core.MarketData;

/// <summary>When a price is believed, and for how long.</summary>
/// <param name="CollarBps">
/// A price further from the last good mark waits until a second one confirms it; 0 believes every price.
/// </param>
/// <param name="FreshForNs">Older quotes set no mark, and older marks are stale.</param>
public sealed record MarkOptions(int CollarBps, long FreshForNs)
{
    private const int CollarBpsMax = 1_000_000;
    private const long FreshForNsMax = 30 * 86_400_000_000_000;

    /// <summary>Everything is believed, for ever.</summary>
    public static MarkOptions Off { get; } = new(CollarBps: 0, long.MaxValue);

    /// <summary>Reads the section <c>marks</c>.</summary>
    /// <exception cref="ConfigException">A setting cannot be used.</exception>
    public static MarkOptions Parse(ConfigSection section) => new(
        (int)section.GetLong("collarBps", 1, CollarBpsMax, 2_000),
        section.GetDurationNs("freshFor", 1_000_000, FreshForNsMax, "1m"));
}
