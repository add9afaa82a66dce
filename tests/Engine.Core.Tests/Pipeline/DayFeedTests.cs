using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Time;
using Xunit;

namespace Engine.Core.Tests.Pipeline;

/// <summary>
/// Goal: what a time needs is given before it, once, in the same order whoever asks; gaps are passed over.
/// </summary>
public sealed class DayFeedTests
{
    private const long Day = 86_400_000_000_000;
    private const long Start = 1_381_190_400_000_000_000; // 2013-10-08, a Tuesday, 00:00 UTC.

    [Fact]
    public void A_backtest_gets_the_day_of_its_input_and_the_next()
    {
        var feed = New();
        Assert.Equal(["20131008", "20131009"], Days(feed, Start));
        Assert.Empty(Days(feed, Start + (Day / 2)));
        Assert.Equal(["20131010"], Days(feed, Start + Day));
        Assert.Equal(["20131111", "20131112"], Days(feed, Start + (34 * Day))); // What lies between nobody needs.
    }

    [Fact]
    public void A_running_engine_knows_days_ahead()
    {
        var feed = New(aheadNs: 3 * Day);
        Assert.Equal(["20131008", "20131009", "20131010", "20131011", "20131012"], Days(feed, Start));
        Assert.Equal(["20131013"], Days(feed, Start + Day));
    }

    [Fact]
    public void What_was_not_taken_is_offered_again()
    {
        var feed = New();
        Assert.True(feed.TryPeek(Start, out var first));
        Assert.True(feed.TryPeek(Start, out var again));
        Assert.Equal(first.AccountDay.Date, again.AccountDay.Date);
        feed.Advance();
        Assert.True(feed.TryPeek(Start, out var second));
        Assert.NotEqual(first.AccountDay.Date, second.AccountDay.Date);
    }

    [Fact]
    public void Sessions_and_windows_come_in_order_from_a_little_before_to_well_ahead()
    {
        var feed = New("maintenance.night.from=23:45", "maintenance.night.to=00:15");
        var given = Take(feed, Start);
        var sessions = given.Where(e => e.Kind == EventKind.CalendarDay).Select(e => e.CalendarDay.Date).ToArray();
        Assert.Equal((20130930, 20131115), (sessions[0], sessions[^1])); // The last one closed ten days ago.
        Assert.Equal(sessions.Order(), sessions);
        Assert.Equal(35, sessions.Length);
        var windows = given.Where(e => e.Kind == EventKind.MaintenanceWindow).Select(e => e.Maintenance.StartTimeNs)
            .ToArray();
        Assert.Equal(10, windows.Length);
        Assert.Equal(windows.Order().Distinct(), windows);

        // As if it had begun there.
        var later = Take(feed, Start + (3 * Day));
        Assert.Equal([20131118, 20131119],
            later.Where(e => e.Kind == EventKind.CalendarDay).Select(e => e.CalendarDay.Date));
        var fresh = Take(New("maintenance.night.from=23:45", "maintenance.night.to=00:15"), Start + (3 * Day));
        Assert.Equal(20131119, fresh.Last(e => e.Kind == EventKind.CalendarDay).CalendarDay.Date);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void A_time_that_is_none_needs_nothing(long timeNs) => Assert.False(New().TryPeek(timeNs, out _));

    [Fact]
    public void Asking_for_what_is_there_allocates_nothing()
    {
        var feed = New("maintenance.night.from=23:45", "maintenance.night.to=00:15");
        Take(feed, Start);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = 0;
        for (var i = 0; i < 1_000; i++)
            if (feed.TryPeek(Start + i, out _)) found++;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, found);
    }

    private static DayFeed New(params string[] settings) => New(0, settings);

    private static DayFeed New(long aheadNs, params string[] settings)
    {
        var config = new CanonicalConfig();
        foreach (var setting in settings) config.Set(setting.Split('=')[0], setting.Split('=')[1]);
        var zone = ZonedTime.Find("zone", "America/New_York");
        return new DayFeed(
            new AccountDaySchedule(zone, new TimeOnly(17, 0)), settings.Length > 0 ? new UsEquityCalendar(zone) : null,
            new MaintenanceSchedule(config.Section("maintenance")), aheadNs);
    }

    private static IEnumerable<string> Days(DayFeed feed, long timeNs) => Take(feed, timeNs)
        .Select(e => e.AccountDay.Date.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static List<EngineEvent> Take(DayFeed feed, long timeNs)
    {
        var given = new List<EngineEvent>();
        while (feed.TryPeek(timeNs, out var input))
        {
            feed.Advance();
            given.Add(input);
        }
        return given;
    }
}
