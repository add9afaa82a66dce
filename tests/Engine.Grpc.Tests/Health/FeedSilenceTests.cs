using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Grpc.Health;
using Xunit;

namespace Engine.Grpc.Tests.Health;

/// <summary>The judge of silence by itself: it is handed times, and waits for none.</summary>
public sealed class FeedSilenceTests
{
    private const long Second = 1_000_000_000;
    private const long Open = 1_000_000 * Second;
    private const long Close = Open + (6 * 3_600 * Second);
    private const long WayNs = Second / 2;

    [Theory]
    [InlineData(60_000_000_000 + WayNs, false)]
    [InlineData(60_000_000_001 + WayNs, true)]
    public void A_stream_fails_behind_its_limit_and_the_way_of_an_event(long ageNs, bool isFailed)
    {
        var expected = isFailed ? HealthState.Failed : HealthState.Ok;
        var report = Judge(Stream(lastNs: Open + Second), nowNs: Open + Second + ageNs);
        Assert.All(report.Streams, stream => Assert.Equal((expected, ageNs), (stream.State, stream.AgeNs)));
        Assert.Equal(["file", "IBM"], report.Streams.Select(stream => stream.Name));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(90, false)]
    public void A_fast_run_is_given_the_way_in_its_own_time(long pace, bool isFailed)
    {
        var report = Judge(Stream(lastNs: Open), nowNs: Open + (70 * Second), pace: pace);
        Assert.Equal(isFailed ? HealthState.Failed : HealthState.Ok, report.Streams[1].State);
    }

    [Fact]
    public void Silence_counts_from_the_open_and_from_the_start_of_the_run()
    {
        var yesterday = Stream(lastNs: Open - (20 * 3_600 * Second));
        Assert.Equal(10 * Second, Judge(yesterday, nowNs: Open + (10 * Second)).Streams[1].AgeNs);
        Assert.Equal(
            4 * Second,
            Judge(yesterday, nowNs: Open + (3_604 * Second), flowingSinceNs: Open + (3_600 * Second)).Streams[1].AgeNs);
    }

    [Theory]
    [InlineData(Open - 1)]
    [InlineData(Close)]
    [InlineData(Close + (3_600 * Second))]
    public void Nothing_is_silent_while_its_market_is_closed(long nowNs)
    {
        var report = Judge(Stream(lastNs: Open - (3_600 * Second)), nowNs);
        Assert.All(report.Streams, stream => Assert.Equal(HealthState.NotApplicable, stream.State));
    }

    [Theory]
    [InlineData(FeedState.NotOpened)]
    [InlineData(FeedState.Ended)]
    public void Nothing_is_silent_before_and_behind_its_data(FeedState state)
    {
        var report = Judge(Stream(lastNs: Open) with { IsExpected = false }, nowNs: Close - 1, state: state);
        Assert.All(report.Streams, stream => Assert.Equal(HealthState.NotApplicable, stream.State));
    }

    [Fact]
    public void A_stream_that_never_spoke_is_silent_and_one_that_is_ahead_is_not()
    {
        var mute = Judge(Stream(lastNs: FixedPoint.Absent), nowNs: Open + (61 * Second));
        Assert.All(mute.Streams, stream => Assert.Equal(HealthState.Failed, stream.State));
        var ahead = Judge(Stream(lastNs: Open + (90 * Second)), nowNs: Open + (61 * Second));
        Assert.All(ahead.Streams, stream => Assert.Equal(0, stream.AgeNs));
    }

    [Fact]
    public void An_unknown_session_is_a_closed_market_and_no_calendar_an_open_one()
    {
        const long absent = FixedPoint.Absent;
        var unknown = Stream(lastNs: Open) with { SessionOpenNs = absent, SessionCloseNs = absent };
        Assert.Equal(HealthState.NotApplicable, Judge(unknown, nowNs: Close).Streams[1].State);
        var always = Stream(lastNs: Open) with { SessionOpenNs = 0, SessionCloseNs = long.MaxValue };
        Assert.Equal(HealthState.Failed, Judge(always, nowNs: Close).Streams[1].State);
    }

    [Fact]
    public void An_instrument_can_have_a_limit_of_its_own_or_none()
    {
        var patient = Options(new("health.instruments.BRK.B.feedSilence", "1h"), new("health.feedSilence", "1s"));
        Assert.Equal(3_600 * Second, patient.SilenceNsOf("BRK.B"));
        Assert.Equal(Second, patient.SilenceNsOf("IBM"));

        var unwatched = Options(new KeyValuePair<string, string>("health.instruments.IBM.feedSilence", "off"));
        var report = Judge(Stream(lastNs: Open), nowNs: Close - 1, options: unwatched);
        Assert.All(report.Streams, stream => Assert.Equal(HealthState.NotApplicable, stream.State));
    }

    [Theory]
    [InlineData("health.feedSilence", "1ms")]
    [InlineData("health.feedSilence", "0")]
    [InlineData("health.logicStall", "2h")]
    [InlineData("health.followerLag", "soon")]
    [InlineData("health.journalStall", "11s")]
    public void A_limit_outside_its_bounds_is_refused(string key, string value)
    {
        var setting = KeyValuePair.Create(key, value);
        var message = Assert.Throws<ConfigException>(() => Options(setting)).Message;
        Assert.Contains($"'{key}' is '{value}'", message, StringComparison.Ordinal);
    }

    internal static HealthOptions Options(params KeyValuePair<string, string>[] settings) =>
        HealthOptions.FromConfig(new CanonicalConfig(settings), EngineLimits.Default);

    private static StreamFigures Stream(long lastNs) => new("IBM", lastNs, Open, Close, IsExpected: true);

    private static FeedReport Judge(
        StreamFigures stream, long nowNs, long flowingSinceNs = 0, long pace = 1, FeedState state = FeedState.Open,
        HealthOptions? options = null)
    {
        var source = new SourceFeed(state, stream.LastEventNs, LastRow: 1, Instruments: [0]);
        return new FeedSilence(options ?? Options(), pace)
            .Judge(new FeedStatus(nowNs, [stream], [source]), nowNs, flowingSinceNs, ["file"]);
    }
}
