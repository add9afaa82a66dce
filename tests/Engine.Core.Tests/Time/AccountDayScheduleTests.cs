using Engine.Core.Config;
using Engine.Core.Time;
using Xunit;

namespace Engine.Core.Tests.Time;

/// <summary>
/// Goal: the day of the account rolls at the time on the wall, also where the clock is put on or back. Expected
/// instants are written as UTC by hand.
/// </summary>
public sealed class AccountDayScheduleTests
{
    private const long Hour = 3_600_000_000_000;

    [Theory]
    [InlineData("2024-03-08T22:00:00Z", "2024-03-09T22:00:00Z", 20240309)] // The day before the clock is put on.
    [InlineData("2024-03-09T22:00:00Z", "2024-03-10T21:00:00Z", 20240310)] // 23 hours.
    [InlineData("2024-03-10T21:00:00Z", "2024-03-11T21:00:00Z", 20240311)]
    [InlineData("2024-11-01T21:00:00Z", "2024-11-02T21:00:00Z", 20241102)]
    [InlineData("2024-11-02T21:00:00Z", "2024-11-03T22:00:00Z", 20241103)] // 25 hours.
    [InlineData("2024-11-03T22:00:00Z", "2024-11-04T22:00:00Z", 20241104)]
    [InlineData("1998-04-04T22:00:00Z", "1998-04-05T21:00:00Z", 19980405)] // The rule of that time.
    [InlineData("1998-10-24T21:00:00Z", "1998-10-25T22:00:00Z", 19981025)]
    public void A_day_is_23_or_25_hours_long_where_the_clock_changes(string start, string end, int date)
    {
        var schedule = New("America/New_York", "17:00");
        foreach (var timeNs in new[] { Ns(start), Ns(start) + Hour, Ns(end) - 1 })
        {
            var day = schedule.DayOf(timeNs);
            Assert.Equal((Ns(start), Ns(end), date), (day.StartTimeNs, day.EndTimeNs, day.Date));
        }
    }

    [Theory]
    [InlineData("02:30", "2024-03-10T07:30:00Z")] // Skipped: as much later as the clock was put on, 03:30.
    [InlineData("01:30", "2024-11-03T05:30:00Z")] // Shown twice: the first of the two.
    public void A_time_that_the_clock_skips_or_shows_twice_has_one_roll(string rollAt, string roll)
    {
        var schedule = New("America/New_York", rollAt);
        Assert.Equal(Ns(roll), schedule.DayOf(Ns(roll) - 1).EndTimeNs);
        Assert.Equal(Ns(roll), schedule.DayOf(Ns(roll)).StartTimeNs);
    }

    [Theory]
    [InlineData("America/New_York", "17:00")]
    [InlineData("Europe/London", "01:30")]
    [InlineData("Australia/Lord_Howe", "02:15")] // Half an hour of summer time.
    [InlineData("Asia/Tokyo", "00:00")]
    public void Days_of_thirty_years_follow_each_other_without_gap(string zone, string rollAt)
    {
        var schedule = New(zone, rollAt);
        var day = schedule.DayOf(Ns("1998-01-01T00:00:00Z"));
        for (var i = 0; i < 30 * 365; i++)
        {
            var next = schedule.DayOf(day.EndTimeNs);
            Assert.Equal(day.EndTimeNs, next.StartTimeNs);
            Assert.InRange(next.EndTimeNs - next.StartTimeNs, 23 * Hour, 25 * Hour);
            Assert.True(next.Date > day.Date);
            day = next;
        }
    }

    [Fact]
    public void An_unknown_zone_names_setting_and_remedy()
    {
        var error = Assert.Throws<ConfigException>(() => ZonedTime.Find("account.day.zone", "America/Gotham"));
        Assert.Contains("account.day.zone", error.Message, StringComparison.Ordinal);
        Assert.Contains("tzdata", error.Message, StringComparison.Ordinal);
    }

    private static AccountDaySchedule New(string zone, string rollAt) => new(
        ZonedTime.Find("zone", zone), TimeOnly.Parse(rollAt, System.Globalization.CultureInfo.InvariantCulture));

    private static long Ns(string utc) =>
        (DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks
            * 100;
}
