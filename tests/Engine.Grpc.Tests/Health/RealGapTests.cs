using System.Globalization;
using System.IO.Compression;
using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Core.Time;
using Engine.Grpc.Health;
using Engine.Testing;
using Xunit;

namespace Engine.Grpc.Tests.Health;

/// <summary>Real silences of real markets, with the limits that an engine has by itself.</summary>
public sealed class RealGapTests
{
    private const long SessionDate = 20131007;

    [SharedDataTheory]
    [InlineData("IBM_20131007.csv.gz", 29_929)]
    [InlineData("SPY_20131007_1sbbo.csv.gz", 7_665)]
    [InlineData("AIG_20131007.csv.gz", 19_245)]
    public void The_longest_gap_of_a_real_day_does_not_flip_and_neither_does_anything_outside_market_hours(
        string file, long longestMs)
    {
        var calendar = TradingCalendar.Load(Path.Combine(SharedData.Root!, "reference", "us_equity_sessions.csv"));
        var session = default(CalendarDayPayload);
        while (session.Date != SessionDate) Assert.True(calendar.TryFindAfter(session.CloseTimeNs, out session));
        var silence = new FeedSilence(FeedSilenceTests.Options(), pace: 1);
        var times = Times(Path.Combine(SharedData.Root!, "ticks", "us_equity", file)).ToArray();

        // Just before each row the silence is as long as it gets.
        long longestInSessionNs = 0;
        for (var i = 1; i < times.Length; i++)
        {
            if (times[i] == times[i - 1]) continue;
            var stream = new StreamFigures("S", times[i - 1], session.OpenTimeNs, session.CloseTimeNs, true);
            var feeds = new FeedStatus(times[i], [stream], [new SourceFeed(FeedState.Open, times[i - 1], i, [0])]);
            var report = silence.Judge(feeds, times[i], times[0], [file]);
            Assert.Empty(report.Silent);
            longestInSessionNs = Math.Max(longestInSessionNs, report.Streams[1].AgeNs ?? 0);
        }
        Assert.Equal(longestMs, longestInSessionNs / 1_000_000);
    }

    private static IEnumerable<long> Times(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            yield return long.Parse(line.AsSpan(0, line.IndexOf(',')), CultureInfo.InvariantCulture);
    }
}
