using System.Net.Sockets;
using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Gateway;

namespace LoadTest.Wire;

/// <summary>
/// Frames of 128 bytes over a stream socket, as docs/VENUE_PROTOCOL.md has them. Nothing waits: what is there is read,
/// what the socket takes is sent.
/// </summary>
internal sealed class FrameSocket : IDisposable
{
    /// <summary>Frames that wait on either way.</summary>
    public const int CapacityFrames = 16_384;

    private readonly Socket _socket;
    private readonly byte[] _in = new byte[CapacityFrames * VenueFrame.Bytes];
    private readonly byte[] _out = new byte[CapacityFrames * VenueFrame.Bytes];
    private int _inBytes;
    private int _takenBytes;
    private int _outStart;
    private int _outEnd;

    public FrameSocket(Socket connected)
    {
        _socket = connected;
        _socket.Blocking = false;
        if (_socket.ProtocolType == ProtocolType.Tcp) _socket.NoDelay = true;
    }

    /// <summary>The other side has closed.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Everything added is with the kernel.</summary>
    public bool IsFlushed => _outStart == _outEnd;

    public int FreeFrames => (_out.Length - _outEnd + _outStart) / VenueFrame.Bytes;

    public static FrameSocket Connect(string address)
    {
        var endPoint = VenueAddress.Parse(address);
        var socket = VenueAddress.CreateSocket(endPoint);
        socket.Connect(endPoint);
        return new FrameSocket(socket);
    }

    /// <summary>The whole frames that are there now; valid until the next call.</summary>
    /// <exception cref="InvalidOperationException">One of them is damaged.</exception>
    public Span<EngineEvent> Receive()
    {
        _in.AsSpan(_takenBytes, _inBytes - _takenBytes).CopyTo(_in);
        _inBytes -= _takenBytes;
        _takenBytes = 0;
        var got = _socket.Receive(_in.AsSpan(_inBytes), SocketFlags.None, out var error);
        if (error is SocketError.Success && got > 0) _inBytes += got;
        else if (error is not SocketError.WouldBlock) IsEnded = true; // Closed or reset: nothing more comes.

        _takenBytes = _inBytes / VenueFrame.Bytes * VenueFrame.Bytes;
        var frames = MemoryMarshal.Cast<byte, EngineEvent>(_in.AsSpan(0, _takenBytes));
        foreach (ref readonly var frame in frames)
            if (!VenueFrame.IsIntact(in frame, VenueFrame.WireSeed))
                throw new InvalidOperationException($"A frame of kind {frame.Kind} is damaged.");
        return frames;
    }

    /// <summary>Seals a frame and keeps it for <see cref="Flush"/>.</summary>
    /// <exception cref="InvalidOperationException">There is no room: the other side does not read.</exception>
    public void Add(in EngineEvent frame)
    {
        if (FreeFrames == 0) throw new InvalidOperationException($"{CapacityFrames} frames wait: nobody reads them.");
        if (_outEnd + VenueFrame.Bytes > _out.Length)
        {
            _out.AsSpan(_outStart, _outEnd - _outStart).CopyTo(_out);
            (_outStart, _outEnd) = (0, _outEnd - _outStart);
        }
        var copy = frame;
        VenueFrame.Seal(ref copy, VenueFrame.WireSeed);
        MemoryMarshal.Write(_out.AsSpan(_outEnd), in copy);
        _outEnd += VenueFrame.Bytes;
    }

    public void Flush()
    {
        if (IsFlushed) return;

        var sent = _socket.Send(_out.AsSpan(_outStart, _outEnd - _outStart), SocketFlags.None, out var error);
        if (error is SocketError.Success) _outStart += sent;
        else if (error is not SocketError.WouldBlock) IsEnded = true;
        if (IsFlushed) _outStart = _outEnd = 0;
    }

    public void Dispose() => _socket.Dispose();
}
