using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>Sessions that the venue was told about, and when the session of an instrument ends.</summary>
internal sealed class VenueCalendar
{
    /// <summary>The calendar that never closes.</summary>
    public const int AlwaysOpen = 0;

    private readonly VenueTables _tables;

    // Last answer per instrument, good from _fromNs until _closeNs while no session was added: a cache, not state.
    private readonly long[] _fromNs;
    private readonly long[] _closeNs;
    private readonly long[] _sessionsSeen;

    public VenueCalendar(VenueTables tables)
    {
        _tables = tables;
        _fromNs = new long[tables.Markets.Capacity];
        _closeNs = new long[tables.Markets.Capacity];
        _sessionsSeen = new long[tables.Markets.Capacity];
        Array.Fill(_sessionsSeen, -1);
    }

    public void OnCalendarDay(in CalendarDayPayload day)
    {
        if (Knows(in day)) return;

        ref var counters = ref _tables.Counters.Edit(0);
        ref var session = ref _tables.Sessions.Edit((int)(counters.SessionsSeen % _tables.Sessions.Capacity));
        counters.SessionsSeen++;
        session.CloseTimeNs = day.CloseTimeNs;
        session.CalendarId = day.CalendarId;
        session.Date = day.Date;
    }

    public bool Knows(in CalendarDayPayload day)
    {
        for (var i = 0; i < Math.Min(_tables.Counts.SessionsSeen, _tables.Sessions.Capacity); i++)
            if (IsSame(in _tables.Sessions[i], in day)) return true;
        return false;
    }

    /// <summary>The first close after a time; <see cref="long.MaxValue"/> if none is known.</summary>
    public long NextCloseNs(int instrumentId, long afterNs)
    {
        var calendarId = _tables.Markets[instrumentId].CalendarId;
        if (calendarId == AlwaysOpen) return long.MaxValue;
        if (_sessionsSeen[instrumentId] == _tables.Counts.SessionsSeen
            && _fromNs[instrumentId] <= afterNs && afterNs < _closeNs[instrumentId])
        {
            return _closeNs[instrumentId];
        }

        var first = long.MaxValue;
        for (var i = 0; i < Math.Min(_tables.Counts.SessionsSeen, _tables.Sessions.Capacity); i++)
        {
            ref readonly var session = ref _tables.Sessions[i];
            if (session.CalendarId == calendarId && session.CloseTimeNs > afterNs)
                first = Math.Min(first, session.CloseTimeNs);
        }
        _sessionsSeen[instrumentId] = _tables.Counts.SessionsSeen;
        _fromNs[instrumentId] = afterNs;
        _closeNs[instrumentId] = first;
        return first;
    }

    private static bool IsSame(in VenueSessionState session, in CalendarDayPayload day) =>
        session.Date == day.Date && session.CalendarId == day.CalendarId && session.CloseTimeNs == day.CloseTimeNs;
}
