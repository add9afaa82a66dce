using Grpc.Core;

namespace Engine.Rpc.Hosting;

/// <summary>Requests whose reader is woken when the server drains, even if it waits without a token.</summary>
internal sealed class DrainableReader<T>(IAsyncStreamReader<T> inner, CancellationToken ended) : IAsyncStreamReader<T>
{
    public T Current => inner.Current;

    public Task<bool> MoveNext(CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled && cancellationToken != ended
            ? MoveNextAsync(cancellationToken)
            : inner.MoveNext(ended);

    private async Task<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ended);
        return await inner.MoveNext(either.Token).ConfigureAwait(false);
    }
}
