using Grpc.Core;
using Grpc.Net.Client;

namespace Engine.Rpc.Client;

/// <summary>A server-streaming or duplex call.</summary>
internal sealed class StreamingResponseCall<TRequest, TResponse> : MethodCall<TRequest, TResponse>, IStreamingCall
    where TRequest : class
    where TResponse : class
{
    // A stream that has fallen behind is read in pieces of this size.
    private const int BufferBytes = 16 * 1024;

    public StreamingResponseCall(
        GrpcChannel channel, Method<TRequest, TResponse> method, string? host, in CallOptions options)
        : base(channel, method, host, options) =>
        Responses = new ResponseStream<TResponse>(this, method.ResponseMarshaller);

    public ResponseStream<TResponse> Responses { get; }

    public void EndOfMessages() => TryDecide(ReadOutcome());

    public void EndWith(Exception exception) => TryDecide(OutcomeOf(exception));

    public void ReleaseNow() => Release();

    protected override Task WaitForResponseAsync() => Responses.Opened;

    protected override void OnCancelled() => Responses.CloseIfIdle();

    protected override async Task RunAsync()
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
