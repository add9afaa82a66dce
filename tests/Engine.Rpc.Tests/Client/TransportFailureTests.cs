using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Engine.Rpc.Tests.Client;

/// <summary>What a client makes of streams and connections that break.</summary>
public sealed class TransportFailureTests
{
    [Theory]
    [InlineData(0, StatusCode.Internal)]
    [InlineData(1, StatusCode.Internal)]
    [InlineData(2, StatusCode.Internal)]
    [InlineData(3, StatusCode.Internal)]
    [InlineData(6, StatusCode.Internal)]
    [InlineData(7, StatusCode.Unavailable)]
    [InlineData(8, StatusCode.Cancelled)]
    [InlineData(9, StatusCode.Internal)]
    [InlineData(11, StatusCode.ResourceExhausted)]
    [InlineData(12, StatusCode.PermissionDenied)]
    public async Task A_reset_before_the_headers_has_the_meaning_of_its_code(int code, StatusCode expected)
    {
        await using var peer = Http2Peer.Start((connection, id) => connection.ResetAsync(id, code));
        using var channel = GrpcChannel.ForAddress(peer.Address);

        Assert.Equal(expected, (await UnaryAsync(channel)).StatusCode);
    }

    [Theory]
    [InlineData(0, StatusCode.Internal)]
    [InlineData(1, StatusCode.Internal)]
    [InlineData(2, StatusCode.Internal)]
    [InlineData(7, StatusCode.Unavailable)]
    [InlineData(8, StatusCode.Cancelled)]
    [InlineData(11, StatusCode.ResourceExhausted)]
    [InlineData(12, StatusCode.PermissionDenied)]
    public async Task A_reset_amid_the_messages_has_the_meaning_of_its_code(int code, StatusCode expected)
    {
        await using var peer = Http2Peer.Start(async (connection, id) =>
        {
            await connection.BeginAsync(id);
            await connection.DataAsync(id, Wire.Frame([1]));
            await connection.ResetAsync(id, code);
        });
        using var channel = GrpcChannel.ForAddress(peer.Address);

        Assert.Equal(expected, (await StreamAsync(channel)).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_connection_is_UNAVAILABLE(bool isAbrupt)
    {
        await using var peer = Http2Peer.Start(async (connection, id) =>
        {
            await connection.BeginAsync(id);
            await connection.DataAsync(id, Wire.Frame([1]));
            Break(connection, isAbrupt);
        });
        using var channel = GrpcChannel.ForAddress(peer.Address);

        Assert.Equal(StatusCode.Unavailable, (await StreamAsync(channel)).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_lost_before_the_answer_is_UNAVAILABLE(bool isAbrupt)
    {
        await using var peer = Http2Peer.Start((connection, _) =>
        {
            Break(connection, isAbrupt);
            return Task.CompletedTask;
        });
        using var channel = GrpcChannel.ForAddress(peer.Address);

        Assert.Equal(StatusCode.Unavailable, (await UnaryAsync(channel)).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_lost_under_open_requests_is_UNAVAILABLE_and_not_a_cancellation(bool isAbrupt)
    {
        await using var peer = Http2Peer.Start(async (connection, id) =>
        {
            await connection.BeginAsync(id);
            Break(connection, isAbrupt);
        });
        using var channel = GrpcChannel.ForAddress(peer.Address);

        // What is noticed first, the lost connection or the body that cannot be sent any more, is a race.
        for (int i = 0; i < 20; i++)
        {
            AsyncDuplexStreamingCall<byte[], byte[]> call =
                channel.CreateCallInvoker().AsyncDuplexStreamingCall(Wire.Duplex, null, Limits.Options());
            RpcException error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
            RpcException write = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync([1]));

            Assert.Equal((i, StatusCode.Unavailable), (i, error.StatusCode));
            Assert.Equal(StatusCode.Unavailable, write.StatusCode);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(11)]
    [InlineData(13)]
    public async Task A_connection_that_the_server_closes_with_GOAWAY_is_UNAVAILABLE(int code)
    {
        await using var peer = Http2Peer.Start(async (connection, id) =>
        {
            await connection.BeginAsync(id);
            await connection.DataAsync(id, Wire.Frame([1]));
            await connection.GoAwayAsync(id, code);
            connection.Close();
        });
        using var channel = GrpcChannel.ForAddress(peer.Address);

        Assert.Equal(StatusCode.Unavailable, (await StreamAsync(channel)).StatusCode);
    }

    [Fact]
    public async Task A_call_that_GOAWAY_promises_to_finish_is_finished()
    {
        await using var peer = Http2Peer.Start(async (connection, id) =>
        {
            await connection.GoAwayAsync(id, 0);
            await connection.BeginAsync(id);
            await connection.DataAsync(id, Wire.Frame([7]));
            await connection.EndAsync(id);
        });
        using var channel = GrpcChannel.ForAddress(peer.Address);

        byte[] reply = await channel.CreateCallInvoker().AsyncUnaryCall(Wire.Unary, null, Limits.Options(), [1]);

        Assert.Equal([7], reply);
    }

    [Fact]
    public async Task A_server_that_answers_no_pings_is_UNAVAILABLE()
    {
        await using var peer = Http2Peer.Start(
            (connection, id) => connection.BeginAsync(id), answersPings: false);
        using var handler = new SocketsHttpHandler
        {
            KeepAlivePingDelay = TimeSpan.FromSeconds(1),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
        using var channel = GrpcChannel.ForAddress(
            peer.Address, new GrpcChannelOptions { HttpHandler = handler });

        AsyncServerStreamingCall<byte[]> call =
            channel.CreateCallInvoker().AsyncServerStreamingCall(Wire.ServerStream, null, Limits.Options(), [1]);
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_UNAVAILABLE_and_named()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string address = listener.LocalEndpoint.ToString()!;
        listener.Dispose();
        using var channel = GrpcChannel.ForAddress($"http://{address}");

        Status status = await UnaryAsync(channel);

        Assert.Equal(StatusCode.Unavailable, status.StatusCode);
        Assert.Contains(address, status.Detail);
        Assert.NotNull(status.DebugException);
    }

    [Fact]
    public async Task A_host_that_does_not_exist_is_UNAVAILABLE_and_named()
    {
        using var channel = GrpcChannel.ForAddress("http://no-such-host.invalid:1234");

        Status status = await UnaryAsync(channel);

        Assert.Equal(StatusCode.Unavailable, status.StatusCode);
        Assert.Contains("no-such-host.invalid:1234", status.Detail);
    }

    [Fact]
    public async Task A_server_that_speaks_HTTP_1_only_is_told_from_one_that_is_away()
    {
        await using ScriptedServer server =
            await ScriptedServer.StartAsync(_ => Task.CompletedTask, HttpProtocols.Http1);
        using var channel = GrpcChannel.ForAddress(server.Address);

        Status status = await UnaryAsync(channel);

        Assert.True(status.StatusCode is StatusCode.Internal or StatusCode.Unavailable, status.ToString());
        Assert.NotNull(status.DebugException);
    }

    [Fact]
    public async Task TLS_spoken_to_a_cleartext_port_is_UNAVAILABLE()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => Task.CompletedTask);
        using var channel = GrpcChannel.ForAddress(server.Address.Replace("http:", "https:"));

        Assert.Equal(StatusCode.Unavailable, (await UnaryAsync(channel)).StatusCode);
    }

    [Fact]
    public async Task A_stream_refused_before_any_work_is_tried_again_by_the_transport()
    {
        int seen = 0;
        await using var peer = Http2Peer.Start(async (connection, id) =>
        {
            if (Interlocked.Increment(ref seen) == 1)
            {
                await connection.ResetAsync(id, 7);
                return;
            }

            await connection.BeginAsync(id);
            await connection.DataAsync(id, Wire.Frame([9]));
            await connection.EndAsync(id);
        });
        using var channel = GrpcChannel.ForAddress(peer.Address);

        byte[] reply = await channel.CreateCallInvoker().AsyncUnaryCall(Wire.Unary, null, Limits.Options(), [1]);

        Assert.Equal([9], reply);
        Assert.Equal(2, seen);
    }

    private static void Break(Http2PeerConnection connection, bool isAbrupt)
    {
        if (isAbrupt)
        {
            connection.Drop();
        }
        else
        {
            connection.Close();
        }
    }

    private static async Task<Status> UnaryAsync(GrpcChannel channel)
    {
        AsyncUnaryCall<byte[]> call =
            channel.CreateCallInvoker().AsyncUnaryCall(Wire.Unary, null, Limits.Options(), [1]);
        RpcException error = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(0, channel.Running.Count);
        return error.Status;
    }

    /// <summary>One message, then the failure.</summary>
    private static async Task<Status> StreamAsync(GrpcChannel channel)
    {
        AsyncServerStreamingCall<byte[]> call =
            channel.CreateCallInvoker().AsyncServerStreamingCall(Wire.ServerStream, null, Limits.Options(), [1]);
        RpcException error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext())
            {
                Assert.Equal([1], call.ResponseStream.Current);
            }
        });
        Assert.Equal(error.StatusCode, call.GetStatus().StatusCode);
        Assert.Equal(0, channel.Running.Count);
        return error.Status;
    }
}
