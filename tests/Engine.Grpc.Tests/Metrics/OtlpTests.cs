using Engine.Core.Config;
using Engine.Core.Metrics;
using Engine.Grpc.Metrics;
using Engine.Grpc.Metrics.Otlp;
using Engine.Grpc.Tests.Services;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Engine.Grpc.Tests.Metrics;

/// <summary>Metrics that are pushed to a collector.</summary>
public sealed class OtlpTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task A_collector_gets_names_units_and_counts_of_everything()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using (var bench = Bench(collector, restingOrders: 3))
        {
            await bench.UntilTradingAsync();
            await UntilAsync(() => collector.Pushed.Any(p => Count(p, LatencySpan.TickToOrder) == 3));
        }
        var last = collector.Pushed.Last(); // Pushed at the end.
        Assert.Equal(("engine", "test"), (last.Resource["service.name"], last.Resource["service.version"]));
        Assert.Equal(2, last.Scopes.Count);
        foreach (var entry in MetricCatalog.All.Where(entry => entry.Name is "engine_phase"
                     or "engine_ring_published_records" or "engine_gc_pause" or "engine_journal_written"
                     or "engine_equity" or "engine_events"))
        {
            Assert.All(Of(last, entry.Name), point => Assert.Equal(
                (MetricNames.OpenTelemetryUnit(entry.Unit) ?? "", entry.Kind == MetricKind.Counter),
                (point.Unit, point.IsCounter)));
        }
        Assert.Equal(3, Of(last, "engine_events").Single(p => p.Attributes["kind"] == "OrderRequested").Value);
        Assert.Equal(100_000, Of(last, "engine_equity").Single().Value);

        var buckets = Of(last, EngineMeters.BucketName).Where(p => p.Attributes["span"] == "tick_to_order").ToArray();
        Assert.Equal(LatencyLadder.BucketCount, buckets.Length);
        Assert.All(buckets, bucket => Assert.True(bucket.IsCounter));
        Assert.Equal(3, buckets.Single(bucket => bucket.Attributes["le"] == "+Inf").Value);
        Assert.True(Of(last, EngineMeters.SumName).Single(p => p.Attributes["span"] == "tick_to_order").Value > 0);
    }

    [Fact]
    public async Task A_collector_that_is_away_is_told_of_once_and_again_when_it_is_back()
    {
        await using var collector = await OtlpCollector.StartAsync();
        collector.Code = StatusCodes.Status400BadRequest; // Nothing that the exporter tries again by itself.
        await using var bench = Bench(collector);
        bench.Expected.Add("metrics ");
        await UntilAsync(() => bench.Reports.Any(
            report => report.Contains("metrics cannot be pushed to " + collector.Endpoint, StringComparison.Ordinal)));
        await bench.UntilTradingAsync();
        collector.Code = StatusCodes.Status200OK;
        await UntilAsync(() => bench.Reports.Any(
            report => report.Contains("metrics are pushed to", StringComparison.Ordinal)));
        Assert.Equal(2, bench.Reports.Count(report => report.Contains("metrics ", StringComparison.Ordinal)));
        Assert.NotEmpty(collector.Pushed);
    }

    [Fact]
    public void Nothing_is_pushed_unless_the_settings_say_where()
    {
        var options = Read();
        Assert.Null(options.Endpoint);
        Assert.Equal(
            (OtlpProtocol.HttpProtobuf, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5)),
            (options.Protocol, options.Interval, options.Timeout));
        options = Read(("endpoint", "http://127.0.0.1:4317"), ("protocol", "grpc"), ("interval", "100ms"));
        Assert.Equal(
            (new Uri("http://127.0.0.1:4317"), OtlpProtocol.Grpc, TimeSpan.FromMilliseconds(100)),
            (options.Endpoint, options.Protocol, options.Interval));
    }

    [Theory]
    [InlineData("endpoint", "127.0.0.1:4318", "give off, or an address")]
    [InlineData("endpoint", "ftp://127.0.0.1", "give off, or an address")]
    [InlineData("endpoint", "http://name:word@127.0.0.1", "without credentials")]
    [InlineData("protocol", "http/json", "give http/protobuf or grpc")]
    [InlineData("interval", "99ms", "100ms to 10m")]
    [InlineData("interval", "11m", "100ms to 10m")]
    [InlineData("timeout", "2m", "100ms to 1m")]
    public void A_setting_that_cannot_be_used_is_named_with_its_remedy(string name, string value, string remedy)
    {
        var refused = Assert.Throws<ConfigException>(() => Read((name, value)));
        Assert.Contains("metrics.otlp." + name, refused.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("instrumentsMax", "4097")]
    [InlineData("strategiesMax", "0")]
    [InlineData("sourcesMax", "1025")]
    public void The_bounds_of_series_have_bounds(string name, string value)
    {
        var config = new CanonicalConfig([new("metrics." + name, value)]);
        var refused = Assert.Throws<ConfigException>(() => SeriesBounds.FromConfig(config.Section("metrics")));
        Assert.Contains("metrics." + name, refused.Message, StringComparison.Ordinal);
    }

    private static ControlBench Bench(OtlpCollector collector, int restingOrders = 0) => new(
        restingOrders,
        settings: [("metrics.otlp.endpoint", collector.Endpoint), ("metrics.otlp.interval", "100ms")]);

    private static OtlpOptions Read(params (string Name, string Value)[] settings) => OtlpOptions.FromConfig(
        new CanonicalConfig(settings.Select(s => new KeyValuePair<string, string>("metrics.otlp." + s.Name, s.Value)))
            .Section("metrics.otlp"));

    private static OtlpPoint[] Of(OtlpPushed push, string name)
    {
        var points = push.Points.Where(point => point.Metric == name).ToArray();
        Assert.NotEmpty(points);
        return points;
    }

    private static double Count(OtlpPushed push, LatencySpan span) => push.Points.SingleOrDefault(point =>
        point.Metric == EngineMeters.CountName && point.Attributes["span"] == LatencyCatalog.Of(span).Name)?.Value ?? 0;

    private static async Task UntilAsync(Func<bool> isMeant)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!isMeant()) await Task.Delay(Poll, deadline.Token);
    }
}
