using System.Globalization;
using Engine.Core.Config;
using Engine.Core.Events;

namespace Engine.Core.Time;

/// <summary>
/// A window that comes again on days of the week, on the wall of a zone. One that does not end later than it begins
/// ends on the next day.
/// </summary>
public sealed class MaintenanceRule
{
    private const long LeadNsMax = 86_400_000_000_000;

    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly AsciiText24 _name;
    private readonly TimeZoneInfo _zone;
    private readonly bool[] _days; // By day of the week, Sunday first.
    private readonly TimeOnly _from;
    private readonly TimeOnly _to;
    private readonly long _leadNs;

    private MaintenanceRule(
        string name, TimeZoneInfo zone, bool[] days, TimeOnly from, TimeOnly to, long leadNs)
    {
        _name = AsciiText24.From(name);
        _zone = zone;
        _days = days;
        _from = from;
        _to = to;
        _leadNs = leadNs;
    }

    /// <summary>Reads the section <c>maintenance.NAME</c>.</summary>
    /// <exception cref="ConfigException">A setting is missing or cannot be used.</exception>
    public static MaintenanceRule Parse(string name, ConfigSection section)
    {
        if (!AsciiText.TryWrite(name, new byte[AsciiText24.SizeInBytes]))
        {
            throw ConfigException.Invalid(
                section.KeyOf(""), name, $"name a window with at most {AsciiText24.SizeInBytes} ASCII characters");
        }
        var days = new bool[DayNames.Length];
        foreach (var day in section.GetList("days", string.Join(',', DayNames)))
        {
            var index = Array.IndexOf(DayNames, day);
            if (index < 0)
            {
                throw ConfigException.Invalid(
                    section.KeyOf("days"), day, "give days such as mon,tue,wed,thu,fri,sat,sun");
            }
            days[index] = true;
        }
        var zone = section.GetText("zone", "America/New_York");
        return new MaintenanceRule(
            name, ZonedTime.Find(section.KeyOf("zone"), zone), days, TimeOf(section, "from"), TimeOf(section, "to"),
            section.GetDurationNs("lead", 0, LeadNsMax, "90s"));
    }

    /// <summary>The first window that begins after the time.</summary>
    public MaintenancePayload FirstAfter(long timeNs)
    {
        var date = ZonedTime.DateOf(_zone, timeNs).AddDays(-1);
        while (!_days[(int)date.DayOfWeek] || ZonedTime.InstantNs(_zone, date, _from) <= timeNs) date = date.AddDays(1);

        var startNs = ZonedTime.InstantNs(_zone, date, _from);
        var lastDate = _to > _from ? date : date.AddDays(1);
        return new MaintenancePayload
        {
            LeadStartTimeNs = startNs - _leadNs,
            StartTimeNs = startNs,
            EndTimeNs = Math.Max(startNs + 1, ZonedTime.InstantNs(_zone, lastDate, _to)),
            Window = _name,
        };
    }

    private static TimeOnly TimeOf(ConfigSection section, string name)
    {
        var text = section.GetText(name);
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw ConfigException.Invalid(section.KeyOf(name), text, "give a time of day from 00:00 to 23:59");
    }
}
