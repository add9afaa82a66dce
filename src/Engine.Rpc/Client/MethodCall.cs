using Grpc.Core;
using Grpc.Net.Client;

namespace Engine.Rpc.Client;

/// <summary>One outgoing call of a method whose messages are known: how it begins, whatever comes back.</summary>
internal abstract class MethodCall<TRequest, TResponse>(
    GrpcChannel channel, Method<TRequest, TResponse> method, string? host, in CallOptions options)
    : ClientCall(channel, method, host, options)
    where TRequest : class
    where TResponse : class
{
    protected Method<TRequest, TResponse> Method { get; } = method;

    /// <summary>Starts a call with one request.</summary>
    public void StartUnary(TRequest request)
    {
        var content = new UnaryContent(Channel.MaxSendMessageSize, AbortToken);
        Begin(content);
        Encode(content, request);
        _ = RunAsync();
    }

    /// <summary>Starts a call with a stream of requests.</summary>
    public RequestStream<TRequest> StartStreaming()
    {
        var requests = new RequestStream<TRequest>(this, Method.RequestMarshaller, Codec);
        Begin(requests);
        _ = RunAsync();
        return requests;
    }

    /// <summary>Sends the request and takes the response. Never throws: whatever goes wrong is the outcome.</summary>
    protected abstract Task RunAsync();

    /// <summary>Serialises the only request; if that fails, the call has ended.</summary>
    private void Encode(UnaryContent content, TRequest request)
    {
        if (Outcome is not null)
        {
            return;
        }

        bool isCompressed = ((Options.WriteOptions?.Flags ?? default) & WriteFlags.NoCompress) == 0;
        try
        {
            content.Encode(request, Method.RequestMarshaller, isCompressed ? Codec : null);
        }
        catch (RpcException exception)
        {
            TryDecide(CallOutcome.Of(exception.Status, null));
        }
        catch (Exception exception)
        {
            // Code of the user: its failure is the outcome of the call.
            string detail = $"A request of {Method.FullName} cannot be serialised: {exception.Message}";
            TryDecide(CallOutcome.Of(new Status(StatusCode.Internal, detail, exception), null));
        }
    }
}
