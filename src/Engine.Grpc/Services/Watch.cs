using Google.Protobuf;
using Grpc.Core;

namespace Engine.Grpc.Services;

/// <summary>
/// Gives one caller the picture now and then each change, not more often than he asks for. It looks when the time has
/// come and the client has taken what was sent before; what changed in between is never kept, so a client that does not
/// read costs one picture and holds nobody up.
/// </summary>
internal static class Watch
{
    /// <exception cref="RpcException">The interval is out of its bounds.</exception>
    public static TimeSpan IntervalOf(int intervalMs)
    {
        if (intervalMs == 0) intervalMs = ControlLimits.WatchIntervalMsDefault;
        if (intervalMs is < ControlLimits.WatchIntervalMsMin or > ControlLimits.WatchIntervalMsMax)
        {
            throw Refusal.Invalid("interval_ms", $"give 0 (for {ControlLimits.WatchIntervalMsDefault}), or "
                + $"{ControlLimits.WatchIntervalMsMin} to {ControlLimits.WatchIntervalMsMax}");
        }
        return TimeSpan.FromMilliseconds(intervalMs);
    }

    /// <param name="look">The picture now; null if there is none yet.</param>
    /// <param name="isSame">Whether the picture that was sent last says the same.</param>
    public static async Task RunAsync<T>(
        TimeSpan interval, IServerStreamWriter<T> stream, Func<ValueTask<T?>> look, Func<T, T, bool> isSame,
        CancellationToken cancellation)
        where T : class, IMessage<T>
    {
        T? sent = null;
        while (true)
        {
            var picture = await look().ConfigureAwait(false);
            if (picture is not null && (sent is null || !isSame(sent, picture)))
            {
                await stream.WriteAsync(picture, cancellation).ConfigureAwait(false);
                sent = picture;
            }
            await Task.Delay(interval, cancellation).ConfigureAwait(false);
        }
    }
}
