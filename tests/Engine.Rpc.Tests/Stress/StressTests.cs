using System.Globalization;
using Engine.Rpc.Tests.Protos;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Xunit;
using Xunit.Abstractions;

namespace Engine.Rpc.Tests.Stress;

/// <summary>
/// Many callers at a time, each doing by chance what a client may do, on real sockets. Afterwards nothing may be left:
/// no handler, no wrong payload, no exception that nobody saw, no error in a log.
/// </summary>
[Collection(nameof(AloneCollection))]
public sealed class StressTests(ITestOutputHelper output)
{
    private const int Workers = 48;

    // Kestrel takes a client that resets streams by the thousand for an attacker, and ends its connection.
    private const int WorkersPerConnection = 3;

    private const int DefaultCalls = 4_000;

    [Fact]
    public async Task Calls_of_every_kind_and_end_leave_nothing_behind()
    {
        int calls = Setting("RPC_STRESS_CALLS", DefaultCalls);
        int seed = Setting("RPC_STRESS_SEED", Random.Shared.Next());
        output.WriteLine($"RPC_STRESS_SEED={seed} RPC_STRESS_CALLS={calls}");
        var unobserved = new List<Exception>();
        void Collect(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            lock (unobserved)
            {
                unobserved.Add(e.Exception);
            }
        }

        TaskScheduler.UnobservedTaskException += Collect;
        try
        {
            await RunAsync(calls, seed);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            lock (unobserved)
            {
                Assert.DoesNotContain(unobserved, IsOfCalls);
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Collect;
        }
    }

    private async Task RunAsync(int calls, int seed)
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync(
            kestrel: options => options.Limits.Http2.MaxStreamsPerConnection = 1000,
            minimumLevel: LogLevel.Warning);
        StressHandlers.Install(server.Probe);
        IEnumerable<int> connections = Enumerable.Range(0, Workers / WorkersPerConnection);
        GrpcChannel[] channels = [.. connections.Select(_ => GrpcChannel.ForAddress(server.Address))];
        int next = 0;
        var caller = new StressCaller([.. channels.Select(channel => new Probe.ProbeClient(channel))]);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            var random = new Random(seed + worker);
            while (Interlocked.Increment(ref next) <= calls)
            {
                await caller.CallAsync(worker, random);
            }
        })));
        output.WriteLine(caller.Summary());
        Array.ForEach(channels, channel => channel.Dispose());
        await Patience.UntilAsync(() => server.Probe.Active == 0, "all handlers have ended");
        Assert.True(caller.Failures.Count == 0, string.Join('\n', caller.Failures));
        Assert.True(caller.HasSeenEveryKind, caller.Summary());
        server.VerifyNoErrors();
    }

    /// <summary>Tests before this one may have left exceptions of their own.</summary>
    private static bool IsOfCalls(Exception exception) =>
        exception.ToString().Contains("Engine.Rpc.", StringComparison.Ordinal)
        && !exception.ToString().Contains("Tests.Client", StringComparison.Ordinal);

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
