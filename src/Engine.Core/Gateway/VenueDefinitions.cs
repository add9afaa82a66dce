using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>
/// Instruments and sessions that a venue process must know before anything else: kept for the next connect, sent in the
/// order in which they came.
/// </summary>
internal sealed class VenueDefinitions(int instrumentsMax, int sessionsMax)
{
    private readonly EngineEvent[] _instruments = new EngineEvent[instrumentsMax];
    private readonly bool[] _isKnown = new bool[instrumentsMax];
    private readonly EngineEvent[] _sessions = new EngineEvent[sessionsMax];
    private int _instrumentCount;
    private int _instrumentsSent;
    private long _sessionCount;
    private long _sessionsSent;

    public bool AllSent => _instrumentsSent == _instrumentCount && _sessionsSent == _sessionCount;

    public void AddInstrument(in EngineEvent record)
    {
        if ((uint)record.InstrumentId >= (uint)_isKnown.Length || _isKnown[record.InstrumentId]) return;

        _isKnown[record.InstrumentId] = true;
        _instruments[_instrumentCount++] = record;
    }

    public void AddSession(in EngineEvent record) => _sessions[_sessionCount++ % _sessions.Length] = record;

    /// <summary>A new session of the venue knows nothing for certain.</summary>
    public void SendAgain()
    {
        _instrumentsSent = 0;
        _sessionsSent = Math.Max(0, _sessionCount - _sessions.Length);
    }

    /// <summary>As many as there is room for.</summary>
    public void SendTo(VenueClientBuffer buffer)
    {
        _sessionsSent = Math.Max(_sessionsSent, _sessionCount - _sessions.Length);
        while (_sessionsSent < _sessionCount && buffer.FreeFrames > 0)
            buffer.Add(in _sessions[_sessionsSent++ % _sessions.Length]);
        while (_instrumentsSent < _instrumentCount && buffer.FreeFrames > 0)
            buffer.Add(in _instruments[_instrumentsSent++]);
    }
}
