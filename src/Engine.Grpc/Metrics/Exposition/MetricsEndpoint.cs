using System.Buffers;
using Engine.Core.Events;
using Engine.Grpc.Access;
using Engine.Grpc.Hosting;

namespace Engine.Grpc.Metrics.Exposition;

/// <summary>
/// <c>GET /metrics</c> for Prometheus. It shows positions and money, so whoever asks needs the role of a viewer, where
/// anybody needs one.
/// </summary>
internal sealed class MetricsEndpoint(MetricsScrape scrape)
{
    public const string Path = "/metrics";

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, AnswerAsync)
        .WithMetadata(OnHttpListener.Instance, new RequiredRole(OperatorRole.Viewer));

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Vary = "Accept";
        if (ExpositionNegotiation.Choose(context.Request.Headers.Accept) is not { } format)
        {
            context.Response.StatusCode = StatusCodes.Status406NotAcceptable;
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync(
                $"Accept '{ExpositionNegotiation.ContentType(ExpositionFormat.Prometheus)}' or "
                + $"'{ExpositionNegotiation.ContentType(ExpositionFormat.OpenMetrics)}'.\n", context.RequestAborted);
            return;
        }
        var (rented, length) = scrape.Render(format);
        try
        {
            context.Response.ContentType = ExpositionNegotiation.ContentType(format);
            context.Response.ContentLength = length;
            await context.Response.Body.WriteAsync(rented.AsMemory(0, length), context.RequestAborted);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
