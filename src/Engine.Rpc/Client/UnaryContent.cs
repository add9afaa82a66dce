using System.Diagnostics.CodeAnalysis;
using System.Net;
using Engine.Rpc.Protocol;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Engine.Rpc.Client;

/// <summary>The body of a request with one message, which is serialised before anything is sent.</summary>
internal sealed class UnaryContent(int? maxBytes, CancellationToken abortToken) : HttpContent, IRequestSide
{
    [SuppressMessage(
        "Usage", "CA2213", Justification = "The transport disposes contents while it may still read: see End.")]
    private readonly MessageEncoder _encoder = new(maxBytes);

    private ReadOnlyMemory<byte> _frame;
    private Task? _write;
    private volatile bool _isOver;

    public HttpContent Content => this;

    public bool IsComplete => _write is { IsCompleted: true };

    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: longer than the limit.</exception>
    public void Encode<T>(T message, Marshaller<T> marshaller, ICompressionProvider? codec) =>
        _frame = _encoder.Encode(message, marshaller.ContextualSerializer, codec, level: null);

    /// <summary>
    /// A server may answer before it has taken the request. Memory that the transport still reads from is then left to
    /// the garbage collector; in the pool it would be overwritten by another call.
    /// </summary>
    public void End()
    {
        _isOver = true;
        if (IsComplete)
        {
            _encoder.Dispose();
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <summary>
    /// Not with the token of the transport: that one no longer fires once the response headers are here, and a body
    /// that waits for the server's window would wait for ever after a server that answered without reading it.
    /// </summary>
    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _isOver
            ? throw new IOException("A request cannot be sent again after the end of its call.")
            : _write = stream.WriteAsync(_frame, abortToken).AsTask();

    // Requests of gRPC carry no content-length.
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
