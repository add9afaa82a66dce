using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Engine.Core.Journal;
using Engine.Grpc.Systemd;
using Xunit;
using Xunit.Abstractions;

namespace Engine.Grpc.Tests.Health;

/// <summary>Health over HTTP of an engine to which something happens.</summary>
public sealed class HealthTests(ITestOutputHelper output)
{
    private const string Ready = "/health/ready";
    private const string Live = "/health/live";

    private static readonly KeyValuePair<string, string> Impatient = new("health.feedSilence", "300ms");

    [Fact]
    public async Task An_engine_that_runs_is_healthy_and_says_why()
    {
        using var bench = new HealthBench(calendarId: 1);
        await bench.UntilAsync(Ready, HttpStatusCode.OK);
        var health = await bench.UntilAsync("/health", HttpStatusCode.OK, json => Streams(json, "ok") == 2);
        Assert.Equal(
            ["logic", "phase", "broker", "feed", "journal", "disk", "holds", "follower"],
            health.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("check").GetString()));
        Assert.Equal("Running", health.GetProperty("phase").GetString());
        Assert.Equal("Active", health.GetProperty("permission").GetString());
        Assert.All(
            health.GetProperty("streams").EnumerateArray(),
            stream => Assert.Equal(60_000, stream.GetProperty("engineLimitMs").GetInt64()));
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await bench.GetAsync("/healthz"));
        Assert.Equal(HttpStatusCode.OK, (await bench.GetAsync(Live)).Code);
    }

    [Fact]
    public async Task A_source_that_falls_silent_in_market_hours_is_not_ready_until_it_speaks_again()
    {
        using var bench = new HealthBench(calendarId: 1, settings: Impatient);
        await bench.UntilAsync("/health", HttpStatusCode.OK, json => Streams(json, "ok") == 2);
        bench.Source.IsSpeaking = false;
        var since = Stopwatch.GetTimestamp();
        var ready = await bench.UntilAsync(Ready, HttpStatusCode.ServiceUnavailable);
        output.WriteLine($"flipped {Stopwatch.GetElapsedTime(since).TotalMilliseconds:F0} ms after the last quote");
        Assert.Equal(["feed"], HealthBench.Failed(ready));
        Assert.Contains("ALFA (", ready.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("spoken (", ready.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await bench.GetAsync(Live)).Code);

        bench.Source.IsSpeaking = true;
        await bench.UntilAsync(Ready, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Silence_outside_market_hours_is_no_news()
    {
        using var bench = new HealthBench(calendarId: 2, settings: Impatient);
        await bench.UntilAsync("/health", HttpStatusCode.OK, json => Streams(json, "notApplicable") == 2);
        bench.Source.IsSpeaking = false;

        // Three limits on, by the run's own clock: the last quote is as old as the run's clock has advanced.
        var start = Stopwatch.GetTimestamp();
        await bench.UntilAsync(
            "/health", HttpStatusCode.OK, _ => Stopwatch.GetElapsedTime(start) > TimeSpan.FromMilliseconds(1_500));
        var health = await bench.UntilAsync("/health", HttpStatusCode.OK);
        Assert.Equal(2, Streams(health, "notApplicable"));
        Assert.Contains("the market is closed", health.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strategy_that_does_not_return_stops_the_heart_and_nothing_else_does()
    {
        using var bench = new HealthBench();
        await bench.UntilAsync(Ready, HttpStatusCode.OK);
        bench.StrategyMayReturn.Reset();
        var since = Stopwatch.GetTimestamp();
        var live = await bench.UntilAsync(Live, HttpStatusCode.ServiceUnavailable);
        output.WriteLine($"flipped {Stopwatch.GetElapsedTime(since).TotalMilliseconds:F0} ms after the stall began");
        Assert.False(live.GetProperty("live").GetBoolean());
        Assert.InRange(live.GetProperty("ageMs").GetInt64(), 1_001, long.MaxValue);
        Assert.Contains("logic", HealthBench.Failed(await bench.UntilAsync(Ready, HttpStatusCode.ServiceUnavailable)));
        Assert.StartsWith("failed: no sweep", (await bench.GetAsync("/healthz")).Body, StringComparison.Ordinal);

        bench.StrategyMayReturn.Set();
        await bench.UntilAsync(Live, HttpStatusCode.OK);
        await bench.UntilAsync(Ready, HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_strategy_that_does_not_return_starves_the_watchdog()
    {
        var said = new ConcurrentQueue<string>();
        var notifier = new SystemdNotifier(
            said.Enqueue, ReadyWhen.Running, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1),
            TimeProvider.System);
        using var bench = new HealthBench(onLook: monitor =>
        {
            var (vitals, logic) = monitor.Beat();
            notifier.Look(vitals, logic, monitor.Report);
        });
        int Beats() => said.Count(lines => lines == "WATCHDOG=1");
        await bench.UntilAsync(Live, HttpStatusCode.OK, _ => Beats() >= 3);
        bench.StrategyMayReturn.Reset();
        await bench.UntilAsync(Live, HttpStatusCode.ServiceUnavailable);
        var beats = Beats();
        await bench.UntilAsync(
            Live, HttpStatusCode.ServiceUnavailable, live => live.GetProperty("ageMs").GetInt64() > 2_000);
        Assert.Equal(beats, Beats());

        bench.StrategyMayReturn.Set();
        await bench.UntilAsync(Live, HttpStatusCode.OK, _ => Beats() > beats);
        Assert.Contains("READY=1", said);
    }

    [Theory]
    [InlineData("source|logic|journal+gateway|follower")]
    [InlineData("source+logic+journal+gateway|follower")]
    public async Task A_journal_that_does_not_write_is_not_ready_and_the_logic_waits_for_it_alive(string layout)
    {
        using var bench = new HealthBench(layout: layout);
        await bench.UntilAsync(Ready, HttpStatusCode.OK);
        bench.Disk.MayWrite.Reset();
        var ready = await bench.UntilAsync(
            Ready, HttpStatusCode.ServiceUnavailable, json => HealthBench.Failed(json).Contains("journal"));
        Assert.DoesNotContain("logic", HealthBench.Failed(ready));
        Assert.Equal(HttpStatusCode.OK, (await bench.GetAsync(Live)).Code);

        bench.Disk.MayWrite.Set();
        await bench.UntilAsync(Ready, HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_disk_that_fills_up_is_not_ready_and_neither_is_the_hold_that_follows()
    {
        using var bench = new HealthBench();
        await bench.UntilAsync(Ready, HttpStatusCode.OK);
        bench.Disk.SpaceLeft = new StorageSpace(12, 100);
        await bench.UntilAsync("/health", HttpStatusCode.OK, IsDegraded);

        bench.Disk.SpaceLeft = new StorageSpace(7, 100);
        var since = Stopwatch.GetTimestamp();
        await bench.UntilAsync(Ready, HttpStatusCode.ServiceUnavailable);
        output.WriteLine($"flipped {Stopwatch.GetElapsedTime(since).TotalMilliseconds:F0} ms after the disk was full");
        var ready = await bench.UntilAsync(
            Ready, HttpStatusCode.ServiceUnavailable, json => HealthBench.Failed(json) is ["disk", "holds"]);
        Assert.Contains("Reducing", ready.GetRawText(), StringComparison.Ordinal);

        bench.Disk.SpaceLeft = new StorageSpace(90, 100); // The hold stays: an operator has to look.
        await bench.UntilAsync(
            Ready, HttpStatusCode.ServiceUnavailable, json => HealthBench.Failed(json) is ["holds"]);
    }

    private static bool IsDegraded(JsonElement health) => health.GetProperty("status").GetString() == "degraded";

    private static int Streams(JsonElement health, string state) => health.GetProperty("streams").EnumerateArray()
        .Count(stream => stream.GetProperty("state").GetString() == state);
}
