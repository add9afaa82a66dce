using Engine.Core.Events;

namespace Engine.Core.Time;

/// <summary>
/// Sessions of the New York exchanges by their rules, from 1998 on: 09:30 to 16:00 on weekdays that are no holiday,
/// to 13:00 on short days. Days of mourning and of storm are listed up to 2026; of later ones nobody can know.
/// </summary>
public sealed class UsEquityCalendar : ISessionCalendar
{
    private const int FirstYear = 1998;
    private const int JuneteenthFromYear = 2022;
    private const int ShortWednesdayFromYear = 2013;

    private static readonly TimeOnly Open = new(9, 30);
    private static readonly TimeOnly Close = new(16, 0);
    private static readonly TimeOnly ShortClose = new(13, 0);

    // The attacks of September 2001; the funerals of Reagan, Ford, Bush and Carter; hurricane Sandy.
    private static readonly DateOnly[] Closures =
    [
        new(2001, 9, 11), new(2001, 9, 12), new(2001, 9, 13), new(2001, 9, 14), new(2004, 6, 11), new(2007, 1, 2),
        new(2012, 10, 29), new(2012, 10, 30), new(2018, 12, 5), new(2025, 1, 9),
    ];

    // Short days that follow from no rule.
    private static readonly DateOnly[] ShortDays = [new(1999, 12, 31), new(2002, 7, 5), new(2003, 12, 26)];

    private readonly TimeZoneInfo _zone;

    /// <param name="zone">That of New York.</param>
    public UsEquityCalendar(TimeZoneInfo zone) => _zone = zone;

    public bool TryFindAfter(long timeNs, out CalendarDayPayload session)
    {
        session = default;
        if (timeNs > ZonedTime.LatestNs) return false;

        var first = new DateOnly(FirstYear, 1, 1);
        var date = ZonedTime.DateOf(_zone, timeNs);
        if (date < first) date = first;
        while (!IsSession(date) || CloseOf(date) <= timeNs) date = date.AddDays(1);
        session.Date = ZonedTime.NumberOf(date);
        session.OpenTimeNs = ZonedTime.InstantNs(_zone, date, Open);
        session.CloseTimeNs = CloseOf(date);
        session.IsEarlyClose = IsShort(date) ? (byte)1 : (byte)0;
        return true;
    }

    private long CloseOf(DateOnly date) => ZonedTime.InstantNs(_zone, date, IsShort(date) ? ShortClose : Close);

    private static bool IsSession(DateOnly date) =>
        date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !IsHoliday(date) && !Closures.Contains(date);

    private static bool IsHoliday(DateOnly date) => date.Month switch
    {
        // On a Saturday New Year's Day is not made up for: the Friday before ends the year.
        1 => IsOrMondayAfter(date, date.Year, 1, 1) || date == Nth(date.Year, 1, DayOfWeek.Monday, 3),
        2 => date == Nth(date.Year, 2, DayOfWeek.Monday, 3),
        3 or 4 => date == GoodFriday(date.Year),
        5 => date.DayOfWeek == DayOfWeek.Monday && date.Day > 24,
        6 => date.Year >= JuneteenthFromYear && date == Observed(date.Year, 6, 19),
        7 => date == Observed(date.Year, 7, 4),
        9 => date == Nth(date.Year, 9, DayOfWeek.Monday, 1),
        11 => date == Thanksgiving(date.Year),
        12 => date == Observed(date.Year, 12, 25),
        _ => false,
    };

    private static bool IsShort(DateOnly date) =>
        date == Thanksgiving(date.Year).AddDays(1)
        || date is { Month: 12, Day: 24 }
        || (date is { Month: 7, Day: 3 } && IsShortEve(date))
        || ShortDays.Contains(date);

    // The eve of Independence Day: on a Friday it is the holiday of a Saturday.
    private static bool IsShortEve(DateOnly date) =>
        date.DayOfWeek != DayOfWeek.Wednesday || date.Year >= ShortWednesdayFromYear;

    private static bool IsOrMondayAfter(DateOnly date, int year, int month, int day)
    {
        var holiday = new DateOnly(year, month, day);
        return date == (holiday.DayOfWeek == DayOfWeek.Sunday ? holiday.AddDays(1) : holiday);
    }

    private static DateOnly Observed(int year, int month, int day)
    {
        var holiday = new DateOnly(year, month, day);
        return holiday.DayOfWeek switch
        {
            DayOfWeek.Saturday => holiday.AddDays(-1),
            DayOfWeek.Sunday => holiday.AddDays(1),
            _ => holiday,
        };
    }

    private static DateOnly Thanksgiving(int year) => Nth(year, 11, DayOfWeek.Thursday, 4);

    private static DateOnly Nth(int year, int month, DayOfWeek weekday, int number)
    {
        var first = new DateOnly(year, month, 1);
        var ahead = ((int)weekday - (int)first.DayOfWeek + 7) % 7;
        return first.AddDays(ahead + (7 * (number - 1)));
    }

    // Two days before Easter: the Gregorian rule in the form of Butcher.
    private static DateOnly GoodFriday(int year)
    {
        var golden = year % 19;
        var (century, ofCentury) = (year / 100, year % 100);
        var correction = ((century - ((century + 8) / 25) + 1) / 3) + (century / 4);
        var moon = ((19 * golden) + century - correction + 15) % 30;
        var weekday = (32 + (2 * (century % 4)) + (2 * (ofCentury / 4)) - moon - (ofCentury % 4)) % 7;
        var late = (golden + (11 * moon) + (22 * weekday)) / 451;
        var day = moon + weekday - (7 * late) + 114;
        return new DateOnly(year, day / 31, (day % 31) + 1).AddDays(-2);
    }
}
