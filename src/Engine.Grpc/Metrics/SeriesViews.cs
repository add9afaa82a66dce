using OpenTelemetry.Metrics;

namespace Engine.Grpc.Metrics;

/// <summary>Tells the SDK how many series each metric may have: it keeps memory for all of them.</summary>
internal static class SeriesViews
{
    private const int Spare = 8; // Metrics besides the catalogue: the parts of the histogram.

    public static MeterProviderBuilder Bound(MeterProviderBuilder builder, SeriesBounds bounds)
    {
        var entries = MetricCatalog.All.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        return builder
            .SetMaxMetricStreams(MetricCatalog.All.Count + Spare)
            .AddView(instrument => new MetricStreamConfiguration
            {
                CardinalityLimit = entries.TryGetValue(instrument.Name, out var entry)
                    ? entry.SeriesMax(bounds)
                    : Entries.LatencyEntries.Histogram.SeriesMax(bounds),
            });
    }
}
