using Engine.Core.Events;
using Engine.Grpc.Hosting;
using Engine.Grpc.Terminal;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Engine.Grpc.Tests.Hosting;

public sealed class ServerLogTests
{
    private readonly List<string> _told = [];

    [Fact]
    public void Errors_are_told_with_their_cause_and_a_flood_of_them_once()
    {
        using var log = new ServerLog(Tell, new LogLevels(LogVerbosity.Information));
        var logger = log.CreateLogger("server");
        Log(logger, LogLevel.Warning, null);
        Assert.Empty(_told);

        for (var i = 0; i < 1_000; i++) Log(logger, LogLevel.Error, new IOException("broken"));
        Assert.InRange(_told.Count, 1, 100); // One a second, however slow the machine is.
        Assert.Equal("Error call failed (IOException: broken)", _told[0]);
    }

    [Fact]
    public void Everything_is_told_from_the_moment_the_level_is_debug_but_no_flood()
    {
        var levels = new LogLevels(LogVerbosity.Information);
        using var log = new ServerLog(Tell, levels);
        var logger = log.CreateLogger("server");
        Log(logger, LogLevel.Debug, null);
        Assert.Empty(_told);

        levels.Commanded = LogVerbosity.Debug;
        Log(logger, LogLevel.Debug, null);
        Log(logger, LogLevel.Warning, null);
        Log(logger, LogLevel.Trace, null);
        Assert.Equal(["Debug call failed", "Debug call failed"], _told);
        for (var i = 0; i < 100_000; i++) Log(logger, LogLevel.Information, null);
        Assert.InRange(_told.Count, 50, 5_000);

        levels.Commanded = LogVerbosity.None;
        _told.Clear();
        Log(logger, LogLevel.Debug, null);
        Assert.Empty(_told);
    }

    private void Tell(LogVerbosity level, string text) => _told.Add($"{level} {text}");

    private static void Log(ILogger logger, LogLevel level, Exception? exception) =>
        logger.Log(level, default, "call failed", exception, (state, _) => state);
}
