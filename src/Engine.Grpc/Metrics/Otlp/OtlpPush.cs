using Engine.Grpc.Terminal;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Engine.Grpc.Metrics.Otlp;

/// <summary>Pushes all metrics at an interval, on a thread of the SDK, and once more at the end.</summary>
internal sealed class OtlpPush : IDisposable
{
    private const string ServiceName = "engine";

    private readonly OtlpOptions _options;
    private readonly OperatorLog _log;
    private readonly MeterProvider _provider;
    private bool? _wasTaken; // The thread of the SDK.

    private OtlpPush(OtlpOptions options, EngineMeters meters, MetricSources sources, SeriesBounds bounds,
        OperatorLog log)
    {
        _options = options;
        _log = log;
        var exporter = new ToldOtlpExporter(
            new OtlpExporterOptions
            {
                Endpoint = options.Endpoint!,
                Protocol = options.Protocol == OtlpProtocol.Grpc
                    ? OtlpExportProtocol.Grpc
                    : OtlpExportProtocol.HttpProtobuf,
                TimeoutMilliseconds = (int)options.Timeout.TotalMilliseconds,
            },
            Note);
        var reader = new PeriodicExportingMetricReader(
            exporter, (int)options.Interval.TotalMilliseconds, (int)options.Timeout.TotalMilliseconds)
        {
            TemporalityPreference = MetricReaderTemporalityPreference.Cumulative,
        };
        var resource = ResourceBuilder.CreateEmpty().AddTelemetrySdk().AddService(
            ServiceName, serviceVersion: sources.Setup.Build, autoGenerateServiceInstanceId: false,
            serviceInstanceId: sources.Setup.Options.EngineId);
        _provider = SeriesViews.Bound(Sdk.CreateMeterProviderBuilder(), bounds)
            .SetResourceBuilder(resource).AddMeter(meters.MeterName, meters.BucketsMeterName).AddReader(reader)
            .Build();
    }

    /// <summary>Null if nothing is to be pushed.</summary>
    public static OtlpPush? Start(
        OtlpOptions options, EngineMeters meters, MetricSources sources, SeriesBounds bounds, OperatorLog log) =>
        options.Endpoint is null ? null : new OtlpPush(options, meters, sources, bounds, log);

    public void Dispose()
    {
        _provider.Shutdown((int)_options.Timeout.TotalMilliseconds);
        _provider.Dispose();
    }

    // Only changes: a collector that is away for a night is one line.
    private void Note(bool isTaken)
    {
        if (isTaken == _wasTaken) return;

        var wasTaken = _wasTaken;
        _wasTaken = isTaken;
        if (!isTaken)
            _log.Warn($"metrics cannot be pushed to {_options.Endpoint} (metrics.otlp.endpoint); it is tried again");
        else if (wasTaken is not null)
            _log.Inform($"metrics are pushed to {_options.Endpoint} again");
    }
}
