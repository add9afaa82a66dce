using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Engine.Rpc.Tests.Client;

/// <summary>
/// The server side of HTTP/2, frame by frame, for misbehaviour that a real server is not capable of. Accepts any number
/// of connections, answers SETTINGS and (if told so) PING, keeps every other frame, and runs a script per request.
/// </summary>
internal sealed class Http2Peer : IAsyncDisposable
{
    private const int PrefaceBytes = 24;
    private const int HeadBytes = 9;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<Http2PeerConnection, int, Task> _onRequest;
    private readonly Channel<Http2Frame> _frames = Channel.CreateUnbounded<Http2Frame>();
    private readonly List<Socket> _sockets = [];
    private readonly Task _accepting;

    private Http2Peer(Func<Http2PeerConnection, int, Task> onRequest, bool answersPings)
    {
        _onRequest = onRequest;
        AnswersPings = answersPings;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    public bool AnswersPings { get; }

    /// <summary>Number of requests seen.</summary>
    public int Requests;

    public static Http2Peer Start(Func<Http2PeerConnection, int, Task> onRequest, bool answersPings = true) =>
        new(onRequest, answersPings);

    /// <summary>The next frame of a type that the client has sent on any stream.</summary>
    public async Task<Http2Frame> NextAsync(Http2FrameType type)
    {
        using var limit = new CancellationTokenSource(Limits.Long);
        while (true)
        {
            Http2Frame frame = await _frames.Reader.ReadAsync(limit.Token);
            if (frame.Type == type)
            {
                return frame;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        lock (_sockets)
        {
            _sockets.ForEach(socket => socket.Dispose());
        }

        await _accepting;
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync();
                lock (_sockets)
                {
                    _sockets.Add(socket);
                }

                connections.Add(ServeAsync(socket));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Disposed, while it waited or just before: no more connections.
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var connection = new Http2PeerConnection(stream, socket);
        try
        {
            await stream.ReadExactlyAsync(new byte[PrefaceBytes]);
            await connection.SendAsync(Http2FrameType.Settings, 0, 0, []);
            while (true)
            {
                await OnFrameAsync(connection, await ReadAsync(stream));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The client has gone, or the test has dropped the connection.
        }
    }

    private async Task OnFrameAsync(Http2PeerConnection connection, Http2Frame frame)
    {
        _frames.Writer.TryWrite(frame);
        const byte ack = 1;
        if (frame.Type == Http2FrameType.Settings && frame.Flags != ack)
        {
            await connection.SendAsync(Http2FrameType.Settings, ack, 0, []);
        }
        else if (frame.Type == Http2FrameType.Ping && frame.Flags != ack && AnswersPings)
        {
            await connection.SendAsync(Http2FrameType.Ping, ack, 0, frame.Payload);
        }
        else if (frame.Type == Http2FrameType.Headers)
        {
            Interlocked.Increment(ref Requests);
            await _onRequest(connection, frame.Stream);
        }
    }

    private static async Task<Http2Frame> ReadAsync(Stream stream)
    {
        byte[] head = new byte[HeadBytes];
        await stream.ReadExactlyAsync(head);
        byte[] payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
        await stream.ReadExactlyAsync(payload);
        int id = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)) & int.MaxValue;
        return new Http2Frame((Http2FrameType)head[3], head[4], id, payload);
    }
}
