using Engine.Grpc.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Engine.Grpc.Tests.Hosting;

public sealed class ServerErrorLogTests
{
    [Fact]
    public void Errors_are_told_with_their_cause_and_a_flood_of_them_once()
    {
        var told = new List<string>();
        using var log = new ServerErrorLog(told.Add);
        var logger = log.CreateLogger("server");
        Log(logger, LogLevel.Warning, null);
        Assert.Empty(told);

        for (var i = 0; i < 1_000; i++) Log(logger, LogLevel.Error, new IOException("broken"));
        Assert.InRange(told.Count, 1, 100); // One a second, however slow the machine is.
        Assert.Equal("call failed (IOException: broken)", told[0]);
    }

    private static void Log(ILogger logger, LogLevel level, Exception? exception) =>
        logger.Log(level, default, "call failed", exception, (state, _) => state);
}
