using Grpc.Core;
using Grpc.Net.Client;

namespace Engine.Rpc.Client;

/// <summary>Makes the calls of a channel.</summary>
internal sealed class HttpCallInvoker(GrpcChannel channel) : CallInvoker
{
    private static readonly Func<object, Task<Metadata>> HeadersOf = state => ((ClientCall)state).ResponseHeadersAsync;
    private static readonly Func<object, Status> StatusOf = state => ((ClientCall)state).GetStatus();
    private static readonly Func<object, Metadata> TrailersOf = state => ((ClientCall)state).GetTrailers();
    private static readonly Action<object> DisposeOf = state => ((ClientCall)state).Cancel(CallOutcome.Disposed);

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new SingleResponseCall<TRequest, TResponse>(channel, method, host, options);
        if (SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default)
        {
            call.StartUnary(request);
        }
        else
        {
            // This thread is about to block, so nothing of the call may want to come back to it: credentials of the
            // user could, and code of a handler.
            Task.Run(() => call.StartUnary(request)).GetAwaiter().GetResult();
        }

        return call.ResponseAsync.GetAwaiter().GetResult();
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new SingleResponseCall<TRequest, TResponse>(channel, method, host, options);
        call.StartUnary(request);
        return new AsyncUnaryCall<TResponse>(
            call.ResponseAsync, HeadersOf, StatusOf, TrailersOf, DisposeOf, call);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new StreamingResponseCall<TRequest, TResponse>(channel, method, host, options);
        call.StartUnary(request);
        return new AsyncServerStreamingCall<TResponse>(
            call.Responses, HeadersOf, StatusOf, TrailersOf, DisposeOf, call);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new SingleResponseCall<TRequest, TResponse>(channel, method, host, options);
        RequestStream<TRequest> requests = call.StartStreaming();
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            requests, call.ResponseAsync, HeadersOf, StatusOf, TrailersOf, DisposeOf, call);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new StreamingResponseCall<TRequest, TResponse>(channel, method, host, options);
        RequestStream<TRequest> requests = call.StartStreaming();
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            requests, call.Responses, HeadersOf, StatusOf, TrailersOf, DisposeOf, call);
    }
}
