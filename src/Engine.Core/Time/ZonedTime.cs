using Engine.Core.Config;

namespace Engine.Core.Time;

/// <summary>
/// Time on the wall of a zone, as nanoseconds of UTC. Only for edges: the table of zones is of this machine, so what
/// comes out goes to the logic through journaled inputs.
/// </summary>
public static class ZonedTime
{
    private const int NsPerTick = 100;

    /// <summary>Beyond it days are not resolved; 2261 is far from what 64 bits hold.</summary>
    public const long LatestNs = 9_183_000_000_000_000_000;

    /// <param name="key">The setting that named the zone.</param>
    /// <param name="id">IANA name, such as America/New_York.</param>
    /// <exception cref="ConfigException">This machine does not know the zone.</exception>
    public static TimeZoneInfo Find(string key, string id)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw ConfigException.Invalid(
                key, id, "give the name of a time zone, such as America/New_York; if it is one, install tzdata");
        }
    }

    /// <summary>
    /// The instant at which a clock in the zone shows the time. One that the clock skips in spring comes as much later
    /// as the clock was put on; one that it shows twice in autumn is the first of the two.
    /// </summary>
    public static long InstantNs(TimeZoneInfo zone, DateOnly date, TimeOnly time)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = date.ToDateTime(time);
        var offset = zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddDays(-1))
            : zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max()
            : zone.GetUtcOffset(local);
        return checked((local.Ticks - offset.Ticks - DateTime.UnixEpoch.Ticks) * NsPerTick);
    }

    /// <summary>The date that a calendar in the zone shows.</summary>
    public static DateOnly DateOf(TimeZoneInfo zone, long timeNs) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(DateTime.UnixEpoch.AddTicks(timeNs / NsPerTick), zone));

    /// <summary>yyyymmdd.</summary>
    public static int NumberOf(DateOnly date) => (date.Year * 10_000) + (date.Month * 100) + date.Day;
}
