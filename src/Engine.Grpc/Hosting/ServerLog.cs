using System.Diagnostics;
using Engine.Core.Events;
using Engine.Grpc.Terminal;

namespace Engine.Grpc.Hosting;

/// <summary>
/// The web server's log. Errors go to the operator's terminal, at most one a second, because callers can cause them;
/// what was left out is counted. At the level <c>debug</c> everything does, at most fifty lines a second; between the
/// two the server has nothing to say that is anybody's business.
/// </summary>
internal sealed class ServerLog(Action<LogVerbosity, string> report, LogLevels levels) : ILoggerProvider, ILogger
{
    private const int DebugLinesMax = 50;

    private static readonly long IntervalTicks = Stopwatch.Frequency;

    private readonly Lock _gate = new();
    private long _intervalEndsTicks;
    private int _errors;
    private int _lines;
    private long _omitted;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Error or LogLevel.Critical
        || (logLevel is >= LogLevel.Debug and < LogLevel.None && levels.Tells(LogVerbosity.Debug));

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;

        var isError = logLevel is LogLevel.Error or LogLevel.Critical;
        long omitted;
        lock (_gate)
        {
            var now = Stopwatch.GetTimestamp();
            if (now >= _intervalEndsTicks) (_intervalEndsTicks, _errors, _lines) = (now + IntervalTicks, 0, 0);
            if (isError ? _errors++ > 0 : _lines++ >= DebugLinesMax)
            {
                _omitted++;
                return;
            }
            omitted = _omitted;
            _omitted = 0;
        }
        var text = formatter(state, exception);
        if (exception is not null) text += $" ({exception.GetType().Name}: {exception.Message})";
        if (omitted > 0) text += $" ({omitted} more since the last)";
        report(isError ? LogVerbosity.Error : LogVerbosity.Debug, text);
    }

    public void Dispose()
    {
    }
}
