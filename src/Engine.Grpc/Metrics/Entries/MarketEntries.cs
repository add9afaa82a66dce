using static Engine.Grpc.Metrics.MetricKind;

namespace Engine.Grpc.Metrics.Entries;

/// <summary>Market data and markets.</summary>
internal static class MarketEntries
{
    public static IReadOnlyList<MetricEntry> All { get; } =
    [
        MetricEntry.Labeled(Gauge, "engine_feed_age", MetricUnit.Seconds, ["type", "stream"],
            "silence of a source or an instrument, by the run's clock; NaN where silence is no sign of anything",
            bounds => bounds.InstrumentsMax + bounds.SourcesMax,
            reading => reading.Streams.Select(stream => new MetricSample(
                Units.Seconds(stream.AgeNs) ?? double.NaN, stream.IsSource ? "source" : "instrument", stream.Name))),
        MetricEntry.Labeled(Gauge, "engine_market_open", MetricUnit.None, ["instrument"],
            "1 in the trading hours of the instrument", bounds => bounds.InstrumentsMax,
            reading => reading.Markets.Select(stream => new MetricSample(
                stream.IsInSession(reading.EngineNowNs) ? 1 : 0, stream.Symbol))),
        MetricEntry.One(Counter, "engine_conflated_quotes", MetricUnit.None,
            "quotes replaced by newer ones before the logic saw them, in the life of the journal",
            reading => reading.Status?.Counters.ConflatedQuoteCount),
        MetricEntry.One(Gauge, "engine_clock_time", MetricUnit.Seconds,
            "the run's clock, since 1970; 0 before it runs", reading => Units.Seconds(reading.EngineNowNs)),
    ];
}
