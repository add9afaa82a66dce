using Engine.Core.Events;
using Engine.Core.Time;

namespace Engine.Core.Pipeline;

/// <summary>
/// Resolves days of the account, sessions and maintenance windows at the edge and gives them to the logic as inputs
/// before they are needed. What it gives next depends on the times it was asked for and on nothing else, so that two
/// backtests ask and get the same; what is given again after a restart changes nothing.
/// </summary>
/// <param name="sessions">Of calendar 1; null without one.</param>
/// <param name="aheadNs">How long before a day of the account begins it is given.</param>
public sealed class DayFeed(
    AccountDaySchedule accountDays, ISessionCalendar? sessions, MaintenanceSchedule maintenance, long aheadNs)
{
    private const int CalendarId = 1;
    private const long NsPerDay = 86_400_000_000_000;
    private const long SessionsAheadNs = 40 * NsPerDay;
    private const long SessionsBehindNs = 10 * NsPerDay;
    private const long WindowsAheadNs = 8 * NsPerDay;
    private const long WindowsBehindNs = 2 * NsPerDay; // Longer than any window.

    private AccountDayPayload _lastDay;
    private long _lastSessionCloseNs = long.MinValue;
    private long _lastWindowStartNs = long.MinValue;
    private long _quietUntilNs;
    private EngineEvent _peeked;

    /// <summary>An input that has to come before the one of that time; false if there is none left.</summary>
    public bool TryPeek(long timeNs, out EngineEvent input)
    {
        input = default;
        if (timeNs < _quietUntilNs || timeNs is < 0 or > ZonedTime.LatestNs) return false;
        if (!TryFindDay(timeNs) && !TryFindSession(timeNs) && !TryFindWindow(timeNs))
        {
            _quietUntilNs = QuietUntil(timeNs);
            return false;
        }
        input = _peeked;
        return true;
    }

    /// <summary>What was peeked at is on its way.</summary>
    public void Advance()
    {
        if (_peeked.Kind == EventKind.AccountDay) _lastDay = _peeked.AccountDay;
        else if (_peeked.Kind == EventKind.CalendarDay) _lastSessionCloseNs = _peeked.CalendarDay.CloseTimeNs;
        else _lastWindowStartNs = _peeked.Maintenance.StartTimeNs;
    }

    // Nothing happens in days that nobody asks for: they are left out.
    private bool TryFindDay(long timeNs)
    {
        if (timeNs + aheadNs < _lastDay.StartTimeNs) return false;
        var day = accountDays.DayOf(Math.Max(timeNs, _lastDay.EndTimeNs));
        _peeked = EngineInputs.AccountDay(in day);
        return true;
    }

    private bool TryFindSession(long timeNs)
    {
        if (!TryNextSession(timeNs, out var session) || session.OpenTimeNs > timeNs + SessionsAheadNs) return false;
        session.CalendarId = CalendarId;
        _peeked = EngineInputs.Session(in session);
        return true;
    }

    private bool TryFindWindow(long timeNs)
    {
        if (!TryNextWindow(timeNs, out var window) || window.LeadStartTimeNs > timeNs + WindowsAheadNs) return false;
        _peeked = EngineInputs.Maintenance(in window);
        return true;
    }

    private long QuietUntil(long timeNs)
    {
        var until = _lastDay.StartTimeNs - aheadNs;
        if (TryNextSession(timeNs, out var session)) until = Math.Min(until, session.OpenTimeNs - SessionsAheadNs);
        if (TryNextWindow(timeNs, out var window)) until = Math.Min(until, window.LeadStartTimeNs - WindowsAheadNs);
        return until;
    }

    private bool TryNextSession(long timeNs, out CalendarDayPayload session)
    {
        session = default;
        return sessions is not null
            && sessions.TryFindAfter(Math.Max(_lastSessionCloseNs, timeNs - SessionsBehindNs), out session);
    }

    private bool TryNextWindow(long timeNs, out MaintenancePayload window) =>
        maintenance.TryFindAfter(Math.Max(_lastWindowStartNs, timeNs - WindowsBehindNs), out window);
}
