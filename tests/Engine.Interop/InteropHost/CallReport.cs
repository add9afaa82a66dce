using Engine.Rpc.Hosting;
using Microsoft.Extensions.Hosting;

namespace InteropHost;

/// <summary>Answers each line of the input with what a test of leaks has to know.</summary>
internal sealed class CallReport(RpcCalls calls, TextReader input, TextWriter output) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Reading of the console cannot be cancelled: it must not hold the start of the host.
        await Task.Yield();
        while (await input.ReadLineAsync(stoppingToken) is not null)
        {
            var heap = GC.GetTotalMemory(forceFullCollection: true);
            await output.WriteLineAsync(
                $"running {calls.RunningUnary + calls.RunningStreaming} refused {calls.Refused} heap {heap}");
        }
    }
}
