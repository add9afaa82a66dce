using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Engine.Rpc.Tests.Client;

/// <summary>Sends frames to one client.</summary>
internal sealed class Http2PeerConnection(Stream stream, Socket socket)
{
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;

    public async Task SendAsync(Http2FrameType type, byte flags, int streamId, byte[] payload)
    {
        byte[] frame = new byte[9 + payload.Length];
        frame[0] = (byte)(payload.Length >> 16);
        frame[1] = (byte)(payload.Length >> 8);
        frame[2] = (byte)payload.Length;
        frame[3] = (byte)type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), streamId);
        payload.CopyTo(frame, 9);
        await stream.WriteAsync(frame);
    }

    /// <summary>Headers or trailers; names that begin with ':' included.</summary>
    public Task HeadersAsync(int streamId, bool isEnd, params (string Name, string Value)[] headers)
    {
        // HPACK: "literal without indexing, new name", plain strings. Lengths below 127 are one byte.
        var block = new MemoryStream();
        foreach ((string name, string value) in headers)
        {
            block.WriteByte(0);
            block.WriteByte((byte)name.Length);
            block.Write(Encoding.ASCII.GetBytes(name));
            block.WriteByte((byte)value.Length);
            block.Write(Encoding.ASCII.GetBytes(value));
        }

        byte flags = (byte)(EndHeaders | (isEnd ? EndStream : 0));
        return SendAsync(Http2FrameType.Headers, flags, streamId, block.ToArray());
    }

    /// <summary>The headers of a normal response.</summary>
    public Task BeginAsync(int streamId) =>
        HeadersAsync(streamId, isEnd: false, (":status", "200"), ("content-type", "application/grpc"));

    public Task DataAsync(int streamId, byte[] payload) => SendAsync(Http2FrameType.Data, 0, streamId, payload);

    public Task EndAsync(int streamId) => HeadersAsync(streamId, isEnd: true, ("grpc-status", "0"));

    public Task ResetAsync(int streamId, int code) =>
        SendAsync(Http2FrameType.Reset, 0, streamId, BigEndian(code));

    public Task GoAwayAsync(int lastStreamId, int code) =>
        SendAsync(Http2FrameType.GoAway, 0, 0, [.. BigEndian(lastStreamId), .. BigEndian(code)]);

    /// <summary>Ends the connection with a TCP reset.</summary>
    public void Drop()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>Ends the connection properly, at a bad moment.</summary>
    public void Close() => socket.Shutdown(SocketShutdown.Both);

    private static byte[] BigEndian(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
