using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Engine.Grpc.Metrics.Exposition;

/// <summary>Renders what the SDK has collected; pulled, never pushed.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class ExpositionExporter(ExpositionWriter writer) : BaseExporter<Metric>, IPullMetricExporter
{
    public Func<int, bool>? Collect { get; set; }

    /// <summary>Why the last rendering failed; the reader that calls keeps exceptions to itself.</summary>
    public Exception? Failure { get; private set; }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        Failure = null;
        try
        {
            foreach (var metric in batch) Write(metric);
            return ExportResult.Success;
        }
        catch (Exception exception)
        {
            Failure = exception; // Thrown again by whoever asked.
            return ExportResult.Failure;
        }
    }

    private void Write(Metric metric)
    {
        var kind = KindOf(metric);
        string? name = null; // A family without samples is left out.
        var labels = new List<KeyValuePair<string, string>>();
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            name ??= writer.Head(metric.Name, kind, MetricNames.OfOpenTelemetry(metric.Unit), metric.Description);
            labels.Clear();
            foreach (var tag in point.Tags) labels.Add(new(tag.Key, tag.Value?.ToString() ?? ""));
            writer.Sample(
                name, [.. labels],
                kind == MetricKind.Counter ? point.GetSumDouble() : point.GetGaugeLastValueDouble());
        }
    }

    /// <exception cref="NotSupportedException">An instrument that the catalogue does not make.</exception>
    private static MetricKind KindOf(Metric metric) => metric.MetricType switch
    {
        MetricType.DoubleSum => MetricKind.Counter,
        MetricType.DoubleGauge => MetricKind.Gauge,
        var other => throw new NotSupportedException($"{metric.Name} is a {other}; the catalogue has none of these."),
    };
}
