using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>
/// Bytes between the engine and a non-blocking socket, in whole frames. Allocated once; single thread.
/// </summary>
internal sealed class VenueClientBuffer(int frames)
{
    private readonly byte[] _bytes = new byte[frames * VenueFrame.Bytes];
    private int _first;
    private int _end;

    /// <summary>Frames that can still be added.</summary>
    public int FreeFrames => (_bytes.Length - (_end - _first)) / VenueFrame.Bytes;

    public bool HasFrame => _end - _first >= VenueFrame.Bytes;

    public void Clear() => _first = _end = 0;

    public void Add(in EngineEvent record)
    {
        if (_bytes.Length - _end < VenueFrame.Bytes) Compact();
        var frame = record;
        VenueFrame.Seal(ref frame, VenueFrame.WireSeed);
        MemoryMarshal.Write(_bytes.AsSpan(_end), in frame);
        _end += VenueFrame.Bytes;
    }

    /// <summary>Takes the next whole frame; false if it is damaged.</summary>
    public bool TryTake(ref EngineEvent frame)
    {
        Debug.Assert(HasFrame);
        frame = MemoryMarshal.Read<EngineEvent>(_bytes.AsSpan(_first));
        _first += VenueFrame.Bytes;
        return VenueFrame.IsIntact(in frame, VenueFrame.WireSeed);
    }

    /// <summary>Writes what the socket takes now. After an error the rest is for nobody: the session is over.</summary>
    public void Flush(Socket socket)
    {
        while (_first < _end)
        {
            var sent = socket.Send(_bytes.AsSpan(_first, _end - _first), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) return;
            if (error != SocketError.Success) break;
            _first += sent;
        }
        Clear();
    }

    /// <summary>Reads what is there now; false if the connection is over.</summary>
    public bool TryFill(Socket socket, out int bytes)
    {
        bytes = 0;
        Compact();
        if (_end == _bytes.Length) return true; // Full: the socket waits, and slows the venue down.

        bytes = socket.Receive(_bytes.AsSpan(_end), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            bytes = 0;
            return true;
        }
        if (error != SocketError.Success || bytes == 0) return false;
        _end += bytes;
        return true;
    }

    private void Compact()
    {
        if (_first == 0) return;
        _bytes.AsSpan(_first, _end - _first).CopyTo(_bytes);
        _end -= _first;
        _first = 0;
    }
}
