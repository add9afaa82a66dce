using System.Diagnostics;

namespace Engine.Grpc.Hosting;

/// <summary>
/// The web server's log. Errors go to the operator's terminal, at most one a second, because callers can cause them;
/// what was left out is counted. Everything below an error is nobody's business.
/// </summary>
internal sealed class ServerErrorLog(Action<string> report) : ILoggerProvider, ILogger
{
    private static readonly long IntervalTicks = Stopwatch.Frequency;

    private readonly Lock _gate = new();
    private long _nextTicks;
    private long _omitted;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Error or LogLevel.Critical;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;

        long omitted;
        lock (_gate)
        {
            var now = Stopwatch.GetTimestamp();
            if (now < _nextTicks)
            {
                _omitted++;
                return;
            }
            _nextTicks = now + IntervalTicks;
            omitted = _omitted;
            _omitted = 0;
        }
        var text = formatter(state, exception);
        if (exception is not null) text += $" ({exception.GetType().Name}: {exception.Message})";
        report(omitted == 0 ? text : $"{text} ({omitted} more since the last)");
    }

    public void Dispose()
    {
    }
}
