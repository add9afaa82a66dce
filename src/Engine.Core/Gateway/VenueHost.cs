using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Gateway;

/// <summary>
/// The venue process without its sockets: the model, its log and the sessions. A caller receives frames, then commits,
/// then sends what <see cref="Commit"/> returned: it is on the disk by then. Not thread-safe.
/// </summary>
internal sealed class VenueHost : IDisposable
{
    private readonly VenueServerOptions _options;
    private readonly VenueModel _model;
    private readonly VenueQueries _queries;
    private readonly VenueLog _log;
    private readonly Queue<EngineEvent> _retained = new();
    private readonly List<EngineEvent> _said = [];
    private readonly EngineEvent[] _answers = new EngineEvent[256];

    /// <exception cref="VenueException">The log cannot be used.</exception>
    public VenueHost(VenueServerOptions options)
    {
        _options = options;
        _model = new VenueModel(new StateRegistry(), options.Venue);
        _queries = new VenueQueries(_model);
        _log = VenueLog.Open(options, record => Recover(in record));
    }

    /// <summary>Epoch of the newest session ever.</summary>
    public int SessionEpoch { get; private set; }

    /// <summary>
    /// Begins a session, or says why not: wrong account, or not newer than the newest. From now on older sessions are
    /// over; nothing of theirs may be handed in again, which is what makes "not received" a final answer.
    /// </summary>
    public VenueReason BeginSession(in EngineEvent hello)
    {
        if (hello.Lifecycle.Account.ToString() != _options.Account) return VenueReason.WrongAccount;
        if (hello.Lifecycle.SessionEpoch <= SessionEpoch) return VenueReason.SessionFenced;

        SessionEpoch = hello.Lifecycle.SessionEpoch;
        _queries.Abandon();
        _log.Append(in hello);
        _log.Sync();
        _said.Clear();
        _said.Add(ConnectionRecord.Create(
            EventKind.VenueConnected, SessionEpoch, VenueReason.None, _model.ConsumedEventId));

        // The engine may have missed what was said last: again, under the same event ids, so that it can tell.
        foreach (var response in _retained)
            if (EventIdOf(in response) > hello.Lifecycle.PreviousSequence) _said.Add(response);
        return VenueReason.None;
    }

    /// <summary>Takes one frame of the session in force. False if it has no business here.</summary>
    public bool Receive(EngineEvent record)
    {
        switch (record.Kind)
        {
            case EventKind.ReconciliationRequested:
                Answer(in record);
                return true;
            case EventKind.Quote or EventKind.Trade or EventKind.ClockTick or EventKind.InstrumentDefined
                or EventKind.CalendarDay or EventKind.OrderRequested or EventKind.CancelRequested
                or EventKind.ReplaceRequested or EventKind.OrderTerms:
                // An engine whose clock is behind must not make the log run backwards.
                record.TimestampNs = Math.Max(record.TimestampNs, _model.NowNs);
                if (_model.IsRelevant(in record)) _log.Append(in record);
                _model.OnRecord(in record);
                SayDue();
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// Makes everything durable that is said now; what it returns may be sent. Valid until the next call.
    /// </summary>
    public ReadOnlySpan<EngineEvent> Commit()
    {
        SayDue();
        if (_said.Count > 0) _log.Sync();
        return CollectionsMarshal.AsSpan(_said);
    }

    /// <summary>What the last commit returned has been handed on.</summary>
    public void ClearSaid() => _said.Clear();

    /// <summary>Writes what is left, at an orderly end.</summary>
    public void Close() => _log.Sync();

    public void Dispose() => _log.Dispose();

    private void SayDue()
    {
        var response = default(EngineEvent);
        while (_model.TryTakeResponse(_model.NowNs, ref response))
        {
            _log.Append(in response);
            _model.OnRecord(in response);
            Retain(in response);
            _said.Add(response);
        }
    }

    private void Answer(in EngineEvent question)
    {
        SayDue();
        _queries.Begin(in question.Query);
        var canStillArrive = question.Query.SessionEpoch >= SessionEpoch;
        while (!_queries.IsIdle)
        {
            var count = _queries.Answer(_answers, canStillArrive);
            foreach (ref readonly var row in _answers.AsSpan(0, count))
            {
                _log.Append(in row);
                _said.Add(row);
            }
        }
    }

    private void Retain(in EngineEvent response)
    {
        if (_retained.Count == _options.ResponsesRetained) _retained.Dequeue();
        _retained.Enqueue(response);
    }

    private void Recover(in EngineEvent record)
    {
        if (record.Kind == EventKind.EngineStarted)
        {
            SessionEpoch = record.Lifecycle.SessionEpoch;
            return;
        }
        if (EventIdOf(in record) > 0)
        {
            // What the model says again must be what was said: otherwise positions would differ from now on.
            var again = default(EngineEvent);
            if (!_model.TryTakeResponse(record.TimestampNs, ref again) || !IsSame(in again, record))
            {
                throw new VenueException(
                    $"Venue log '{_options.LogPath}' does not replay at venue event {EventIdOf(in record)}: " +
                    "it was made by another build. Start with that build, or name a new log.");
            }
            Retain(in again);
        }
        _model.OnRecord(in record);
    }

    private static bool IsSame(in EngineEvent said, EngineEvent logged)
    {
        logged.Checksum = said.Checksum;
        return MemoryMarshal.AsBytes(new ReadOnlySpan<EngineEvent>(in said))
            .SequenceEqual(MemoryMarshal.AsBytes(new ReadOnlySpan<EngineEvent>(in logged)));
    }

    internal static long EventIdOf(in EngineEvent record) => record.Kind switch
    {
        EventKind.Execution or EventKind.ExecutionBusted or EventKind.ExecutionCorrected =>
            record.Execution.IsQueryAnswer == 0 ? record.Execution.VenueEventId : 0,
        EventKind.OrderAccepted or EventKind.OrderRejected or EventKind.OrderCanceled or EventKind.OrderExpired
            or EventKind.OrderReplaced or EventKind.CancelRejected or EventKind.ReplaceRejected =>
            record.OrderReport.VenueEventId,
        _ => 0,
    };
}
