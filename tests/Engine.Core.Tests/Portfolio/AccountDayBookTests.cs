using Engine.Core.Events;
using Engine.Core.Portfolio;
using Engine.Core.State;
using Xunit;

namespace Engine.Core.Tests.Portfolio;

/// <summary>Goal: which day it is follows from the days given, whatever their order, gaps and repetitions.</summary>
public sealed class AccountDayBookTests
{
    private readonly AccountDayBook _book = new(new StateRegistry());

    [Fact]
    public void The_first_day_begins_when_its_time_comes()
    {
        Give(day: 3, nowNs: 0);
        Assert.False(_book.View.HasBegun);
        Assert.Equal(300, _book.NextRollNs);
        _book.Begin(310);
        Assert.Equal((3, 300L, 400L), (_book.View.Date, _book.View.StartNs, _book.NextRollNs));
    }

    [Fact]
    public void A_day_that_is_under_way_begins_at_once()
    {
        Give(day: 3, nowNs: 350);
        Assert.True(_book.View.HasBegun);
        Assert.Equal((3, 400L), (_book.View.Date, _book.NextRollNs));
    }

    [Fact]
    public void The_same_day_again_changes_nothing()
    {
        foreach (var day in new[] { 3, 4, 5 }) Give(day, nowNs: 350);
        var before = States();
        foreach (var day in new[] { 5, 3, 4, 3 }) Give(day, nowNs: 360);
        Assert.Equal(before, States());
        Give(day: 2, nowNs: 360); // Over.
        Assert.Equal(before, States());
    }

    [Fact]
    public void Days_in_which_nothing_happened_are_passed_over_by_one_roll()
    {
        foreach (var day in new[] { 3, 4, 5, 6, 7 }) Give(day, nowNs: 350);
        _book.Begin(650);
        Assert.Equal((6, 600L, 700L), (_book.View.Date, _book.View.StartNs, _book.NextRollNs));
        Assert.Equal(7, _book.At(1).Date);
        Assert.False(_book.At(2).IsKnown);
    }

    [Fact]
    public void A_roll_without_a_day_to_come_begins_one_of_unknown_end_that_the_next_input_names()
    {
        Give(day: 3, nowNs: 350);
        _book.Begin(730);
        Assert.Equal((0, 400L, long.MaxValue), (_book.View.Date, _book.View.StartNs, _book.NextRollNs));

        Give(day: 9, nowNs: 740);
        Assert.Equal((0, 900L), (_book.View.Date, _book.NextRollNs)); // As long as until the next that is known.
        Give(day: 7, nowNs: 740);
        Assert.Equal((7, 400L, 800L), (_book.View.Date, _book.View.StartNs, _book.NextRollNs));
        _book.Begin(850);
        Assert.Equal((0, 800L, 900L), (_book.View.Date, _book.View.StartNs, _book.NextRollNs));
        _book.Begin(900);
        Assert.Equal((9, 1_000L), (_book.View.Date, _book.NextRollNs));
    }

    [Fact]
    public void Another_schedule_moves_the_end_of_the_day_and_replaces_those_to_come()
    {
        foreach (var day in new[] { 3, 4, 5 }) Give(day, nowNs: 350);
        Assert.Equal(PortfolioCode.Applied, Give(date: 3, startNs: 320, endNs: 420, nowNs: 350));
        Assert.Equal((300L, 420L), (_book.View.StartNs, _book.NextRollNs));
        Assert.Equal(PortfolioCode.Applied, Give(date: 4, startNs: 420, endNs: 520, nowNs: 350));
        _book.Begin(420);
        Assert.Equal((4, 520L), (_book.View.Date, _book.NextRollNs));
        _book.Begin(520);
        Assert.Equal(0, _book.View.Date); // What the old schedule said of the fifth went with it.
    }

    [Fact]
    public void What_cannot_be_a_day_and_one_too_many_are_refused()
    {
        Assert.Equal(PortfolioCode.InvalidDay, Give(date: 3, startNs: 400, endNs: 400, nowNs: 0));
        Assert.Equal(PortfolioCode.InvalidDay, Give(date: 0, startNs: 300, endNs: 400, nowNs: 0));
        for (var day = 1; day <= AccountDayBook.UpcomingMax; day++)
            Assert.Equal(PortfolioCode.Applied, Give(day, nowNs: 0));
        Assert.Equal(PortfolioCode.DaysFull, Give(AccountDayBook.UpcomingMax + 1, nowNs: 0));

        _book.Begin(150);
        Assert.Equal(PortfolioCode.InvalidDay, Give(date: 5, startNs: 180, endNs: 190, nowNs: 160));
    }

    [Fact]
    public void Days_given_in_any_order_are_rolled_in_their_own()
    {
        foreach (var day in new[] { 7, 5, 8, 6 }) Give(day, nowNs: 0);
        Assert.Equal([5L, 6L, 7L, 8L], Enumerable.Range(1, 4).Select(i => _book.At(i).Date));
    }

    // Day n lasts from 100 n to 100 n + 100.
    private PortfolioCode Give(int day, long nowNs) => Give(day, day * 100, (day + 1) * 100, nowNs);

    private PortfolioCode Give(int date, long startNs, long endNs, long nowNs) => _book.OnAccountDay(
        new AccountDayPayload { Date = date, StartTimeNs = startNs, EndTimeNs = endNs }, nowNs);

    private AccountDayState[] States() =>
        [.. Enumerable.Range(0, 1 + AccountDayBook.UpcomingMax).Select(i => _book.At(i))];
}
