using Engine.Rpc.Server;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

/// <summary>The way from a call to its HTTP request.</summary>
public static class ServerCallContextExtensions
{
    /// <summary>
    /// The request below the call. A context that wraps another one has it too, if it passes on
    /// <see cref="ServerCallContext.UserState"/>.
    /// </summary>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
    {
        ArgumentNullException.ThrowIfNull(serverCallContext);
        if (serverCallContext is ServerCall call)
        {
            return call.Http;
        }

        return serverCallContext.UserState.TryGetValue(ServerCall.HttpContextKey, out object? http)
            && http is HttpContext found
            ? found
            : throw new InvalidOperationException(
                $"This {serverCallContext.GetType()} has no HttpContext. A context of a test puts one into"
                + $" UserState[\"{ServerCall.HttpContextKey}\"]; one that wraps another passes its UserState on.");
    }
}
