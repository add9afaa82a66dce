using System.Globalization;
using Grpc.Core;

namespace Engine.Grpc.Access;

/// <summary>
/// Counts calls that were not let in, per principal, method and reason, and tells the counts every ten seconds: whoever
/// knocks a thousand times makes one line.
/// </summary>
internal sealed class DeniedCalls : IDisposable
{
    private const string Others = "(others)";
    private const string UnknownMethod = "(unknown method)";

    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Principal, string Method, StatusCode Reason), long> _counts = [];
    private readonly Action<string> _report;
    private readonly ITimer _timer;

    /// <param name="report">Takes a line; called from threads of the pool.</param>
    public DeniedCalls(Action<string> report, TimeProvider time)
    {
        _report = report;
        _timer = time.CreateTimer(
            _ => Tell(), null, AccessLimits.DenialsInterval, AccessLimits.DenialsInterval);
    }

    /// <param name="principal">Empty if nobody knows who it was.</param>
    public void Count(string principal, string method, StatusCode reason)
    {
        // What a caller made up must not get into a log.
        var key = (principal.Length == 0 ? "(unknown)" : principal,
            MethodRoles.IsKnown(method) ? method[1..] : UnknownMethod, reason);
        lock (_gate)
        {
            if (!_counts.ContainsKey(key) && _counts.Count >= AccessLimits.DenialsMax)
                key = (Others, Others, reason);
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>Tells what was counted since the last time, if anything.</summary>
    public void Tell()
    {
        string[] lines;
        lock (_gate)
        {
            lines = [.. _counts.Select(pair => string.Create(CultureInfo.InvariantCulture,
                $"{pair.Value} calls denied ({pair.Key.Reason}): {pair.Key.Principal} called {pair.Key.Method}"))];
            _counts.Clear();
        }
        foreach (var line in lines) _report(line);
    }

    public void Dispose()
    {
        _timer.Dispose();
        Tell();
    }
}
