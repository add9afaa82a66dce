using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Pipeline;
using Engine.Core.Pipeline.Logic;

namespace Engine.Simulation;

/// <summary>
/// The line between one life of the engine and the venue: what the client of the venue process does, without sockets
/// and with faults. Frames take their time; answers and responses overtake each other; a break loses what was on its
/// way but for a prefix, and the venue says its responses again in the next session.
/// </summary>
internal sealed class VenueLink : IOrderGateway
{
    private readonly SimulatedVenue _venue;
    private readonly Random _random;
    private readonly ManualTime _time;
    private readonly Coverage _coverage;
    private readonly int _breaksPerMille;
    private readonly List<EngineEvent> _definitions = [];
    private readonly Queue<EngineEvent> _toVenue = new();
    private readonly List<EngineEvent> _responses = []; // On their way to the engine, numbered by the venue.
    private readonly List<EngineEvent> _answers = [];
    private bool _isUp; // The session has begun at the venue; the engine learns it from the welcome.
    private bool _mustSayDisconnected;
    private long _lastVenueEventId;
    private long _nextAttemptNs;

    public VenueLink(SimulatedVenue venue, Random random, ManualTime time, int breaksPerMille, Coverage coverage)
    {
        _venue = venue;
        _random = random;
        _time = time;
        _breaksPerMille = breaksPerMille;
        _coverage = coverage;
    }

    public string Name => "link";

    public bool IsConnected { get; private set; }

    public bool TakesIntentsFromRecords => false;

    public int SessionEpoch { get; private set; }

    /// <summary>False stops all faults, for the last life.</summary>
    public bool IsFaulty { get; set; } = true;

    /// <summary>What the journal knows when the life begins.</summary>
    public void Attach(LogicView view, int firstSessionEpoch)
    {
        SessionEpoch = firstSessionEpoch - 1;
        _lastVenueEventId = view.State.LastVenueEventId;
        for (var id = 0; id < view.Market.InstrumentCount; id++)
            _definitions.Add(EngineInputs.Definition(id, in view.Market.Instrument(id)));
    }

    /// <summary>The engine is dead; what the network had accepted may still arrive.</summary>
    public void Cut()
    {
        DeliverToVenue(_random.Next(_toVenue.Count + 1));
        _toVenue.Clear();
        _isUp = IsConnected = false;
    }

    public void OnRecord(in EngineEvent record, bool isHistory)
    {
        if (record.Kind == EventKind.InstrumentDefined && record.InstrumentId >= 0) _definitions.Add(record);
        var isForVenue = record.Kind is EventKind.InstrumentDefined or EventKind.Quote or EventKind.Trade
            or EventKind.ClockTick;
        if (isForVenue && IsConnected && !isHistory) _toVenue.Enqueue(record);
    }

    public GatewaySendCode TrySend(in EngineEvent intentRecord, in EngineEvent termsRecord) =>
        IsConnected && intentRecord.Order.SessionEpoch != SessionEpoch
            ? GatewaySendCode.OldSession
            : Write(in intentRecord, in termsRecord);

    public GatewaySendCode TryCancel(in EngineEvent intentRecord) => Write(in intentRecord);

    public GatewaySendCode TryReplace(in EngineEvent intentRecord, in EngineEvent termsRecord) =>
        Write(in intentRecord, in termsRecord);

    public GatewaySendCode TryQuery(in EngineEvent queryRecord) => Write(in queryRecord);

    public int Poll(Span<EngineEvent> inputs)
    {
        if (!_isUp && !_mustSayDisconnected && _time.NowNs >= _nextAttemptNs) Connect();
        if (_isUp)
        {
            DeliverToVenue(_random.Next(_toVenue.Count + 1));
            if (IsFaulty && _random.Next(1_000) < _breaksPerMille) Break();
        }
        var count = 0;
        var wanted = _random.Next(inputs.Length + 1);
        while (count < wanted && (_responses.Count > 0 || _answers.Count > 0))
        {
            // Each stream keeps its order; between the two there is none.
            var takeAnswer = _responses.Count == 0 || (_answers.Count > 0 && IsConnected && _random.Next(2) == 0);
            if (takeAnswer) inputs[count++] = TakeFirst(_answers);
            else count += Accept(TakeFirst(_responses), inputs[count..]);
        }
        if (_mustSayDisconnected && _responses.Count == 0 && _answers.Count == 0 && count < inputs.Length)
        {
            inputs[count++] = ConnectionRecord.Create(
                EventKind.VenueDisconnected, SessionEpoch, VenueReason.ConnectionLost, _lastVenueEventId);
            _mustSayDisconnected = false;
            IsConnected = false;
        }
        return count;
    }

    // The two frames may be torn apart by a death or a break: then the venue has half an order, which is none.
    private GatewaySendCode Write(in EngineEvent record, in EngineEvent terms)
    {
        var code = Write(in record);
        if (code == GatewaySendCode.Written && record.HasTerms && _isUp) _toVenue.Enqueue(terms);
        return code;
    }

    private GatewaySendCode Write(in EngineEvent record)
    {
        if (!IsConnected) return GatewaySendCode.NotConnected;
        if (IsFaulty && _random.Next(20) == 0) return GatewaySendCode.Busy;

        // A line that is down but not yet known to be: what is written now is lost.
        if (_isUp) _toVenue.Enqueue(record);
        else _coverage.Count("intents lost with the line");
        return GatewaySendCode.Written;
    }

    private void Connect()
    {
        SessionEpoch++;
        _toVenue.Clear();
        var said = _venue.BeginSession(SessionEpoch, _lastVenueEventId)
            ?? throw new SimulationFailedException(
                $"The venue refuses session {SessionEpoch}: it has seen {_venue.SessionEpoch}.");
        _coverage.Count("venue sessions");
        _responses.AddRange(said);
        _isUp = true;
        foreach (var definition in _definitions) _toVenue.Enqueue(definition);
    }

    private void Break()
    {
        _coverage.Count("line breaks");
        _toVenue.Clear();
        Drop(_responses);
        Drop(_answers);
        _isUp = false;
        _mustSayDisconnected = true;
        _nextAttemptNs = _time.NowNs + _random.Next(50_000_000);
    }

    private void Drop(List<EngineEvent> frames)
    {
        var kept = _random.Next(frames.Count + 1);
        frames.RemoveRange(kept, frames.Count - kept);
    }

    private void DeliverToVenue(int count)
    {
        while (count-- > 0) _venue.Receive(_toVenue.Dequeue(), _responses, _answers);
    }

    private int Accept(EngineEvent frame, Span<EngineEvent> inputs)
    {
        inputs[0] = frame;
        if (frame.Kind == EventKind.VenueConnected)
        {
            IsConnected = true;
            return 1;
        }
        var venueEventId = VenueHost.EventIdOf(in frame);
        if (venueEventId <= _lastVenueEventId) return 0;

        _lastVenueEventId = venueEventId;
        if (!IsFaulty || frame.Kind != EventKind.Execution || inputs.Length < 2 || _random.Next(8) != 0) return 1;

        inputs[1] = frame; // Said twice: an execution counts once.
        _coverage.Count("executions said twice");
        return 2;
    }

    private static EngineEvent TakeFirst(List<EngineEvent> frames)
    {
        var frame = frames[0];
        frames.RemoveAt(0);
        return frame;
    }
}
