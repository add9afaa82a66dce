namespace Engine.Grpc.Hosting;

/// <summary>
/// Leaves signals alone. The default would stop the server at SIGTERM; but the engine stops in its order, and the
/// server last.
/// </summary>
internal sealed class DetachedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
