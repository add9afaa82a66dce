using System.Globalization;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Grpc.Core;

namespace Engine.Grpc.Access;

/// <summary>
/// Counts calls that were not let in, per principal, method and reason. Every ten seconds the counts are told and
/// journaled: whoever knocks a thousand times makes one line and one record, and whoever makes names up makes few.
/// </summary>
internal sealed class DeniedCalls : IDisposable
{
    private const string Others = "(others)";
    private const string Unknown = "(unknown)";
    private const string UnknownMethod = "(unknown method)";

    private readonly Lock _gate = new();
    private readonly SortedDictionary<Row, long> _counts = [];
    private readonly SortedDictionary<Row, (long Calls, int Windows)> _unnoted = [];
    private readonly Action<string> _report;
    private readonly Func<EngineEvent, bool>? _note;
    private readonly ITimer _timer;

    /// <param name="report">Takes a line; called from threads of the pool.</param>
    /// <param name="note">
    /// Puts a record on the way into the journal, or says that there is no room now; null where nothing is journaled.
    /// </param>
    public DeniedCalls(Action<string> report, Func<EngineEvent, bool>? note, TimeProvider time)
    {
        _report = report;
        _note = note;
        _timer = time.CreateTimer(
            _ => Tell(), null, AccessLimits.DenialsInterval, AccessLimits.DenialsInterval);
    }

    /// <param name="principal">Empty if nobody knows who it was.</param>
    public void Count(string principal, string method, StatusCode reason)
    {
        // What a caller made up must not get into a log.
        var row = new Row(
            principal.Length == 0 ? Unknown : principal, MethodRoles.IsKnown(method) ? method[1..] : UnknownMethod,
            ReasonOf(reason));
        lock (_gate)
        {
            var counted = Bounded(_counts, row);
            _counts[counted] = _counts.GetValueOrDefault(counted) + 1;
        }
    }

    /// <summary>Tells and journals what was counted since the last time, if anything.</summary>
    public void Tell()
    {
        KeyValuePair<Row, long>[] counts;
        lock (_gate)
        {
            counts = [.. _counts];
            _counts.Clear();
            if (_note is not null) Note(counts);
        }
        foreach (var (row, calls) in counts)
        {
            _report(string.Create(CultureInfo.InvariantCulture,
                $"{calls} calls denied ({row.Reason}): {row.Principal} called {row.Method}"));
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        Tell();
    }

    // What finds no room is counted on, with its window growing, and tried again with the next one.
    private void Note(KeyValuePair<Row, long>[] counts)
    {
        foreach (var row in _unnoted.Keys.ToArray())
            _unnoted[row] = (_unnoted[row].Calls, _unnoted[row].Windows + 1);
        foreach (var (row, calls) in counts)
        {
            var bounded = Bounded(_unnoted, row);
            var before = _unnoted.GetValueOrDefault(bounded);
            _unnoted[bounded] = (before.Calls + calls, Math.Max(1, before.Windows));
        }
        foreach (var (row, (calls, windows)) in _unnoted.ToArray())
        {
            var windowMs = windows * (long)AccessLimits.DenialsInterval.TotalMilliseconds;
            var record = EngineInputs.DeniedCalls(
                row.Principal, ShortOf(row.Method), row.Reason, calls, (int)Math.Min(windowMs, int.MaxValue));
            if (!_note!(record)) return;
            _unnoted.Remove(row);
        }
    }

    // Rows of those who are not known do not take those of the others, and neither grow without end.
    private static Row Bounded<T>(SortedDictionary<Row, T> rows, Row row)
    {
        if (rows.ContainsKey(row)) return row;

        var isUnknown = row.Principal == Unknown;
        var max = isUnknown ? AccessLimits.UnknownDenialsMax : AccessLimits.DenialsMax;
        return rows.Keys.Count(other => other.Principal == Unknown == isUnknown && other.Method != Others) < max
            ? row
            : new Row(isUnknown ? Unknown : Others, Others, row.Reason);
    }

    // The service without its package: what is left is one of a kind, and fits.
    private static string ShortOf(string method)
    {
        var service = method.LastIndexOf('/');
        var package = service < 0 ? -1 : method.LastIndexOf('.', service);
        return method[(package + 1)..];
    }

    private static DenialReason ReasonOf(StatusCode code) => code switch
    {
        StatusCode.Unauthenticated => DenialReason.Unauthenticated,
        StatusCode.ResourceExhausted => DenialReason.TooManyCalls,
        _ => DenialReason.PermissionDenied,
    };

    private readonly record struct Row(string Principal, string Method, DenialReason Reason) : IComparable<Row>
    {
        public int CompareTo(Row other) => (Principal, Method, Reason).CompareTo(
            (other.Principal, other.Method, other.Reason));
    }
}
