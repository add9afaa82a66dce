using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Engine.Rpc.Client;

/// <summary>All log messages of the client.</summary>
internal static partial class ClientLog
{
    /// <summary>Debug, because the caller gets the same as an exception and knows whether it matters.</summary>
    [LoggerMessage(1, LogLevel.Debug, "Call to {Method} ended with {Status}: {Detail}")]
    public static partial void CallFailed(ILogger logger, string method, StatusCode status, string detail);
}
