using System.Net;
using System.Net.Http.Headers;
using Engine.Rpc.Protocol;
using Engine.Rpc.Tests.Protos;
using Google.Protobuf;

namespace Engine.Rpc.Tests;

/// <summary>Speaks gRPC in bytes and headers, so that tests see the wire and not what a client makes of it.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly Uri _address;

    public RawClient(Uri address, HttpMessageHandler? handler = null)
    {
        _address = address;
        _http = new HttpMessageInvoker(handler ?? new SocketsHttpHandler(), disposeHandler: true);
    }

    /// <summary>One request with its head.</summary>
    public static byte[] Frame(IMessage message, bool isCompressed = false) =>
        Frame(message.ToByteArray(), isCompressed);

    /// <summary>One request with its head.</summary>
    public static byte[] Frame(byte[] payload, bool isCompressed = false)
    {
        byte[] frame = new byte[FrameHead.SizeInBytes + payload.Length];
        new FrameHead(isCompressed, (uint)payload.Length).Write(frame);
        payload.CopyTo(frame, FrameHead.SizeInBytes);
        return frame;
    }

    /// <summary>A request with that body, to be changed before it is sent.</summary>
    public HttpRequestMessage Request(string method, byte[] body, string service = "engine.rpc.tests.Probe") =>
        Request(method, new ByteArrayContent(body), service);

    /// <summary>A request with that body, to be changed before it is sent.</summary>
    public HttpRequestMessage Request(string method, HttpContent body, string service = "engine.rpc.tests.Probe")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, $"/{service}/{method}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(GrpcHeaders.ContentType);
        return request;
    }

    /// <summary>Sends, and reads all of the answer.</summary>
    public async Task<RawReply> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new RawReply(response, body);
    }

    /// <summary>Sends, and returns when the headers are there.</summary>
    public Task<HttpResponseMessage> StartAsync(
        HttpRequestMessage request, CancellationToken cancellationToken = default) =>
        _http.SendAsync(request, cancellationToken);

    /// <summary>A call with messages.</summary>
    public Task<RawReply> CallAsync(string method, params ProbeRequest[] requests) =>
        SendAsync(Request(method, [.. requests.SelectMany(request => Frame(request))]));

    public void Dispose() => _http.Dispose();
}
