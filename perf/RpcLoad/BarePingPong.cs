using System.Net;

namespace RpcLoad;

/// <summary>A POST whose body stays open both ways.</summary>
internal sealed class BarePingPong : ICaller
{
    private readonly byte[] _frame;
    private readonly byte[] _reply;
    private readonly OpenContent _content = new();
    private readonly HttpRequestMessage _request;
    private readonly Task<HttpResponseMessage> _response;
    private Stream? _up;
    private Stream? _down;

    public BarePingPong(HttpMessageInvoker invoker, Uri address, int payloadBytes)
    {
        _frame = BareFrames.Of(payloadBytes);
        _reply = new byte[_frame.Length];
        _request = BareFrames.Request(address, _content);
        _response = invoker.SendAsync(_request, CancellationToken.None);
    }

    public async Task ExchangeAsync()
    {
        _up ??= await _content.Opened;
        await _up.WriteAsync(_frame);
        await _up.FlushAsync();
        _down ??= await (await _response).Content.ReadAsStreamAsync();
        await _down.ReadExactlyAsync(_reply);
    }

    public async ValueTask DisposeAsync()
    {
        _content.Close();
        (await _response).Dispose();
        _request.Dispose();
    }

    private sealed class OpenContent : HttpContent
    {
        private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Stream> Opened => _opened.Task;

        public void Close() => _closed.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.FlushAsync();
            _opened.TrySetResult(stream);
            await _closed.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
