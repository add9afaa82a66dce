using Engine.Core.Events;

namespace Engine.Grpc.Terminal;

/// <summary>
/// Lines for the operator from whatever stands beside the engine, by level; what is below the level in force is not
/// told. From any thread.
/// </summary>
/// <param name="write">Takes a line.</param>
internal sealed class OperatorLog(Action<string> write, LogLevels levels)
{
    public LogLevels Levels => levels;

    /// <summary>It failed.</summary>
    public void Error(string text) => Tell(LogVerbosity.Error, text);

    /// <summary>Somebody should look at it.</summary>
    public void Warn(string text) => Tell(LogVerbosity.Warning, text);

    /// <summary>The run did it.</summary>
    public void Inform(string text) => Tell(LogVerbosity.Information, text);

    public void Debug(string text) => Tell(LogVerbosity.Debug, text);

    public void Tell(LogVerbosity level, string text)
    {
        if (levels.Tells(level)) write(text);
    }
}
