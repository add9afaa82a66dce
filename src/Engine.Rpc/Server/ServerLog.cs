using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Engine.Rpc.Server;

/// <summary>What the server logs. The ids are stable.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Error, "Handler of {Method} threw an exception.")]
    public static partial void HandlerFailed(ILogger log, string method, Exception exception);

    [LoggerMessage(2, LogLevel.Debug, "{Method} ended with {Code}: {Detail}")]
    public static partial void EndedWithStatus(
        ILogger log, string method, StatusCode code, string detail, Exception? exception);

    [LoggerMessage(3, LogLevel.Debug, "{Method} was given up by its client.")]
    public static partial void ClientGone(ILogger log, string method, Exception? exception);

    [LoggerMessage(4, LogLevel.Debug, "Deadline of {Method} passed.")]
    public static partial void DeadlineExceeded(ILogger log, string method, Exception? exception);

    [LoggerMessage(5, LogLevel.Debug, "Request refused with HTTP {HttpStatus}: {Reason}")]
    public static partial void RequestRefused(ILogger log, int httpStatus, string reason);

    [LoggerMessage(6, LogLevel.Debug, "{Path} is not implemented.")]
    public static partial void Unimplemented(ILogger log, string path);

    [LoggerMessage(7, LogLevel.Error, "Trailers of {Method} cannot be sent; the client is told UNKNOWN.")]
    public static partial void TrailersInvalid(ILogger log, string method, Exception exception);

    [LoggerMessage(8, LogLevel.Error, "A callback on the cancellation of {Method} threw an exception.")]
    public static partial void CancellationFailed(ILogger log, string method, Exception exception);
}
