using System.Buffers;
using System.Diagnostics;
using Engine.Core.Metrics;
using Engine.Grpc.Metrics.Entries;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Engine.Grpc.Metrics.Exposition;

/// <summary>
/// All metrics as text, when somebody asks: those of the SDK's reader, and beside them the histograms. Scrapes of
/// several clients take turns; they read published numbers only, so nobody else waits for them.
/// </summary>
internal sealed class MetricsScrape : IDisposable
{
    private const int CollectMsMax = 5_000;

    private readonly EngineReadings _readings;
    private readonly ExpositionWriter _writer = new();
    private readonly ExpositionExporter _exporter;
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _provider;
    private readonly Lock _gate = new();

    public MetricsScrape(EngineReadings readings, EngineMeters meters, SeriesBounds bounds)
    {
        _readings = readings;
        _exporter = new ExpositionExporter(_writer);
        _reader = new BaseExportingMetricReader(_exporter)
        {
            TemporalityPreference = MetricReaderTemporalityPreference.Cumulative,
        };
        _provider = SeriesViews.Bound(Sdk.CreateMeterProviderBuilder(), bounds)
            .AddMeter(meters.MeterName).AddReader(_reader).Build();
    }

    /// <summary>The text in memory of a pool, and its length; give it back.</summary>
    /// <exception cref="InvalidOperationException">A defect; it names the cause.</exception>
    public (byte[] Rented, int Length) Render(ExpositionFormat format)
    {
        lock (_gate)
        {
            var reading = _readings.Take();
            _writer.Begin(format);
            if (!_exporter.Collect!(CollectMsMax)) // Set by the reader: a pull is allowed this way only.
            {
                throw new InvalidOperationException(
                    $"The metrics could not be collected: {_exporter.Failure?.Message ?? "out of time"}",
                    _exporter.Failure);
            }
            if (reading.Latency is { } book) WriteHistograms(book);
            _writer.End();
            var text = _writer.Written;
            var rented = ArrayPool<byte>.Shared.Rent(text.Length);
            text.CopyTo(rented);
            return (rented, text.Length);
        }
    }

    public void Dispose()
    {
        _provider.Dispose();
        _reader.Dispose();
        _exporter.Dispose();
    }

    private void WriteHistograms(LatencyBook book)
    {
        var entry = LatencyEntries.Histogram;
        var name = _writer.Head(entry.Name, entry.Kind, entry.Unit, entry.Meaning);
        var nowTicks = Stopwatch.GetTimestamp();
        var nowSeconds = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1e3;
        foreach (var histogram in LatencyBuckets.OfAll(book))
        {
            var exemplars = histogram.Entry.Span == LatencySpan.TickToOrder ? book.TickToOrderExemplars : null;
            _writer.Histogram(
                name, LatencyEntries.SpanLabel, histogram, exemplars,
                ticks => nowSeconds - Stopwatch.GetElapsedTime(ticks, nowTicks).TotalSeconds);
        }
    }
}
