using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engine.Rpc.Tests.Server;

/// <summary>
/// A client of HTTP/2 that makes one unary call after the other and allocates nothing for it, so that what is
/// allocated is the server's.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private const byte Headers = 1;
    private const byte Settings = 4;
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;
    private const int HeadBytes = 9;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _received = new byte[64 * 1024];
    private readonly byte[] _call;
    private readonly int _dataAt;
    private int _length;
    private int _stream = -1;

    public RawConnection(Uri address, string path, byte[] body)
    {
        byte[] headers =
        [
            0x83, 0x86, // POST, http
            0x04, (byte)path.Length, .. Encoding.ASCII.GetBytes(path),
            0x01, 9, .. "localhost"u8,
            0x0F, 0x10, 16, .. "application/grpc"u8,
            0x00, 2, .. "te"u8, 8, .. "trailers"u8,
        ];
        _dataAt = HeadBytes + headers.Length;
        _call = [.. Head(headers.Length, Headers, EndHeaders), .. headers, .. Head(body.Length, 0, EndStream), .. body];
        _socket.Connect(IPAddress.Parse(address.Host), address.Port);
        _socket.Send([.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Head(0, Settings, 0)]);
    }

    /// <summary>Makes a call and waits for its end.</summary>
    /// <returns>Whether messages came before the trailers.</returns>
    public bool Call()
    {
        _stream += 2;
        BinaryPrimitives.WriteInt32BigEndian(_call.AsSpan(5), _stream);
        BinaryPrimitives.WriteInt32BigEndian(_call.AsSpan(_dataAt + 5), _stream);
        _socket.Send(_call);
        bool hasData = false;
        while (true)
        {
            (byte type, byte flags, int stream, int length) = Receive();
            hasData |= type == 0 && length > 0 && stream == _stream;
            if (type == Settings && (flags & 1) == 0)
            {
                _socket.Send(Head(0, Settings, 1));
            }

            if (type <= Headers && stream == _stream && (flags & EndStream) != 0)
            {
                return hasData;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static byte[] Head(int length, byte type, byte flags) =>
        [(byte)(length >> 16), (byte)(length >> 8), (byte)length, type, flags, 0, 0, 0, 0];

    private (byte Type, byte Flags, int Stream, int Length) Receive()
    {
        Fill(HeadBytes);
        int length = (_received[0] << 16) | (_received[1] << 8) | _received[2];
        var frame = (_received[3], _received[4], BinaryPrimitives.ReadInt32BigEndian(_received.AsSpan(5)), length);
        Fill(HeadBytes + length);
        _length -= HeadBytes + length;
        _received.AsSpan(HeadBytes + length, _length).CopyTo(_received);
        return frame;
    }

    private void Fill(int count)
    {
        while (_length < count)
        {
            int received = _socket.Receive(_received, _length, _received.Length - _length, SocketFlags.None);
            _length += received > 0 ? received : throw new IOException("The server has closed the connection.");
        }
    }
}
