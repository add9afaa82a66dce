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

    public bool IsEmpty => _first == _end;

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

    /// <summary>
    /// Writes what the socket takes now; true if nothing is left. After an error the rest is for nobody: the session is
    /// over, which shows at the next read.
    /// </summary>
    public bool TryFlush(Socket socket) => TrySend(socket, _end - _first);

    /// <summary>Writes the rest of a frame that was begun; false if the socket does not take it now.</summary>
    public bool TryEndFrame(Socket socket)
    {
        var begun = (_end - _first) % VenueFrame.Bytes;
        return begun == 0 || TrySend(socket, begun);
    }

    /// <summary>
    /// Writes an order, with its terms if it has any and nothing waiting before it. False if the socket takes nothing
    /// of it now: then it is forgotten.
    /// </summary>
    public bool TrySendNow(Socket socket, in EngineEvent record, in EngineEvent terms)
    {
        Debug.Assert(IsEmpty);
        Add(in record);
        if (record.HasTerms) Add(in terms);
        var bytes = _end - _first;
        if (TryFlush(socket) || _end - _first < bytes) return true;
        Clear();
        return false;
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

    private bool TrySend(Socket socket, int bytes)
    {
        for (var until = _first + bytes; _first < until;)
        {
            var sent = socket.Send(_bytes.AsSpan(_first, until - _first), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) return false;
            if (error != SocketError.Success)
            {
                Clear();
                return true;
            }
            _first += sent;
        }
        if (IsEmpty) Clear();
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
