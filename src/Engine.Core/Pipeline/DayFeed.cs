using Engine.Core.Events;
using Engine.Core.Time;

namespace Engine.Core.Pipeline;

/// <summary>
/// Resolves days at the edge and gives them to the logic as inputs before they are needed. What it gives next depends
/// on the times it was asked for and on nothing else, so that two backtests ask and get the same; one that is given
/// again after a restart changes nothing.
/// </summary>
/// <param name="aheadNs">How long before a day begins it is given.</param>
public sealed class DayFeed(AccountDaySchedule accountDays, long aheadNs)
{
    private AccountDayPayload _last;
    private AccountDayPayload _next;

    /// <summary>An input that has to come before the one of that time; false if there is none left.</summary>
    public bool TryPeek(long timeNs, out EngineEvent input)
    {
        input = default;
        if (timeNs is < 0 or > ZonedTime.LatestNs || timeNs + aheadNs < _last.StartTimeNs) return false;

        // Nothing happens in days that nobody is asked for: they are left out.
        _next = accountDays.DayOf(Math.Max(timeNs, _last.EndTimeNs));
        input = EngineInputs.AccountDay(in _next);
        return true;
    }

    /// <summary>What was peeked at is on its way.</summary>
    public void Advance() => _last = _next;
}
