using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.State;
using Engine.Core.Time;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.MarketData;

public sealed class CalendarBookTests
{
    private readonly StateRegistry _registry = new();
    private readonly CalendarBook _book;

    public CalendarBookTests() => _book = new CalendarBook(_registry, new EngineLimits { CalendarDaysMax = 4 });

    [Fact]
    public void A_session_is_open_from_its_open_to_before_its_close()
    {
        Add(1, 20260105, 100, 200);
        Add(1, 20260106, 300, 400);
        var view = _book.View;

        Assert.Equal([false, true, true, false, false, true, false],
            new long[] { 99, 100, 199, 200, 299, 300, 400 }.Select(t => view.IsOpen(1, t)));
        Assert.Equal([200L, 200, 400, 400, FixedPoint.Absent],
            new long[] { 50, 150, 200, 300, 400 }.Select(t => view.SessionCloseNs(1, t)));
        Assert.Equal([100L, 100, 300, FixedPoint.Absent], new long[] { 50, 150, 200, 400 }
            .Select(t => view.SessionOpenNs(1, t)));
    }

    [Fact]
    public void Calendar_0_is_always_open_and_an_unknown_one_never()
    {
        Add(2, 20260105, 100, 200);
        Assert.True(_book.View.IsOpen(0, long.MinValue));
        Assert.Equal(long.MaxValue, _book.View.SessionCloseNs(0, 5));
        Assert.False(_book.View.IsOpen(1, 150));
        Assert.False(_book.View.IsOpen(3, 150));
        Assert.Equal(FixedPoint.Absent, _book.View.SessionCloseNs(1, 50));
    }

    [Fact]
    public void Sessions_may_come_in_any_order_but_not_differ()
    {
        Assert.Equal(MarketCode.Accepted, Add(2, 20260106, 300, 400));
        Assert.Equal(MarketCode.Accepted, Add(1, 20260106, 300, 400));
        Assert.Equal(MarketCode.Accepted, Add(2, 20260105, 100, 200));
        Assert.Equal(MarketCode.Accepted, Add(2, 20260105, 100, 200));
        Assert.Equal(3, _book.SessionCount);
        Assert.Equal(MarketCode.SessionDiffers, Add(2, 20260105, 100, 150));
        Assert.Equal(MarketCode.SessionDiffers, Add(2, 20260107, 399, 500));
        Assert.Equal(MarketCode.SessionDiffers, Add(2, 20260107, 50, 101));
        Assert.Equal(MarketCode.InvalidSession, Add(2, 20260107, 500, 500));
        Assert.Equal(MarketCode.InvalidSession, Add(0, 20260107, 500, 600));
        Assert.Equal(MarketCode.Accepted, Add(2, 20260107, 500, 600));
        Assert.Equal(MarketCode.CalendarTableFull, Add(2, 20260108, 700, 800));
        Assert.True(_book.View.IsOpen(2, 150));
        Assert.False(_book.View.IsOpen(1, 150));
    }

    [Fact]
    public void A_full_table_gives_up_its_oldest_session_when_that_is_two_months_old()
    {
        const long day = 86_400_000_000_000;
        for (var i = 0; i < 4; i++) Assert.Equal(MarketCode.Accepted, Add(1 + (i % 2), i + 1, i * day, (i * day) + 1));
        Assert.Equal(MarketCode.CalendarTableFull, Add(1, 60, 60 * day, 61 * day));
        Assert.Equal(MarketCode.Accepted, Add(1, 61, (60 * day) + 1, 61 * day));
        Assert.Equal(MarketCode.CalendarTableFull, Add(2, 62, (61 * day) - 1, 61 * day));
        Assert.Equal(4, _book.SessionCount);
        Assert.False(_book.View.IsOpen(1, 0));
        Assert.Equal([true, true, true, true], new[] { (2, day), (1, 2 * day), (2, 3 * day), (1, (60 * day) + 1) }
            .Select(at => _book.View.IsOpen(at.Item1, at.Item2)));

        var registry = new StateRegistry();
        var restored = new CalendarBook(registry, new EngineLimits { CalendarDaysMax = 4 });
        StateCopy.Copy(_registry, registry);
        Assert.True(restored.View.IsOpen(1, (60 * day) + 1));
        Assert.Equal(2 * day, restored.View.SessionOpenNs(1, 0));
    }

    [Fact]
    public void Sessions_are_known_after_a_restore()
    {
        Add(2, 20260106, 300, 400);
        Add(2, 20260105, 100, 200);
        var registry = new StateRegistry();
        var restored = new CalendarBook(registry, new EngineLimits { CalendarDaysMax = 4 });
        StateCopy.Copy(_registry, registry);

        Assert.Equal(2, restored.SessionCount);
        Assert.True(restored.View.IsOpen(2, 150));
        Assert.Equal(400, restored.View.SessionCloseNs(2, 250));
    }

    [SharedDataFact]
    public void The_us_equity_sessions_load_and_answer()
    {
        var calendar = TradingCalendar.Load(Path.Combine(SharedData.Root!, "reference", "us_equity_sessions.csv"));
        var book = new CalendarBook(new StateRegistry(), EngineLimits.Default);
        for (var after = 0L; calendar.TryFindAfter(after, out var day); after = day.CloseTimeNs)
        {
            day.CalendarId = 1;
            Assert.Equal(MarketCode.Accepted, book.OnCalendarDay(in day));
        }

        Assert.Equal(calendar.SessionCount, book.SessionCount);
        var open = new DateTimeOffset(2013, 10, 8, 13, 30, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1_000_000;
        Assert.False(book.View.IsOpen(1, open - 1));
        Assert.True(book.View.IsOpen(1, open));
        Assert.Equal(open + (23_400 * 1_000_000_000L), book.View.SessionCloseNs(1, open));
        Assert.True(calendar.TryFindAfter(open, out var day20131008));
        Assert.Equal(20131008, day20131008.Date);
        Assert.True(calendar.TryFindAfter(day20131008.CloseTimeNs, out var next));
        Assert.Equal(20131009, next.Date);
    }

    [Theory]
    [InlineData("date,open\n", 1)]
    [InlineData("date,open_ts_ns,close_ts_ns,early_close\n20260105,100,200,0\n20260106,150,300,0\n", 3)]
    [InlineData("date,open_ts_ns,close_ts_ns,early_close\n20260132,100,200,0\n", 2)]
    [InlineData("date,open_ts_ns,close_ts_ns,early_close\n20260105,200,100,0\n", 2)]
    [InlineData("date,open_ts_ns,close_ts_ns,early_close\n20260105,100,200,2\n", 2)]
    public void A_wrong_sessions_file_is_named_with_its_line(string text, int line)
    {
        using var folder = new TempFolder();
        var path = folder.Write("sessions.csv", text);
        var error = Assert.Throws<CalendarFileException>(() => TradingCalendar.Load(path));
        Assert.Equal((path, line), (error.File, error.Line));
    }

    private MarketCode Add(int calendar, int date, long open, long close) => _book.OnCalendarDay(
        new CalendarDayPayload { CalendarId = calendar, Date = date, OpenTimeNs = open, CloseTimeNs = close });
}
