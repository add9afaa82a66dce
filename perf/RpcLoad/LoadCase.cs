using System.Diagnostics;
using Engine.Core.Metrics;

namespace RpcLoad;

/// <summary>A number of workers that exchange one message after the other, each as fast as it is answered.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Workers">Exchanges in flight.</param>
/// <param name="Layered">Makes a worker's caller through the layer.</param>
/// <param name="Bare">Makes a worker's caller without it; null if there is no fair counterpart.</param>
internal sealed record LoadCase(string Name, int Workers, Func<ICaller> Layered, Func<ICaller>? Bare)
{
    public async Task<Round> MeasureAsync(Func<ICaller> create, ServerProcess server, TimeSpan duration)
    {
        ICaller[] callers = [.. Enumerable.Range(0, Workers).Select(_ => create())];
        await RunAsync(callers, duration / 4); // Connections, and code that is compiled after some calls.
        var clientBefore = Usage.Now();
        var serverBefore = server.Usage();
        var clock = Stopwatch.StartNew();
        var histograms = await RunAsync(callers, duration);
        var elapsed = clock.Elapsed;
        var clientAfter = Usage.Now();
        var serverAfter = server.Usage();
        foreach (var caller in callers) await caller.DisposeAsync();

        var all = new LatencyHistogram();
        foreach (var histogram in histograms) all.Add(histogram);
        var client = clientAfter.PerExchange(clientBefore, all.Count);
        var served = serverAfter.PerExchange(serverBefore, all.Count);
        return new Round(
            all.Count / elapsed.TotalSeconds,
            all.Quantile(0.5) / 1_000.0,
            all.Quantile(0.99) / 1_000.0,
            client.CpuUs + served.CpuUs,
            client.Bytes,
            served.Bytes);
    }

    private static Task<LatencyHistogram[]> RunAsync(ICaller[] callers, TimeSpan duration)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        return Task.WhenAll(callers.Select(caller => Task.Run(() => ExchangeUntilAsync(caller, end))));
    }

    private static async Task<LatencyHistogram> ExchangeUntilAsync(ICaller caller, long end)
    {
        var histogram = new LatencyHistogram();
        var before = Stopwatch.GetTimestamp();
        while (before < end)
        {
            await caller.ExchangeAsync();
            var now = Stopwatch.GetTimestamp();
            histogram.Record((long)((now - before) * (1e9 / Stopwatch.Frequency)));
            before = now;
        }
        return histogram;
    }
}
