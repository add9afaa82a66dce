using Grpc.Core;
using Grpc.Net.Client;

namespace Engine.Rpc.Client;

/// <summary>Asks the credentials of channel and call for their metadata.</summary>
internal static class CallIdentity
{
    /// <exception cref="RpcException">
    /// UNAUTHENTICATED: the connection is not encrypted. INTERNAL: the credentials failed.
    /// </exception>
    public static Task<Metadata> GetAsync(
        GrpcChannel channel, CallCredentials? ofCall, IMethod method, CancellationToken cancellationToken)
    {
        Task<Metadata> metadata = GetAsync(channel, ofCall, method);
        if (!metadata.IsCompleted)
        {
            // Credentials know nothing of the call's token. Left behind, they may fail with nobody watching.
            _ = metadata.ContinueWith(
                static task => task.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        return metadata.WaitAsync(cancellationToken);
    }

    private static async Task<Metadata> GetAsync(GrpcChannel channel, CallCredentials? ofCall, IMethod method)
    {
        if (!channel.MaySendCredentials)
        {
            throw new RpcException(new Status(
                StatusCode.Unauthenticated,
                $"Call credentials are not sent to {channel.Address}, which is not encrypted. Use https, or set"
                + " UnsafeUseInsecureChannelCallCredentials if nobody can listen."));
        }

        var metadata = new Metadata();
        var context = new AuthInterceptorContext(
            new Uri(channel.Address, "/" + method.ServiceName).AbsoluteUri, method.Name);
        try
        {
            if (channel.Credentials is not null)
            {
                await channel.Credentials.ApplyAsync(context, metadata).ConfigureAwait(false);
            }

            if (ofCall is not null)
            {
                await ofCall.ApplyAsync(context, metadata).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw new RpcException(new Status(
                StatusCode.Internal,
                $"The credentials of the call to {method.FullName} failed: {exception.Message}",
                exception));
        }

        return metadata;
    }
}
