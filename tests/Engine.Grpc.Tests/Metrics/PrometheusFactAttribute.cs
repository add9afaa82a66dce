using Engine.Testing;
using Xunit;

namespace Engine.Grpc.Tests.Metrics;

/// <summary>A test with a real Prometheus.</summary>
internal sealed class PrometheusFactAttribute : FactAttribute
{
    public PrometheusFactAttribute() => Skip = PrometheusServer.SkipReason;
}
