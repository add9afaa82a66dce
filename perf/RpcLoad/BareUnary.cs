namespace RpcLoad;

/// <summary>A POST of HttpClient's handler with its body read to the end: the least that a unary call costs.</summary>
internal sealed class BareUnary(HttpMessageInvoker invoker, Uri address, int payloadBytes) : ICaller
{
    private readonly byte[] _frame = BareFrames.Of(payloadBytes);
    private readonly byte[] _reply = new byte[5 + 2 + payloadBytes + 1];

    public async Task ExchangeAsync()
    {
        using var request = BareFrames.Request(address, new ByteArrayContent(_frame));
        using var response = await invoker.SendAsync(request, CancellationToken.None);
        await using var body = await response.Content.ReadAsStreamAsync();
        var read = await body.ReadAtLeastAsync(_reply, _reply.Length, throwOnEndOfStream: false);
        if (read != _frame.Length || !response.TrailingHeaders.Contains("grpc-status"))
            throw new InvalidOperationException($"{read} bytes came back.");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
