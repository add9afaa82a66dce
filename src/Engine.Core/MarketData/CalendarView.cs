using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>Read-only access to trading sessions.</summary>
public sealed class CalendarView
{
    private readonly CalendarBook _book;

    internal CalendarView(CalendarBook book) => _book = book;

    public bool IsOpen(int calendarId, long timeNs) =>
        calendarId == 0 || (_book.TryFindSession(calendarId, timeNs, out var session) && session.OpenTimeNs <= timeNs);

    /// <summary>
    /// Close of the session that is open at that time, else of the next one; <see cref="FixedPoint.Absent"/> if none is
    /// known, <see cref="long.MaxValue"/> for calendar 0, which never closes.
    /// </summary>
    public long SessionCloseNs(int calendarId, long timeNs)
    {
        if (calendarId == 0) return long.MaxValue;
        return _book.TryFindSession(calendarId, timeNs, out var session) ? session.CloseTimeNs : FixedPoint.Absent;
    }

    /// <summary>
    /// Open of the session that is open at that time, else of the next one. Otherwise as <see cref="SessionCloseNs"/>,
    /// but the open of calendar 0 is 0.
    /// </summary>
    public long SessionOpenNs(int calendarId, long timeNs)
    {
        if (calendarId == 0) return 0;
        return _book.TryFindSession(calendarId, timeNs, out var session) ? session.OpenTimeNs : FixedPoint.Absent;
    }
}
