using Engine.Core.Replay;

namespace Engine.Grpc.Health;

/// <summary>
/// Judges the silence of market data. All times are engine time, which passes as fast as the run is paced: thirty
/// quiet seconds of a market are thirty seconds at every pace. A pure function, so that real days can be put to it.
/// </summary>
internal sealed class FeedSilence(HealthOptions options, long pace)
{
    // What an event needs at most, in real time, through lanes, journal and follower until it is seen here. Without it
    // a fast run would count its own way as silence of the market.
    private const long WayNs = 500_000_000;

    private readonly long _wayNs = WayNs * Math.Max(1, pace);

    /// <param name="nowNs">The run's clock.</param>
    /// <param name="flowingSinceNs">The run's clock when sources were first read in this run.</param>
    /// <param name="sourceNames">By rank.</param>
    public FeedReport Judge(
        FeedStatus feeds, long nowNs, long flowingSinceNs, IReadOnlyList<string> sourceNames)
    {
        var streams = new List<StreamHealth>(feeds.Sources.Count + feeds.Streams.Count);
        for (var rank = 0; rank < feeds.Sources.Count; rank++)
            streams.Add(JudgeSource(feeds, rank, sourceNames[rank], nowNs, flowingSinceNs));
        foreach (var stream in feeds.Streams) streams.Add(JudgeInstrument(in stream, nowNs, flowingSinceNs));
        return new FeedReport(streams);
    }

    // A source is to speak while one of its instruments is to: it may bring several, of several markets.
    private StreamHealth JudgeSource(FeedStatus feeds, int rank, string name, long nowNs, long flowingSinceNs)
    {
        var source = feeds.Sources[rank];
        StreamHealth Unjudged(string why) => new(name, true, HealthState.NotApplicable, null, null, why);
        if (source.State == FeedState.NotOpened) return Unjudged("its data has not begun");
        if (source.State == FeedState.Ended) return Unjudged("its data has ended");

        long? limitNs = null;
        var openNs = long.MaxValue;
        foreach (var id in source.Instruments)
        {
            var stream = feeds.Streams[id];
            if (!stream.IsExpected || !stream.IsInSession(nowNs) || options.SilenceNsOf(stream.Symbol) is not { } own)
                continue;
            limitNs = Math.Max(limitNs ?? 0, own);
            openNs = Math.Min(openNs, stream.SessionOpenNs);
        }
        return limitNs is { } limit
            ? Judge(name, true, source.LastEventNs, openNs, limit, nowNs, flowingSinceNs)
            : Unjudged("none of its markets is open and watched");
    }

    private StreamHealth JudgeInstrument(in StreamFigures stream, long nowNs, long flowingSinceNs)
    {
        var name = stream.Symbol;
        StreamHealth Unjudged(string why) => new(name, false, HealthState.NotApplicable, null, null, why);
        if (!stream.IsExpected) return Unjudged("no source of it is open");
        if (!stream.IsInSession(nowNs)) return Unjudged("the market is closed");
        if (options.SilenceNsOf(name) is not { } limit) return Unjudged("not watched");
        return Judge(name, false, stream.LastEventNs, stream.SessionOpenNs, limit, nowNs, flowingSinceNs);
    }

    private StreamHealth Judge(
        string name, bool isSource, long lastEventNs, long openNs, long limitNs, long nowNs, long flowingSinceNs)
    {
        // Absent is the smallest number; an exchange may be ahead of our clock.
        var sinceNs = Math.Max(lastEventNs, Math.Max(openNs, flowingSinceNs));
        var ageNs = Math.Max(0, nowNs - sinceNs);
        var state = ageNs > limitNs + _wayNs ? HealthState.Failed : HealthState.Ok;
        return new StreamHealth(name, isSource, state, ageNs, limitNs, "");
    }
}
