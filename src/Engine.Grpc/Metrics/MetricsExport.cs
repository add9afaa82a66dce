using Engine.Grpc.Metrics.Exposition;
using Engine.Grpc.Metrics.Otlp;
using Engine.Grpc.Terminal;

namespace Engine.Grpc.Metrics;

/// <summary>Metrics of one engine on their ways out: scraped and pushed.</summary>
internal sealed class MetricsExport : IDisposable
{
    private readonly EngineMeters _meters;
    private readonly MetricsScrape _scrape;
    private readonly OtlpPush? _push;

    public MetricsExport(MetricSources sources, MetricsExportOptions options, OperatorLog log)
    {
        var readings = new EngineReadings(sources, options.Bounds);
        _meters = new EngineMeters(readings);
        _scrape = new MetricsScrape(readings, _meters, options.Bounds);
        _push = OtlpPush.Start(options.Otlp, _meters, sources, options.Bounds, log);
    }

    public void Map(IEndpointRouteBuilder routes) => new MetricsEndpoint(_scrape).Map(routes);

    public void Dispose()
    {
        _push?.Dispose();
        _scrape.Dispose();
        _meters.Dispose();
    }
}
