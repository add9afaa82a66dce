using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace Engine.Grpc.Metrics.Otlp;

/// <summary>The official exporter, which keeps its failures to itself; here somebody is told.</summary>
/// <param name="tell">After each push; true if it was taken.</param>
internal sealed class ToldOtlpExporter(OtlpExporterOptions options, Action<bool> tell) : OtlpMetricExporter(options)
{
    public override ExportResult Export(in Batch<Metric> metrics)
    {
        var result = base.Export(metrics);
        tell(result == ExportResult.Success);
        return result;
    }
}
