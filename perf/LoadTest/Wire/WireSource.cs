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
    private readonly SourceFrame _frame;
    private readonly IInputWriter _writer;
    private readonly string _address;
    private readonly int _idleWork;
    private readonly EngineEvent[] _waiting = new EngineEvent[FrameSocket.CapacityFrames]; // Not in the lane yet.
    private FrameSocket? _socket;
    private int _start;
    private int _count;
    private long _taken;

    public WireSource(RecordedRows rows, IInputWriter writer, string address, bool isPolling)
    {
        _frame = new SourceFrame(rows, writer);
        _writer = writer;
        _address = address;
        _idleWork = isPolling ? 1 : 0;
    }

    public string Name => "socket";

    public bool IsEnded { get; private set; }

    public long FirstEventTimeNs => _frame.FirstEventTimeNs;

    public SourceProgress Progress => new(_taken, 0, _taken, Math.Max(1, _taken));

    public int RunOnce()
    {
        if (IsEnded) return 0;
        if (_socket is null) return Open();
        if (_start == _count && !TryReceive()) return _socket.IsEnded ? End() : _idleWork;

        var written = _writer.WriteBatch(_waiting.AsSpan(_start, _count - _start));
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
        frames.CopyTo(_waiting);
        (_start, _count) = (0, frames.Length);
        return true;
    }

    private int Open()
    {
        if (!_frame.TryOpen()) return 0;
        _socket = FrameSocket.Connect(_address);
        return 1;
    }

    private int End() => (IsEnded = _frame.TryEnd(_taken)) ? 1 : 0;
}
