using Microsoft.Extensions.Logging;

namespace Engine.Rpc.Hosting;

/// <summary>What hosting logs. The ids are stable.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(1, LogLevel.Error, "A callback on the cancellation of a stream threw an exception.")]
    public static partial void DrainCallbackFailed(ILogger log, Exception exception);
}
