using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Engine.Rpc.Tests.Hosting;

public sealed class FrozenPeerTests
{
    private const string Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private const byte Headers = 1;
    private const byte Settings = 4;
    private const byte Data = 0;

    /// <summary>A process that was stopped keeps its connection open: the kernel answers for it, the program does not.
    /// </summary>
    [Fact]
    public async Task A_client_that_answers_no_pings_loses_its_stream()
    {
        await using var server = await HostedServer.StartAsync(options =>
        {
            options.KeepAlivePingDelay = TimeSpan.FromSeconds(1);
            options.KeepAlivePingTimeout = TimeSpan.FromSeconds(1);
        });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        await client.GetStream().WriteAsync(WatchAndFallSilent());
        await Patience.UntilAsync(() => server.Calls.RunningStreaming == 1, "the watch begins");

        await Patience.UntilAsync(() => server.Calls.RunningStreaming == 0, "the silent client is given up");

        Assert.Equal(0, server.Health.Watchers);
    }

    private static byte[] WatchAndFallSilent() =>
    [
        .. Encoding.ASCII.GetBytes(Preface),
        .. Frame(Settings, flags: 0, stream: 0, []),
        .. Frame(Headers, flags: 4, stream: 1, [
            .. Header(":method", "POST"),
            .. Header(":scheme", "http"),
            .. Header(":authority", "localhost"),
            .. Header(":path", "/grpc.health.v1.Health/Watch"),
            .. Header("content-type", "application/grpc"),
            .. Header("te", "trailers"),
        ]),
        .. Frame(Data, flags: 1, stream: 1, [0, 0, 0, 0, 0]),
    ];

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload) =>
    [
        (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags,
        (byte)(stream >> 24), (byte)(stream >> 16), (byte)(stream >> 8), (byte)stream, .. payload,
    ];

    // HPACK, RFC 7541 section 6.2.2: a literal that is not indexed, with a new name.
    private static byte[] Header(string name, string value) =>
        [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];
}
