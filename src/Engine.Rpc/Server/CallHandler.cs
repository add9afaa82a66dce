using Engine.Rpc.Protocol;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Engine.Rpc.Server;

/// <summary>Serves the requests of one method.</summary>
internal abstract class CallHandler(IMethod method, ServerSettings settings)
{
    /// <summary>Serves one request, to its end.</summary>
    public Task InvokeAsync(HttpContext http) =>
        RequestCheck.Refuse(http, settings.Log) ?? ServeAsync(new ServerCall(http, method, settings));

    /// <summary>Reads, calls the handler, and writes.</summary>
    protected abstract Task HandleAsync(ServerCall call, MessageReader reader);

    /// <summary>Puts the only response into the body. It leaves together with headers and trailers.</summary>
    protected static void Respond<T>(ServerCall call, T? response, Marshaller<T> marshaller)
        where T : class
    {
        if (response is null)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The handler returned null instead of a message."));
        }

        if (call.Status.StatusCode == StatusCode.OK)
        {
            call.Write(response, marshaller, call.WriteOptions);
        }
    }

    /// <summary>The only request of a call.</summary>
    protected static async ValueTask<T> ReadRequestAsync<T>(
        ServerCall call, MessageReader reader, Marshaller<T> marshaller)
        where T : class
    {
        try
        {
            return await reader.ReadSingleAsync(marshaller, "request", CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            throw call.ClientGone(exception);
        }
    }

    private async Task ServeAsync(ServerCall call)
    {
        using ServerCall _ = call;
        try
        {
            await HandleAsync(call, call.Start()).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Whatever it is, the client is told how its call ended.
            call.Fail(exception);
        }

        call.Finish();
    }
}
