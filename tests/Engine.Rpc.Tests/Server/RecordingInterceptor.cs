using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Engine.Rpc.Tests.Server;

/// <summary>Notes that it was there, under its name, and that it was disposed.</summary>
public sealed class RecordingInterceptor(ConcurrentQueue<string> notes, string name) : Interceptor, IAsyncDisposable
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        notes.Enqueue(name);
        return continuation(request, context);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        notes.Enqueue(name);
        return continuation(requestStream, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        notes.Enqueue(name);
        return continuation(request, responseStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        notes.Enqueue(name);
        return continuation(requestStream, responseStream, context);
    }

    public ValueTask DisposeAsync()
    {
        notes.Enqueue($"{name} disposed");
        return ValueTask.CompletedTask;
    }
}
