using System.Globalization;
using Engine.Core.Events;
using Engine.Core.Tests.MarketData;
using Engine.Core.Time;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Time;

/// <summary>Goal: the rules give the sessions that there were, to the nanosecond, and those that are to come.</summary>
public sealed class UsEquityCalendarTests
{
    private readonly UsEquityCalendar _calendar = new(ZonedTime.Find("zone", "America/New_York"));

    [SharedDataFact]
    public void Every_day_from_1998_to_2026_is_that_of_the_reference()
    {
        var file = TradingCalendar.Load(Path.Combine(SharedData.Root!, "reference", "us_equity_sessions.csv"));
        var afterNs = 0L;
        for (var i = 0; i < file.SessionCount; i++)
        {
            Assert.True(file.TryFindAfter(afterNs, out var expected));
            Assert.True(_calendar.TryFindAfter(afterNs, out var actual));
            Assert.Equal(Text(in expected), Text(in actual));
            afterNs = expected.CloseTimeNs;
        }
        Assert.Equal(20261231, ZonedTime.NumberOf(ZonedTime.DateOf(TimeZoneInfo.Utc, afterNs)));
    }

    // Opening and closing in UTC, written down by hand; the days around each change of the clock.
    [Theory]
    [InlineData(20240308, "2024-03-08T14:30:00Z", "2024-03-08T21:00:00Z")]
    [InlineData(20240311, "2024-03-11T13:30:00Z", "2024-03-11T20:00:00Z")]
    [InlineData(20241101, "2024-11-01T13:30:00Z", "2024-11-01T20:00:00Z")]
    [InlineData(20241104, "2024-11-04T14:30:00Z", "2024-11-04T21:00:00Z")]
    [InlineData(20241129, "2024-11-29T14:30:00Z", "2024-11-29T18:00:00Z")] // The day after Thanksgiving.
    [InlineData(20241224, "2024-12-24T14:30:00Z", "2024-12-24T18:00:00Z")]
    [InlineData(20240703, "2024-07-03T13:30:00Z", "2024-07-03T17:00:00Z")]
    [InlineData(20041231, "2004-12-31T14:30:00Z", "2004-12-31T21:00:00Z")] // New Year's Day is a Saturday.
    public void Sessions_open_and_close_on_the_wall_of_New_York(int date, string open, string close)
    {
        Assert.True(_calendar.TryFindAfter(Ns(open) - 1, out var session));
        Assert.Equal((date, Ns(open), Ns(close)), (session.Date, session.OpenTimeNs, session.CloseTimeNs));
        Assert.True(_calendar.TryFindAfter(Ns(close) - 1, out session));
        Assert.Equal(date, session.Date);
        Assert.True(_calendar.TryFindAfter(Ns(close), out session));
        Assert.True(session.Date > date);
    }

    [Theory]
    [InlineData(20240101)] // New Year
    [InlineData(20230102)] // of a Sunday
    [InlineData(20240115)] // Martin Luther King
    [InlineData(20240219)] // Washington
    [InlineData(20240329)] // Good Friday
    [InlineData(20240527)] // Memorial Day
    [InlineData(20240619)] // Juneteenth
    [InlineData(20220620)] // of a Sunday
    [InlineData(20240704)] // Independence Day
    [InlineData(20260703)] // of a Saturday
    [InlineData(20240902)] // Labor Day
    [InlineData(20241128)] // Thanksgiving
    [InlineData(20211224)] // Christmas of a Saturday
    [InlineData(20221226)] // and of a Sunday
    [InlineData(20010914)] // The attacks of 2001
    [InlineData(20121030)] // Sandy
    [InlineData(20250109)] // Carter
    public void There_is_no_session_on_a_holiday(int date)
    {
        var noon = new DateTimeOffset(date / 10_000, date / 100 % 100, date % 100, 17, 0, 0, TimeSpan.Zero);
        Assert.True(_calendar.TryFindAfter((noon - DateTimeOffset.UnixEpoch).Ticks * 100, out var session));
        Assert.NotEqual(date, session.Date);
    }

    [Fact]
    public void It_begins_in_1998_and_ends_where_time_does()
    {
        Assert.True(_calendar.TryFindAfter(0, out var first));
        Assert.Equal(19980102, first.Date);
        Assert.True(_calendar.TryFindAfter(-1_000_000_000, out first));
        Assert.Equal(19980102, first.Date);
        Assert.False(_calendar.TryFindAfter(long.MaxValue, out _));
    }

    private static string Text(in CalendarDayPayload day) => string.Create(
        CultureInfo.InvariantCulture, $"{day.Date} {day.OpenTimeNs} {day.CloseTimeNs} {day.IsEarlyClose}");

    private static long Ns(string utc) =>
        (DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks * 100;
}
