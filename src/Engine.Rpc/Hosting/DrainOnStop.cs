using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Engine.Rpc.Hosting;

/// <summary>
/// Drains the calls when the host begins to stop. "Stopping" comes before any service is stopped, the web server
/// included, so running calls still have their connections meanwhile; a plain hosted service would be stopped after it.
/// </summary>
internal sealed class DrainOnStop(RpcCalls calls, IOptions<RpcServerOptions> options) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken) =>
        await calls.DrainAsync(options.Value.DrainTimeout, cancellationToken).ConfigureAwait(false);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
