using System.Net;
using System.Net.Http.Headers;
using Engine.Core.Events;
using Engine.Core.Metrics;
using Engine.Grpc.Metrics;
using Engine.Grpc.Tests.Access;
using Engine.Grpc.Tests.Health;
using Engine.Grpc.Tests.Services;
using Grpc.Core;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Metrics;

/// <summary>What a real engine exposes, read by a strict parser.</summary>
public sealed class MetricsEndpointTests : IDisposable
{
    private static readonly (string, string) OnHttp = ("control.http", "0");
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient _http = new() { Timeout = Deadline };

    [Fact]
    public async Task Everything_of_the_catalogue_is_there_and_says_what_the_status_says()
    {
        await using var bench = new ControlBench(restingOrders: 3, settings: OnHttp);
        await bench.UntilTradingAsync();
        await bench.Control.TakeSnapshotAsync(new Wire.TakeSnapshotRequest { Head = bench.Head() });
        await UntilAsync(bench, m => Value(m, "engine_orders", "Accepted") == 3);
        await bench.Control.PauseAsync(
            new Wire.PauseRequest { Head = bench.Head(), Scope = ControlBench.OfAccount });
        var metrics = await UntilAsync(bench, m => Value(m, "engine_permission", "Reducing") == 1
            && m.ContainsKey("engine_snapshot_age_seconds") && m.ContainsKey("engine_feed_age_seconds"));
        // A position is there when there is one, a comparison of everything when one has ended.
        var optional = MetricCatalog.All.Where(entry =>
                entry.Name.StartsWith("engine_position_", StringComparison.Ordinal)
                || entry.Name is "engine_reconciliation_age")
            .Select(entry => entry.PrometheusName);
        Assert.Empty(MetricCatalog.All.Select(entry => entry.PrometheusName).Except(metrics.Keys).Except(optional));
        foreach (var entry in MetricCatalog.All.Where(entry => metrics.ContainsKey(entry.PrometheusName)))
        {
            var family = metrics[entry.PrometheusName];
            Assert.Equal(
                (entry.Kind.ToString().ToLowerInvariant(), entry.Meaning), (family.Type, family.Help));
            Assert.InRange(family.Samples.Count, 1, entry.SeriesMax(SeriesBounds.Default) + 20);
            Assert.All(family.Samples, sample => Assert.Equal(
                entry.Labels.Order(), sample.Labels.Keys.Where(label => label != "le").Order()));
        }
        var status = await bench.Status.GetStatusAsync(new Wire.GetStatusRequest());
        Assert.Equal(1, Value(metrics, "engine_phase", "Running"));
        Assert.Equal(1, Value(metrics, "engine_holds", "Operator", "Reducing"));
        Assert.Equal(0, Value(metrics, "engine_holds", "Disk", "Halted"));
        Assert.Equal(3, Value(metrics, "engine_events_total", "OrderRequested"));
        Assert.Equal(status.RunEpoch, Value(metrics, "engine_run_epoch"));
        Assert.Equal(100_000, Value(metrics, "engine_equity", "USD"));
        Assert.Equal(1, Value(metrics, "engine_commands_total", "Hold", "Done"));
        Assert.Equal(1, Value(metrics, "engine_control_calls_total", "engine.v1.Control/Pause", "Ok"));
        Assert.Equal(3, Latency(metrics, LatencySpan.TickToOrder, "_count"));
        Assert.InRange(Value(metrics, "engine_process_start_time_seconds"), 1.6e9,
            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1e3);
        var hash = bench.Engine.Board.Status!.Counters.ConfigSha256;
        Assert.Equal(
            Convert.ToHexStringLower(hash), metrics["engine_config_info"].Samples.Single()["config_sha256"]);
    }

    [Fact]
    public async Task Every_state_breaker_hold_and_code_has_its_series_from_the_start()
    {
        await using var bench = new ControlBench(settings: OnHttp);
        var first = await ScrapeAsync(bench);
        foreach (var (name, count) in new[]
                 {
                     ("engine_phase", 5), ("engine_permission", 4), ("engine_holds", 27), ("engine_breaker_state", 52),
                     ("engine_breaker_trips_total", 13), ("engine_arming", 3), ("engine_health_check_failed", 8),
                     ("engine_denials_total", Enum.GetValues<RiskCode>().Count(code => code < 0)),
                     ("engine_rejects_total", Enum.GetValues<VenueReason>().Length),
                     ("engine_events_total", Enum.GetValues<EventKind>().Length - 1),
                 })
            Assert.Equal(count, first[name].Samples.Count);
        Assert.Equal(
            LatencyCatalog.All.Count * LatencyLadder.BucketCount,
            first["engine_latency_seconds"].Samples.Count(s => s.Name == "engine_latency_seconds_bucket"));
        var later = await UntilAsync(bench, m => Value(m, "engine_phase", "Running") == 1);
        foreach (var name in new[] { "engine_phase", "engine_permission", "engine_arming" })
            Assert.Equal(1, later[name].Samples.Sum(sample => sample.Value));
        Assert.All(later["engine_breaker_state"].Samples.GroupBy(s => s["breaker"]),
            states => Assert.Equal(1, states.Sum(sample => sample.Value)));
    }

    [Fact]
    public async Task Open_metrics_has_an_order_for_buckets_that_is_in_the_journal()
    {
        await using var bench = new ControlBench(restingOrders: 3, settings: OnHttp);
        await bench.UntilTradingAsync();
        var metrics = await UntilAsync(bench, m => Latency(m, LatencySpan.TickToOrder, "_count") == 3, isOpen: true);
        var shown = metrics["engine_latency_seconds"].Samples.Where(sample => sample.Exemplar is not null).ToArray();
        Assert.NotEmpty(shown);
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1e3;
        foreach (var sample in shown)
        {
            Assert.Equal("tick_to_order", sample["span"]);
            Assert.InRange(sample.Exemplar!.UnixSeconds!.Value, now - 60, now + 1);
            var sequence = long.Parse(sample.Exemplar.Labels["journal_sequence"],
                System.Globalization.CultureInfo.InvariantCulture);
            using var call = bench.Journal.ReadEvents(new Wire.ReadEventsRequest { FromSequence = sequence });
            Assert.True(await call.ResponseStream.MoveNext());
            var record = call.ResponseStream.Current.Events[0];
            Assert.Equal((sequence, "OrderRequested"), (record.Sequence, record.Kind.ToString()));
            var order = record.Fields.Single(
                field => field.Name.Equals("orderId", StringComparison.OrdinalIgnoreCase)).Value;
            Assert.Equal(sample.Exemplar.Labels["order_id"], order);
        }
    }

    [Fact]
    public async Task Scrapes_at_a_time_each_add_up_and_never_go_back()
    {
        await using var bench = new ControlBench(
            settings: [OnHttp, ("control.callsPerSecond", "10000"), ("control.callsBurst", "10000")]);
        await bench.UntilTradingAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async client =>
        {
            var before = new Dictionary<string, double>();
            for (var i = 0; i < 25; i++)
            {
                var metrics = await ScrapeAsync(bench, isOpen: client % 2 == 0);
                foreach (var sample in metrics.Values.Where(family => family.Type != "gauge")
                             .SelectMany(family => family.Samples))
                {
                    Assert.True(
                        sample.Value >= before.GetValueOrDefault(sample.Series), $"{sample.Series} went back");
                    before[sample.Series] = sample.Value;
                }
            }
            Assert.True(before["engine_ring_published_records_total{}"] > 0);
        }));
        Assert.Equal(0, bench.Engine.Latency!.LostGroups);
    }

    [Fact]
    public async Task Who_may_not_see_positions_may_not_see_metrics()
    {
        await using var bench = new ControlBench(
            token: TestTokens.Viewer, settings: [OnHttp, .. TestTokens.Settings]);
        await bench.UntilTradingAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await CodeAsync(bench, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await CodeAsync(bench, "unknown"));
        Assert.Equal(HttpStatusCode.OK, await CodeAsync(bench, TestTokens.Viewer));
        await ControlBench.RefusedAsync(StatusCode.PermissionDenied, async () =>
            await bench.Control.HaltAsync(new Wire.HaltRequest { Head = bench.Head() }));
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Viewer);
        var metrics = await ScrapeAsync(bench);
        Assert.Equal(1, Value(metrics, "engine_control_calls_total", "engine.v1.Control/Halt", "Denied"));
    }

    [Fact]
    public async Task Whoever_accepts_neither_format_is_told_what_there_is()
    {
        await using var bench = new ControlBench(settings: OnHttp);
        using var request = new HttpRequestMessage(HttpMethod.Get, bench.HttpAddress + "/metrics");
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("text/plain; version=0.0.4", body, StringComparison.Ordinal);
        await bench.UntilTradingAsync();
    }

    [Fact]
    public async Task Instruments_beyond_the_bound_have_no_series_and_are_counted()
    {
        await using var bench = new ControlBench(
            settings: [OnHttp, ("metrics.instrumentsMax", "1"), ("simulated.rate", "400")]);
        var metrics = await UntilAsync(
            bench, m => Value(m, "engine_metrics_left_out", "instrument") > 0);
        Assert.Single(metrics["engine_market_open"].Samples);
        Assert.Equal(
            1, metrics["engine_feed_age_seconds"].Samples.Count(sample => sample["type"] == "instrument"));
        Assert.Equal(
            bench.Engine.Board.Instruments.Count - 1, Value(metrics, "engine_metrics_left_out", "instrument"));
        Assert.Equal(0, Value(metrics, "engine_metrics_left_out", "strategy"));
    }

    [Fact]
    public async Task Without_latencies_their_histogram_is_left_out_and_everything_else_is_there()
    {
        await using var bench = new ControlBench(settings: [OnHttp, ("metrics.latency", "false")]);
        await bench.UntilTradingAsync();
        var metrics = await ScrapeAsync(bench);
        Assert.DoesNotContain("engine_latency_seconds", metrics.Keys);
        Assert.Contains("engine_ring_published_records_total", metrics.Keys);
    }

    [Fact]
    public async Task A_stall_of_50_ms_is_in_the_buckets_as_many_times_as_inputs_waited_through_it()
    {
        const int inputs = 5;
        using var bench = new HealthBench();
        await bench.UntilAsync("/health/ready", HttpStatusCode.OK);
        var lateBefore = await LateAsync(bench);
        var recordsBefore = bench.SourceLane.Written;
        bench.StrategyMayReturn.Reset();
        await UntilAsync(() => bench.SourceLane.Occupied > inputs); // One may be with the strategy already.
        var waited = System.Diagnostics.Stopwatch.StartNew();
        await UntilAsync(() => waited.ElapsedMilliseconds > 55);
        bench.StrategyMayReturn.Set();
        var late = 0.0;
        await UntilAsync(async () => (late = await LateAsync(bench) - lateBefore) >= inputs);
        Assert.InRange(late, inputs, bench.SourceLane.Written - recordsBefore);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<double> LateAsync(HealthBench bench)
    {
        var metrics = ExpositionParser.Parse((await bench.GetAsync("/metrics")).Body, isOpenMetrics: false);
        return Latency(metrics, LatencySpan.IngestToLogic, "_count")
            - Latency(metrics, LatencySpan.IngestToLogic, "_bucket", "0.05");
    }

    private async Task<HttpStatusCode> CodeAsync(ControlBench bench, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, bench.HttpAddress + "/metrics");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<IReadOnlyDictionary<string, ParsedFamily>> ScrapeAsync(ControlBench bench, bool isOpen = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, bench.HttpAddress + "/metrics");
        if (isOpen) request.Headers.Accept.ParseAdd("application/openmetrics-text; version=1.0.0");
        using var response = await _http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {body}");
        Assert.Equal(
            isOpen ? "application/openmetrics-text" : "text/plain", response.Content.Headers.ContentType!.MediaType);
        return ExpositionParser.Parse(body, isOpen);
    }

    private async Task<IReadOnlyDictionary<string, ParsedFamily>> UntilAsync(
        ControlBench bench, Func<IReadOnlyDictionary<string, ParsedFamily>, bool> isMeant, bool isOpen = false)
    {
        IReadOnlyDictionary<string, ParsedFamily>? last = null;
        await UntilAsync(async () => isMeant(last = await ScrapeAsync(bench, isOpen)));
        return last!;
    }

    private static Task UntilAsync(Func<bool> isMeant) => UntilAsync(() => Task.FromResult(isMeant()));

    private static async Task UntilAsync(Func<Task<bool>> isMeant)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await isMeant()) await Task.Delay(Poll, deadline.Token);
    }

    /// <param name="labels">Values, in any order.</param>
    private static double Value(
        IReadOnlyDictionary<string, ParsedFamily> metrics, string name, params string[] labels) =>
        metrics[name].Samples.Single(sample => labels.All(sample.Labels.Values.Contains)).Value;

    private static double Latency(
        IReadOnlyDictionary<string, ParsedFamily> metrics, LatencySpan span, string suffix, string? bound = null) =>
        metrics["engine_latency_seconds"].Samples.Single(sample =>
            sample["span"] == LatencyCatalog.Of(span).Name
            && sample.Name.EndsWith(suffix, StringComparison.Ordinal)
            && sample.Labels.GetValueOrDefault("le") == bound).Value;
}
