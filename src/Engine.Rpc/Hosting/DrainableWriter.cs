using Grpc.Core;

namespace Engine.Rpc.Hosting;

/// <summary>Responses whose writer is woken when the server drains, even if its client does not read.</summary>
internal sealed class DrainableWriter<T>(IServerStreamWriter<T> inner, CancellationToken ended) : IServerStreamWriter<T>
{
    public WriteOptions? WriteOptions
    {
        get => inner.WriteOptions;
        set => inner.WriteOptions = value;
    }

    public Task WriteAsync(T message) => inner.WriteAsync(message, ended);

    public Task WriteAsync(T message, CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled && cancellationToken != ended
            ? WriteEitherAsync(message, cancellationToken)
            : inner.WriteAsync(message, ended);

    private async Task WriteEitherAsync(T message, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ended);
        await inner.WriteAsync(message, either.Token).ConfigureAwait(false);
    }
}
