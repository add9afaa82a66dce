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

    // The same for whether it trades: good from _stateFromNs until _stateUntilNs.
    private readonly long[] _stateFromNs;
    private readonly long[] _stateUntilNs;
    private readonly long[] _stateSessionsSeen;
    private readonly bool[] _isOpen;

    public VenueCalendar(VenueTables tables)
    {
        _tables = tables;
        _fromNs = new long[tables.Markets.Capacity];
        _closeNs = new long[tables.Markets.Capacity];
        _sessionsSeen = new long[tables.Markets.Capacity];
        _stateFromNs = new long[tables.Markets.Capacity];
        _stateUntilNs = new long[tables.Markets.Capacity];
        _stateSessionsSeen = new long[tables.Markets.Capacity];
        _isOpen = new bool[tables.Markets.Capacity];
        Array.Fill(_sessionsSeen, -1);
        Array.Fill(_stateSessionsSeen, -1);
    }

    public void OnCalendarDay(in CalendarDayPayload day)
    {
        if (Knows(in day)) return;

        ref var counters = ref _tables.Counters.Edit(0);
        ref var session = ref _tables.Sessions.Edit((int)(counters.SessionsSeen % _tables.Sessions.Capacity));
        counters.SessionsSeen++;
        session.OpenTimeNs = day.OpenTimeNs;
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

    /// <summary>
    /// Whether the instrument trades at a time. A calendar of which no session is known is taken to be open.
    /// </summary>
    public bool IsOpen(int instrumentId, long timeNs)
    {
        if (_tables.Markets[instrumentId].CalendarId == AlwaysOpen) return true;
        if (_stateSessionsSeen[instrumentId] != _tables.Counts.SessionsSeen
            || timeNs < _stateFromNs[instrumentId] || timeNs >= _stateUntilNs[instrumentId])
        {
            FindState(instrumentId, timeNs);
        }
        return _isOpen[instrumentId];
    }

    private void FindState(int instrumentId, long timeNs)
    {
        var calendarId = _tables.Markets[instrumentId].CalendarId;
        var isKnown = false;
        var isOpen = false;
        var untilNs = long.MaxValue;
        for (var i = 0; i < Math.Min(_tables.Counts.SessionsSeen, _tables.Sessions.Capacity); i++)
        {
            ref readonly var session = ref _tables.Sessions[i];
            if (session.CalendarId != calendarId) continue;
            isKnown = true;
            var isNow = session.OpenTimeNs <= timeNs && timeNs < session.CloseTimeNs;
            isOpen |= isNow;
            if (isNow) untilNs = Math.Min(untilNs, session.CloseTimeNs);
            else if (session.OpenTimeNs > timeNs) untilNs = Math.Min(untilNs, session.OpenTimeNs);
        }
        _stateSessionsSeen[instrumentId] = _tables.Counts.SessionsSeen;
        _stateFromNs[instrumentId] = timeNs;
        _stateUntilNs[instrumentId] = untilNs;
        _isOpen[instrumentId] = isOpen || !isKnown;
    }

    private static bool IsSame(in VenueSessionState session, in CalendarDayPayload day) =>
        session.Date == day.Date && session.CalendarId == day.CalendarId && session.CloseTimeNs == day.CloseTimeNs;
}
