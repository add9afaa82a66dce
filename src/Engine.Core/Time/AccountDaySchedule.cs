using Engine.Core.Events;

namespace Engine.Core.Time;

/// <summary>
/// When the day of the account rolls: every day at the same time on the wall of one zone. The edge that resolves days
/// to UTC; a day is named by the date on which it ends.
/// </summary>
public sealed class AccountDaySchedule(TimeZoneInfo zone, TimeOnly rollAt)
{
    /// <summary>The day that contains the time.</summary>
    public AccountDayPayload DayOf(long timeNs)
    {
        var date = ZonedTime.DateOf(zone, timeNs);
        while (ZonedTime.InstantNs(zone, date, rollAt) <= timeNs) date = date.AddDays(1);
        return new AccountDayPayload
        {
            Date = ZonedTime.NumberOf(date),
            StartTimeNs = ZonedTime.InstantNs(zone, date.AddDays(-1), rollAt),
            EndTimeNs = ZonedTime.InstantNs(zone, date, rollAt),
        };
    }
}
