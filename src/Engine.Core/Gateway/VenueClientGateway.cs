using System.Net;
using System.Net.Sockets;
using Engine.Core.Events;
using Engine.Core.Time;

namespace Engine.Core.Gateway;

/// <summary>
/// The engine's side of a venue process. Nothing waits: the socket is non-blocking, a lost connection is tried again
/// with growing pauses, each time as a new session. What was not on the wire when a session ended is dropped and never
/// sent again; the engine asks what became of it.
/// <para>
/// An order is Written when the socket has it, not when this process keeps it: what waits here must still be stopped by
/// a halt. Market data waits in a line of its own and goes first as long as the socket keeps up; where it does not,
/// orders overtake it.
/// </para>
/// </summary>
public sealed class VenueClientGateway : IOrderGateway, IDisposable
{
    private enum Phase
    {
        Waiting,
        Connecting,
        Greeting,
        Connected,
        Over,
    }

    private readonly VenueClientOptions _options;
    private readonly IClock _clock;
    private readonly EndPoint _address;
    private readonly VenueClientBuffer _out;    // All but market data; orders never wait here.
    private readonly VenueClientBuffer _market;
    private readonly VenueClientBuffer _in;
    private readonly VenueDefinitions _definitions;
    private Phase _phase = Phase.Waiting;
    private Socket? _socket;
    private Task _connecting = Task.CompletedTask;
    private long _nextAttemptNs;
    private long _backoffNs;
    private bool _isRefused;      // An order found no room since the last poll.
    private bool _isOrderWaiting; // An order found no room before the last poll: market data steps back.

    /// <exception cref="VenueException">The address cannot be read.</exception>
    public VenueClientGateway(VenueClientOptions options, IClock clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.FirstSessionEpoch);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SendFrames, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ReceiveFrames, 1);
        _options = options;
        _clock = clock;
        _address = VenueAddress.Parse(options.Connect);
        _out = new VenueClientBuffer(options.SendFrames);
        _in = new VenueClientBuffer(options.ReceiveFrames);
        _definitions = new VenueDefinitions(options.InstrumentsMax, options.SessionsMax);
        _market = new VenueClientBuffer(options.SendFrames);
        _backoffNs = options.BackoffNsMin;
        SessionEpoch = options.FirstSessionEpoch - 1;
        LastVenueEventId = options.LastVenueEventId;
    }

    public string Name => "venue";

    public bool IsConnected => _phase == Phase.Connected;

    /// <summary>
    /// True after a newer engine took the account over, or the venue refused this one: it never comes back.
    /// </summary>
    public bool IsOver => _phase == Phase.Over;

    public bool TakesIntentsFromRecords => false;

    /// <summary>
    /// Epoch of the newest session; <see cref="EventKind.VenueConnected"/> carries it into the journal.
    /// </summary>
    public int SessionEpoch { get; private set; }

    /// <summary>The newest venue event that was handed on.</summary>
    public long LastVenueEventId { get; private set; }

    /// <summary>Quotes and trades that the venue did not see because it was away or slow.</summary>
    public long DroppedMarketData { get; private set; }

    public void OnRecord(in EngineEvent record, bool isHistory)
    {
        switch (record.Kind)
        {
            case EventKind.InstrumentDefined:
                _definitions.AddInstrument(in record);
                break;
            case EventKind.CalendarDay:
                _definitions.AddSession(in record);
                break;
            case EventKind.Quote or EventKind.Trade or EventKind.ClockTick when !isHistory:
                SendDefinitions();
                if (IsConnected && _definitions.AllSent && _market.FreeFrames > 0) _market.Add(in record);
                else DroppedMarketData++;
                break;
        }
    }

    public GatewaySendCode TrySend(in EngineEvent intentRecord, in EngineEvent termsRecord) =>
        IsConnected && intentRecord.Order.SessionEpoch != SessionEpoch ? GatewaySendCode.OldSession
            : WriteNow(in intentRecord, in termsRecord);

    public GatewaySendCode TryCancel(in EngineEvent intentRecord) => Write(in intentRecord);

    public GatewaySendCode TryReplace(in EngineEvent intentRecord, in EngineEvent termsRecord) =>
        WriteNow(in intentRecord, in termsRecord);

    public GatewaySendCode TryQuery(in EngineEvent queryRecord) => Write(in queryRecord);

    public int Poll(Span<EngineEvent> inputs)
    {
        if (_phase == Phase.Waiting && _clock.NowNs >= _nextAttemptNs) BeginConnect();
        if (_phase == Phase.Connecting && _connecting.IsCompleted) EndConnect();
        if (_phase is not (Phase.Greeting or Phase.Connected)) return 0;

        SendDefinitions();
        _isOrderWaiting = _isRefused;
        _isRefused = false;
        Flush(); // A line that is over shows at the next read, behind what is still to be read.
        var count = 0;
        while (count < inputs.Length && _phase is (Phase.Greeting or Phase.Connected))
        {
            if (_in.HasFrame)
            {
                if (_in.TryTake(ref inputs[count])) count += Accept(ref inputs[count]);
                else count += Disconnect(ref inputs[count], VenueReason.ConnectionLost, Phase.Waiting);
            }
            else if (!_in.TryFill(_socket!, out var bytes))
            {
                // What came before the end has been read to the last frame; now the end is told.
                count += Disconnect(ref inputs[count], VenueReason.ConnectionLost, Phase.Waiting);
            }
            else if (bytes == 0)
            {
                break;
            }
        }
        return count;
    }

    public void Dispose() => _socket?.Dispose();

    private GatewaySendCode Write(in EngineEvent record)
    {
        if (!IsConnected) return GatewaySendCode.NotConnected;
        SendDefinitions();
        if (!_definitions.AllSent || _out.FreeFrames == 0) return GatewaySendCode.Busy;

        _out.Add(in record);
        return GatewaySendCode.Written;
    }

    // The socket has it, or its first bytes, or it waits in the queue of the gateway, where a halt reaches it.
    private GatewaySendCode WriteNow(in EngineEvent record, in EngineEvent terms)
    {
        if (!IsConnected) return GatewaySendCode.NotConnected;
        SendDefinitions();
        if (_definitions.AllSent && Flush() && _out.TrySendNow(_socket!, in record, in terms))
            return GatewaySendCode.Written;

        _isRefused = true;
        return GatewaySendCode.Busy;
    }

    // A frame that was begun is ended first. True if the socket may take an order now.
    private bool Flush()
    {
        if (!_market.TryEndFrame(_socket!) || !_out.TryFlush(_socket!)) return false;
        return _isOrderWaiting || _isRefused || _market.TryFlush(_socket!) || _market.TryEndFrame(_socket!);
    }

    // An order in an instrument that the venue was not told about would be rejected: definitions go first.
    private void SendDefinitions()
    {
        if (IsConnected && !_definitions.AllSent) _definitions.SendTo(_out);
    }

    private void BeginConnect()
    {
        _socket = VenueAddress.CreateSocket(_address);
        _connecting = _socket.ConnectAsync(_address);
        _phase = Phase.Connecting;
    }

    private void EndConnect()
    {
        if (!_connecting.IsCompletedSuccessfully)
        {
            _ = _connecting.Exception; // Seen: the venue is away, which the pause below answers.
            Retreat(Phase.Waiting);
            return;
        }

        // Each connection is a session of its own: what an older one left on the way can be told apart and refused.
        SessionEpoch++;
        _socket!.Blocking = false;
        _out.Clear();
        _market.Clear();
        _in.Clear();
        var hello = default(EngineEvent);
        hello.Kind = EventKind.EngineStarted;
        hello.SchemaVersion = EngineEvent.CurrentSchemaVersion;
        hello.InstrumentId = -1;
        hello.Lifecycle.RunEpoch = _options.RunEpoch;
        hello.Lifecycle.SessionEpoch = SessionEpoch;
        hello.Lifecycle.Mode = _options.Mode;
        hello.Lifecycle.Account = AsciiText32.From(_options.Account);
        hello.Lifecycle.PreviousSequence = LastVenueEventId;
        _out.Add(in hello);
        _phase = Phase.Greeting;
    }

    /// <summary>Returns 1 if the frame is an input for the engine, 0 if it was dealt with here.</summary>
    private int Accept(ref EngineEvent frame)
    {
        if (frame.Kind == EventKind.VenueDisconnected)
        {
            // Fenced or refused: a newer engine owns the account, or this is the wrong venue. Never again by itself.
            var refused = frame.OrderReport.Reason;
            return Disconnect(ref frame, refused, Phase.Over);
        }
        if (frame.Kind == EventKind.VenueConnected)
        {
            _phase = Phase.Connected;
            _backoffNs = _options.BackoffNsMin;
            _definitions.SendAgain();
            return 1;
        }

        var venueEventId = VenueHost.EventIdOf(in frame);
        if (venueEventId == 0) return 1; // The answer to a question.
        if (venueEventId <= LastVenueEventId) return 0; // Said before, and journaled.
        LastVenueEventId = venueEventId;
        return 1;
    }

    /// <summary>Ends the session. Only one that had begun, or ended for good, is news for the engine.</summary>
    private int Disconnect(ref EngineEvent input, VenueReason reason, Phase next)
    {
        var isNews = _phase == Phase.Connected || next == Phase.Over;
        if (isNews)
            input = ConnectionRecord.Create(EventKind.VenueDisconnected, SessionEpoch, reason, LastVenueEventId);
        Retreat(next);
        return isNews ? 1 : 0;
    }

    private void Retreat(Phase next)
    {
        _socket!.Dispose();
        _socket = null;
        _out.Clear();
        _market.Clear();
        _in.Clear();
        _phase = next;
        _nextAttemptNs = _clock.NowNs + _backoffNs;
        _backoffNs = Math.Min(2 * _backoffNs, _options.BackoffNsMax);
    }
}
