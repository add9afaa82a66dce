using Engine.Rpc.Tests.Protos;
using Grpc.Core;

namespace Engine.Rpc.Tests;

/// <summary>
/// Echoes, or does what a test puts into its hooks. Counts the handlers that run, so that a test can see that none is
/// left behind.
/// </summary>
public sealed class ProbeService : Probe.ProbeBase
{
    private int _active;

    /// <summary>Handlers that run now.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Instead of echoing.</summary>
    public UnaryServerMethod<ProbeRequest, ProbeReply>? OnUnary { get; set; }

    /// <summary>Instead of counting the requests and echoing the last.</summary>
    public ClientStreamingServerMethod<ProbeRequest, ProbeReply>? OnClientStream { get; set; }

    /// <summary>Instead of echoing as often as the request says.</summary>
    public ServerStreamingServerMethod<ProbeRequest, ProbeReply>? OnServerStream { get; set; }

    /// <summary>Instead of echoing every request.</summary>
    public DuplexStreamingServerMethod<ProbeRequest, ProbeReply>? OnDuplex { get; set; }

    public override async Task<ProbeReply> Unary(ProbeRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref _active);
        try
        {
            return OnUnary is { } hook ? await hook(request, context) : new ProbeReply { Payload = request.Payload };
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    public override async Task<ProbeReply> ClientStream(
        IAsyncStreamReader<ProbeRequest> requestStream, ServerCallContext context)
    {
        Interlocked.Increment(ref _active);
        try
        {
            return OnClientStream is { } hook ? await hook(requestStream, context) : await CountAsync(requestStream);
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    public override async Task ServerStream(
        ProbeRequest request, IServerStreamWriter<ProbeReply> responseStream, ServerCallContext context)
    {
        Interlocked.Increment(ref _active);
        try
        {
            await (OnServerStream is { } hook
                ? hook(request, responseStream, context)
                : RepeatAsync(request, responseStream));
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    public override async Task Duplex(
        IAsyncStreamReader<ProbeRequest> requestStream,
        IServerStreamWriter<ProbeReply> responseStream,
        ServerCallContext context)
    {
        Interlocked.Increment(ref _active);
        try
        {
            await (OnDuplex is { } hook
                ? hook(requestStream, responseStream, context)
                : EchoAsync(requestStream, responseStream));
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    private static async Task<ProbeReply> CountAsync(IAsyncStreamReader<ProbeRequest> requests)
    {
        var reply = new ProbeReply();
        await foreach (ProbeRequest request in requests.ReadAllAsync())
        {
            reply.Index++;
            reply.Payload = request.Payload;
        }

        return reply;
    }

    private static async Task RepeatAsync(ProbeRequest request, IServerStreamWriter<ProbeReply> responses)
    {
        // 0 replies: without end. The write throws when the client has gone.
        for (int i = 0; request.Replies == 0 || i < request.Replies; i++)
        {
            await responses.WriteAsync(new ProbeReply { Index = i, Payload = request.Payload });
        }
    }

    private static async Task EchoAsync(
        IAsyncStreamReader<ProbeRequest> requests, IServerStreamWriter<ProbeReply> responses)
    {
        int index = 0;
        await foreach (ProbeRequest request in requests.ReadAllAsync())
        {
            await responses.WriteAsync(new ProbeReply { Index = index++, Payload = request.Payload });
        }
    }
}
