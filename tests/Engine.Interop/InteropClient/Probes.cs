using Grpc.Core;
using Grpc.Testing;

namespace InteropClient;

/// <summary>One call that may end in any way: what it ended with is the result.</summary>
internal static class Probes
{
    public static async Task<Status> UnaryAsync(InteropConnection server, TimeSpan deadline)
    {
        try
        {
            await server.Client.EmptyCallAsync(new Empty(), deadline: DateTime.UtcNow + deadline);
            return Status.DefaultSuccess;
        }
        catch (RpcException exception)
        {
            return exception.Status;
        }
    }

    public static async Task<Status> StreamAsync(InteropConnection server, TimeSpan deadline)
    {
        using var call = server.Client.FullDuplexCall(deadline: DateTime.UtcNow + deadline);
        try
        {
            await call.RequestStream.WriteAsync(new StreamingOutputCallRequest());
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception exception) when (
            exception is RpcException or InvalidOperationException or OperationCanceledException or IOException)
        {
            // The server may end the call before it has read anything; the reader below gets the status.
        }
        try
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
            }
            return Status.DefaultSuccess;
        }
        catch (RpcException exception)
        {
            return exception.Status;
        }
    }
}
