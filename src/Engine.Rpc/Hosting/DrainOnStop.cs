using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Engine.Rpc.Hosting;

/// <summary>
/// Drains the calls when the host begins to stop. Hosted services stop before the web server, so running calls still
/// have their connections meanwhile.
/// </summary>
internal sealed class DrainOnStop(RpcCalls calls, IOptions<RpcServerOptions> options) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken) =>
        await calls.DrainAsync(options.Value.DrainTimeout, cancellationToken).ConfigureAwait(false);
}
