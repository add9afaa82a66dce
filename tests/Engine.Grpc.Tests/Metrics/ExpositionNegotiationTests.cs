using Engine.Grpc.Metrics.Exposition;
using Xunit;

namespace Engine.Grpc.Tests.Metrics;

public sealed class ExpositionNegotiationTests
{
    private const string Open = "OpenMetrics";
    private const string Plain = "Prometheus";

    [Theory]
    [InlineData(null, Plain)]
    [InlineData("", Plain)]
    [InlineData("*/*", Plain)]
    [InlineData("text/*", Plain)]
    [InlineData("text/plain", Plain)]
    [InlineData("text/plain;version=0.0.4", Plain)]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", Plain)]
    [InlineData("application/openmetrics-text", Open)]
    [InlineData("application/openmetrics-text;version=1.0.0", Open)]
    [InlineData("Application/OpenMetrics-Text; version=\"1.0.0\"; charset=utf-8", Open)]
    [InlineData("application/openmetrics-text,text/plain", Open)]
    [InlineData("text/plain,application/openmetrics-text;q=0.9", Plain)]
    [InlineData("application/openmetrics-text;q=0,*/*", Plain)]
    [InlineData("application/*", Open)]
    [InlineData("application/openmetrics-text;version=2.0.0,text/plain;q=0.1", Plain)]
    [InlineData("text/plain;q=0,*/*;q=0.1", Open)]
    [InlineData("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", Open)]
    [InlineData("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
        + "text/plain;version=0.0.4;q=0.6,*/*;q=0.2", Plain)]
    [InlineData("application/json", null)]
    [InlineData("text/plain;version=1.0.0", null)]
    [InlineData("*/*;q=0", null)]
    [InlineData("text/plain;q=0,application/openmetrics-text;q=0", null)]
    public void The_format_is_the_one_that_weighs_most(string? accept, string? expected) =>
        Assert.Equal(expected, ExpositionNegotiation.Choose([accept])?.ToString());

    [Fact]
    public void Several_headers_are_one() =>
        Assert.Equal(
            ExpositionFormat.OpenMetrics,
            ExpositionNegotiation.Choose(["text/plain;q=0.5", "application/openmetrics-text"]));

    [Fact]
    public void Content_types_are_those_of_the_formats()
    {
        Assert.Equal(
            "text/plain; version=0.0.4; charset=utf-8",
            ExpositionNegotiation.ContentType(ExpositionFormat.Prometheus));
        Assert.Equal(
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
            ExpositionNegotiation.ContentType(ExpositionFormat.OpenMetrics));
    }
}
