using System.Globalization;
using Engine.Core.Metrics;
using Engine.Grpc.Tests.Hosting;
using Engine.Grpc.Tests.Process;
using Engine.Rpc.Hosting;
using Engine.Testing;
using Grpc.Core;
using Xunit;
using Xunit.Abstractions;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Metrics;

/// <summary>The real process, scraped by a real Prometheus.</summary>
public sealed class PrometheusTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [PrometheusFact]
    public async Task Prometheus_scrapes_the_engine_and_its_quantiles_are_within_a_bucket_of_the_exact_ones()
    {
        using var folder = new TempFolder();
        await using var engine = EngineProcess.Start(
            "run", "--demo", "-q", "--pace", "10", "--journal", folder.Of("j"), "--set", "simulated.duration=2h",
            "--set", "control.grpc=127.0.0.1:0", "--set", "control.http=127.0.0.1:0");
        var endpoints = await Endpoints.OfAsync(folder.Of("j"));
        await using var prometheus = await PrometheusServer.StartAsync(folder.Path, endpoints.Http!);
        var targets = await prometheus.UntilAsync("/api/v1/targets", IsUp);
        Assert.Equal("", targets.GetProperty("activeTargets")[0].GetProperty("lastError").GetString());

        // Enough orders, and enough scrapes of them.
        await prometheus.UntilAsync(
            "/api/v1/query?query=" + Uri.EscapeDataString(
                "engine_latency_seconds_count{span=\"tick_to_order\"} > 100 and on(job) count_over_time(up[1m]) > 3"),
            data => data.GetProperty("result").GetArrayLength() == 1);
        Assert.Equal(1, await prometheus.ValueAsync("engine_phase{phase=\"Running\"}"));

        using var http = new HttpClient { Timeout = Deadline };
        var exposition = await http.GetStringAsync($"http://{endpoints.Http}/metrics");
        Assert.Equal("", await PrometheusServer.CheckAsync(exposition));
        output.WriteLine($"{exposition.Length} bytes in {exposition.Count(c => c == '\n')} lines");

        using var channel = RpcChannels.Create($"http://{endpoints.Grpc}", new RpcClientOptions());
        var status = new Wire.Status.StatusClient(channel.CreateCallInvoker());
        foreach (var span in new[] { "ingest_to_logic", "logic", "durable", "tick_to_order" })
        {
            foreach (var (quantile, exact) in new (double, Func<Wire.LatencyFigures, long>)[]
                     {
                         (0.5, f => f.P50Ns), (0.9, f => f.P90Ns), (0.99, f => f.P99Ns),
                     })
            {
                var before = exact(await FiguresAsync(status, span));
                var query = string.Create(CultureInfo.InvariantCulture,
                    $"histogram_quantile({quantile}, engine_latency_seconds_bucket{{span=\"{span}\"}})");
                var found = (long)(await prometheus.ValueAsync(query) * 1e9);
                var after = exact(await FiguresAsync(status, span));
                output.WriteLine($"{span} {quantile}: {found} ns, exactly {before} to {after} ns");
                Assert.InRange(
                    LatencyLadder.IndexOf(found), LatencyLadder.IndexOf(Math.Min(before, after)) - 1,
                    LatencyLadder.IndexOf(Math.Max(before, after)) + 1);
            }
        }
        var exemplars = await prometheus.UntilAsync(
            "/api/v1/query_exemplars?query=engine_latency_seconds_bucket&start=0&end=9999999999",
            data => data.GetArrayLength() > 0);
        var labels = exemplars[0].GetProperty("exemplars")[0].GetProperty("labels");
        Assert.True(
            long.Parse(labels.GetProperty("order_id").GetString()!, CultureInfo.InvariantCulture) > 0
            && long.Parse(labels.GetProperty("journal_sequence").GetString()!, CultureInfo.InvariantCulture) > 0);
        engine.Signal(EngineProcess.Sigterm);
        Assert.InRange((await engine.EndAsync()).ExitCode, 0, 3);
    }

    private static bool IsUp(System.Text.Json.JsonElement targets) =>
        targets.GetProperty("activeTargets") is { } active && active.GetArrayLength() == 1
        && active[0].GetProperty("health").GetString() == "up";

    private static async Task<Wire.LatencyFigures> FiguresAsync(Wire.Status.StatusClient status, string span)
    {
        using var watch = status.WatchLatency(new Wire.WatchLatencyRequest { IntervalMs = 100 });
        Assert.True(await watch.ResponseStream.MoveNext());
        return watch.ResponseStream.Current.Spans.Single(figures => figures.Name == span);
    }
}
