using Engine.Rpc.Protocol;
using Grpc.Core;
using Grpc.Net.Client;

namespace Engine.Rpc.Client;

/// <summary>A unary or client-streaming call.</summary>
internal sealed class SingleResponseCall<TRequest, TResponse> : MethodCall<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    // Holds a small answer whole; longer ones make the array grow.
    private const int BufferBytes = 4096;

    private readonly TaskCompletionSource<TResponse> _response = new();

    public SingleResponseCall(
        GrpcChannel channel, Method<TRequest, TResponse> method, string? host, in CallOptions options)
        : base(channel, method, host, options)
    {
    }

    /// <summary>The response. Its continuations run where the response was received.</summary>
    public Task<TResponse> ResponseAsync => _response.Task;

    protected override async Task WaitForResponseAsync() =>
        await ((Task)_response.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    protected override async Task RunAsync()
    {
        TResponse? message = null;
        ResponseBody? body = null;
        CallOutcome outcome;
        try
        {
            HttpResponseMessage response = await SendAsync().ConfigureAwait(false);
            CallOutcome? early = Accept(response);
            if (early is null)
            {
                body = await OpenBodyAsync(BufferBytes).ConfigureAwait(false);
                message = await ReadMessageAsync(body).ConfigureAwait(false);
            }

            outcome = early ?? ReadOutcome();
            if (outcome.IsSuccess && message is null)
            {
                outcome = CallOutcome.Of(
                    new Status(StatusCode.Internal, "The response has no message where exactly one is needed."), null);
            }
        }
        catch (Exception exception)
        {
            outcome = OutcomeOf(exception);
        }

        outcome = Decide(outcome);
        body?.Complete();
        Release();
        if (outcome.IsSuccess)
        {
            _response.SetResult(message!);
        }
        else
        {
            Fail(CreateException(outcome));
        }
    }

    private async ValueTask<TResponse?> ReadMessageAsync(ResponseBody body)
    {
        MessageReader reader = CreateReader(body);
        TResponse? message =
            await reader.ReadAsync(Method.ResponseMarshaller, AbortToken).ConfigureAwait(false);
        if (message is not null)
        {
            await reader.ReadEndAsync("response", AbortToken).ConfigureAwait(false);
        }

        return message;
    }

    private void Fail(Exception exception)
    {
        if (exception is OperationCanceledException cancelled)
        {
            _response.SetCanceled(cancelled.CancellationToken);
        }
        else
        {
            _response.SetException(exception);

            // Callers that dispose a call need not await it.
            _ = _response.Task.Exception;
        }
    }
}
