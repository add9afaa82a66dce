using System.Globalization;
using System.Text;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Tests.MarketData;
using Engine.Core.Time;
using Engine.Testing.Journals;
using Xunit;

namespace Engine.Core.Tests.Pipeline;

/// <summary>
/// Goal: a backtest over more than a year rolls every day at its time, both changes of the clock included, and twice
/// the same. Method: a real engine, four quotes a day, a strategy that trades; all days checked against the schedule.
/// </summary>
public sealed class AccountDayRunTests
{
    private const int Days = 420;

    private static readonly DateTimeOffset Start = new(2023, 9, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_backtest_rolls_every_day_and_two_runs_are_equal()
    {
        using var folder = new TempFolder();
        var data = folder.Write("ticks.csv", Quotes());
        var first = Run(folder, "first", data);
        var second = Run(folder, "second", data);
        Assert.Equal(first.Count, second.Count);
        for (var i = 0; i < first.Count; i++) Assert.Equal(Text(first[i]), Text(second[i]));

        var rolled = first.Where(e => e.Kind == EventKind.AccountDayRolled).ToArray();
        var schedule = new AccountDaySchedule(ZonedTime.Find("zone", "America/New_York"), new TimeOnly(17, 0));
        var expected = schedule.DayOf(Ns(Start));
        long sum = 0;
        foreach (var record in rolled)
        {
            Assert.Equal((expected.Date, expected.EndTimeNs),
                (record.AccountDayRolled.Date, record.AccountDayRolled.RollTimeNs));
            Assert.True(record.TimestampNs >= expected.EndTimeNs);
            sum += record.AccountDayRolled.DayProfit;
            Assert.Equal(record.AccountDayRolled.Equity - record.AccountDayRolled.StartEquity
                - record.AccountDayRolled.DayFlows, record.AccountDayRolled.DayProfit);
            expected = schedule.DayOf(expected.EndTimeNs);
        }
        Assert.InRange(rolled.Length, Days - 1, Days);
        Assert.NotEqual(0, sum); // It traded.
        Assert.Equal(rolled[^1].AccountDayRolled.Equity - (100_000 * FixedPoint.MoneyOne), sum);
        Assert.Contains(first, e => e.Kind == EventKind.CalendarDay && e.CalendarDay.Date == 20241129);
        Assert.DoesNotContain(first, e => e.Kind == EventKind.InputRefused);
    }

    private static List<EngineEvent> Run(TempFolder folder, string name, string data)
    {
        var journal = Path.Combine(folder.Path, name);
        BacktestJournal.Run(
            journal, [data], new("calendar.rules", "us-equity"),
            new("strategies.reversion.type", "moving-average-crossover"),
            new("strategies.reversion.fast", "3"), new("strategies.reversion.slow", "8"),
            new("strategies.reversion.source", "mid"),
            new("strategies.reversion.interval", "1h"));
        using var reader = JournalReader.Open(DiskStorage.CreateOrOpen(journal));
        var all = new List<EngineEvent>();
        for (var records = reader.Read(); !records.IsEmpty; records = reader.Read()) all.AddRange(records.ToArray());
        return all;
    }

    private static string Quotes()
    {
        var text = new StringBuilder("ts_ns,symbol,kind,bid_px,bid_sz,ask_px,ask_sz,last_px,last_sz\n");
        for (var i = 0; i < Days * 4; i++)
        {
            var price = 100 + (10 * (i % 37 < 18 ? i % 37 : 37 - (i % 37)) / 18m);
            text.Append(CultureInfo.InvariantCulture,
                $"{Ns(Start.AddHours(6 * i))},TEST,Q,{price - 0.01m:F2},900,{price + 0.01m:F2},900,,\n");
        }
        return text.ToString();
    }

    private static string Text(EngineEvent record)
    {
        record.Checksum = 0; // Of the segment.
        return Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes([record]));
    }

    private static long Ns(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * 100;
}
