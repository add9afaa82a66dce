using Grpc.Core;
using Grpc.Net.Client;

namespace Engine.Rpc.Client;

/// <summary>A server-streaming or duplex call.</summary>
internal sealed class StreamingResponseCall<TRequest, TResponse> : ClientCall, IStreamingCall
    where TRequest : class
    where TResponse : class
{
    // A stream that has fallen behind is read in pieces of this size.
    private const int BufferBytes = 16 * 1024;

    private readonly Method<TRequest, TResponse> _method;

    public StreamingResponseCall(
        GrpcChannel channel, Method<TRequest, TResponse> method, string? host, in CallOptions options)
        : base(channel, method, host, options)
    {
        _method = method;
        Responses = new ResponseStream<TResponse>(this, method.ResponseMarshaller);
    }

    public ResponseStream<TResponse> Responses { get; }

    public void StartUnary(TRequest request)
    {
        var content = new UnaryContent(Channel.MaxSendMessageSize, AbortToken);
        Begin(content);
        Encode(content, request, _method);
        _ = RunAsync();
    }

    public RequestStream<TRequest> StartStreaming()
    {
        var requests = new RequestStream<TRequest>(this, _method.RequestMarshaller, Codec);
        Begin(requests);
        _ = RunAsync();
        return requests;
    }

    public void EndOfMessages() => TryDecide(ReadOutcome());

    public void EndWith(Exception exception) => TryDecide(OutcomeOf(exception));

    public void ReleaseNow() => Release();

    protected override Task WaitForResponseAsync() => Responses.Opened;

    protected override void OnCancelled() => Responses.CloseIfIdle();

    /// <summary>Sends the request and hands the response to its reader. Never throws.</summary>
    private async Task RunAsync()
    {
        ResponseBody? body = null;
        Protocol.MessageReader? reader = null;
        try
        {
            HttpResponseMessage response = await SendAsync().ConfigureAwait(false);
            if (Accept(response) is CallOutcome outcome)
            {
                TryDecide(outcome);
            }
            else
            {
                body = await OpenBodyAsync(BufferBytes).ConfigureAwait(false);
                reader = CreateReader(body);
            }
        }
        catch (Exception exception)
        {
            EndWith(exception);
        }

        Responses.Open(body, reader);
    }
}
