namespace RpcLoad;

/// <summary>One worker's way to make one exchange after the other: through the layer, or bare.</summary>
internal interface ICaller : IAsyncDisposable
{
    /// <summary>One request and its reply.</summary>
    Task ExchangeAsync();
}
