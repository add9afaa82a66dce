using System.Diagnostics.Metrics;
using Engine.Core.Metrics;
using Engine.Grpc.Metrics.Entries;

namespace Engine.Grpc.Metrics;

/// <summary>
/// The catalogue as OpenTelemetry instruments, which read when they are asked. Histograms are not among them: the SDK
/// makes its own of single samples and takes none that were counted elsewhere. A second meter has their buckets, sums
/// and counts as counters, for exporters that have nothing else.
/// </summary>
internal sealed class EngineMeters : IDisposable
{
    public const string BucketName = "engine_latency_bucket";
    public const string CountName = "engine_latency_count";
    public const string SumName = "engine_latency_sum";
    public const string BoundLabel = "le";

    private const string Name = "Engine";
    private const string BucketsName = Name + ".Latency";

    private static int _instances;

    private readonly EngineReadings _readings;
    private readonly Meter _meter;
    private readonly Meter _buckets;

    public EngineMeters(EngineReadings readings)
    {
        _readings = readings;
        // A provider listens by name: engines of one process, as in tests, must not hear each other.
        var instance = Interlocked.Increment(ref _instances);
        var suffix = instance == 1 ? "" : $"-{instance}";
        _meter = new Meter(Name + suffix);
        _buckets = new Meter(BucketsName + suffix);
        foreach (var entry in MetricCatalog.All) Register(entry);
        RegisterBuckets();
    }

    public string MeterName => _meter.Name;

    public string BucketsMeterName => _buckets.Name;

    public void Dispose()
    {
        _meter.Dispose();
        _buckets.Dispose();
    }

    private void Register(MetricEntry entry)
    {
        var unit = MetricNames.OpenTelemetryUnit(entry.Unit);
        switch (entry.Kind)
        {
            case MetricKind.Counter:
                _meter.CreateObservableCounter(entry.Name, () => Measure(entry), unit, entry.Meaning);
                break;
            case MetricKind.Gauge:
                _meter.CreateObservableGauge(entry.Name, () => Measure(entry), unit, entry.Meaning);
                break;
            default:
                break;
        }
    }

    private IEnumerable<Measurement<double>> Measure(MetricEntry entry)
    {
        foreach (var sample in entry.Read(_readings.Current))
        {
            var tags = new KeyValuePair<string, object?>[sample.Labels.Length];
            for (var i = 0; i < tags.Length; i++) tags[i] = new(entry.Labels[i], sample.Labels[i]);
            yield return new Measurement<double>(sample.Value, tags);
        }
    }

    private void RegisterBuckets()
    {
        _buckets.CreateObservableCounter(
            BucketName, () => Histograms().SelectMany(Buckets), null, "latencies up to a bound, in seconds");
        _buckets.CreateObservableCounter(
            CountName, () => Histograms().Select(h => Of(h.Count, h)), null, "all of them");
        _buckets.CreateObservableCounter(
            SumName, () => Histograms().Select(h => Of(h.SumSeconds, h)), "s", "all of them together");
    }

    private IEnumerable<LatencyBuckets> Histograms() =>
        _readings.Current.Latency is { } book ? LatencyBuckets.OfAll(book) : [];

    private static Measurement<double> Of(double value, LatencyBuckets histogram) =>
        new(value, new KeyValuePair<string, object?>(LatencyEntries.SpanLabel, histogram.Entry.Name));

    private static IEnumerable<Measurement<double>> Buckets(LatencyBuckets histogram)
    {
        for (var i = 0; i < LatencyLadder.BucketCount; i++)
        {
            yield return new Measurement<double>(
                histogram.Cumulative[i],
                new KeyValuePair<string, object?>(LatencyEntries.SpanLabel, histogram.Entry.Name),
                new KeyValuePair<string, object?>(BoundLabel, LatencyBuckets.BoundText(i)));
        }
    }
}
