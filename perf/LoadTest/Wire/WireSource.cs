using Engine.Core.Events;
using Engine.Core.MarketData;
using LoadTest.Workload;

namespace LoadTest.Wire;

/// <summary>
/// Market data from a socket: what another process sends as frames goes into the lane as it comes. The engine itself
/// has no such source; this one stands where a feed handler would. Polling, its thread never parks, because nothing
/// wakes it when the socket has something.
/// </summary>
internal sealed class WireSource : IMarketDataSource
{
    private readonly RecordedRows _rows;
    private readonly IInputWriter _writer;
    private readonly string _address;
    private readonly int _idleWork;
    private FrameSocket? _socket;
    private EngineEvent[] _waiting = []; // Received and not in the lane yet.
    private int _start;
    private int _definitions;
    private long _taken;

    public WireSource(RecordedRows rows, IInputWriter writer, string address, bool isPolling)
    {
        _rows = rows;
        _writer = writer;
        _address = address;
        _idleWork = isPolling ? 1 : 0;
        FirstEventTimeNs = rows.Records[0].TimestampNs;
    }

    public string Name => "socket";

    public bool IsEnded { get; private set; }

    public long FirstEventTimeNs { get; }

    public SourceProgress Progress => new(_taken, 0, _taken, Math.Max(1, _taken));

    public int RunOnce()
    {
        if (IsEnded) return 0;
        if (_socket is null) return Open();
        if (_start == _waiting.Length && !TryReceive()) return _socket.IsEnded ? End() : _idleWork;

        var written = _writer.WriteBatch(_waiting.AsSpan(_start));
        _start += written;
        _taken += written;
        return Math.Max(written, _idleWork);
    }

    public void Dispose() => _socket?.Dispose();

    private bool TryReceive()
    {
        var frames = _socket!.Receive();
        if (frames.IsEmpty) return false;

        foreach (ref var frame in frames) frame.Checksum = 0; // The journal's own comes later.
        _waiting = frames.ToArray();
        _start = 0;
        return true;
    }

    private int Open()
    {
        if (_definitions == 0 && !_writer.TryWrite(_rows.Opening)) return 0;
        foreach (var record in _rows.Records.Where(r => r.Kind == EventKind.InstrumentDefined).Skip(_definitions))
        {
            var definition = record;
            definition.TimestampNs = FirstEventTimeNs;
            if (!_writer.TryWrite([definition])) return 0;
            _definitions++;
        }
        _socket = FrameSocket.Connect(_address);
        return 1;
    }

    private int End()
    {
        var end = _rows.End;
        end.Source.RowCount = _taken;
        IsEnded = _writer.TryWrite([end]);
        return IsEnded ? 1 : 0;
    }
}
