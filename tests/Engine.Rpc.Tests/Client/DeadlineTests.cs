using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace Engine.Rpc.Tests.Client;

/// <summary>Deadlines on the side of the caller.</summary>
public sealed class DeadlineTests
{
    [Theory]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public async Task A_deadline_that_is_not_in_UTC_is_refused_at_once(DateTimeKind kind)
    {
        await using Place place = await Place.StartAsync(_ => Task.CompletedTask);
        var options = new CallOptions(deadline: new DateTime(2100, 1, 1, 0, 0, 0, kind));

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => place.Invoker.AsyncUnaryCall(Wire.Unary, null, options, [1]));

        Assert.Contains(kind.ToString(), error.Message);
        Assert.Equal(0, place.Channel.Running.Count);
    }

    [Fact]
    public async Task A_deadline_that_has_passed_fails_without_sending()
    {
        int seen = 0;
        await using Place place = await Place.StartAsync(context =>
        {
            Interlocked.Increment(ref seen);
            return Wire.AnswerAsync(context, [1]);
        });

        // With a connection, anything that is sent arrives.
        await place.Invoker.AsyncUnaryCall(Wire.Unary, null, Limits.Options(), [1]);
        foreach (DateTime deadline in new[] { DateTime.UtcNow.AddSeconds(-1), DateTime.MinValue })
        {
            AsyncUnaryCall<byte[]> call =
                place.Invoker.AsyncUnaryCall(Wire.Unary, null, new CallOptions(deadline: deadline), [1]);
            RpcException error = await Assert.ThrowsAsync<RpcException>(async () => await call);
            Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        }

        await place.Invoker.AsyncUnaryCall(Wire.Unary, null, Limits.Options(), [1]);
        Assert.Equal(2, seen);
    }

    [Fact]
    public async Task The_server_is_told_how_long_is_left()
    {
        string? header = null;
        await using Place place = await Place.StartAsync(context =>
        {
            header = context.Request.Headers["grpc-timeout"];
            return Wire.AnswerAsync(context, [1]);
        });

        var options = new CallOptions(deadline: DateTime.UtcNow.AddSeconds(50));
        await place.Invoker.AsyncUnaryCall(Wire.Unary, null, options, [1]);

        Assert.EndsWith("u", header);
        long micros = long.Parse(header![..^1], CultureInfo.InvariantCulture);
        Assert.InRange(micros, 1, 50_000_000);
    }

    [Fact]
    public async Task Without_a_deadline_the_server_is_told_nothing()
    {
        bool? isTold = null;
        await using Place place = await Place.StartAsync(context =>
        {
            isTold = context.Request.Headers.ContainsKey("grpc-timeout");
            return Wire.AnswerAsync(context, [1]);
        });

        await place.Invoker.AsyncUnaryCall(Wire.Unary, null, new CallOptions(deadline: DateTime.MaxValue), [1]);

        Assert.False(isTold);
    }

    [Fact]
    public async Task A_deadline_later_than_any_timer_takes_is_taken()
    {
        await using Place place = await Place.StartAsync(context => Wire.AnswerAsync(context, [1]));
        var far = DateTime.SpecifyKind(DateTime.MaxValue.AddDays(-1), DateTimeKind.Utc);

        byte[] reply = await place.Invoker.AsyncUnaryCall(Wire.Unary, null, new CallOptions(deadline: far), [1]);

        Assert.Equal([1], reply);
    }

    [Theory]
    [InlineData(MethodType.Unary)]
    [InlineData(MethodType.ClientStreaming)]
    [InlineData(MethodType.ServerStreaming)]
    [InlineData(MethodType.DuplexStreaming)]
    public async Task A_call_that_outlives_its_deadline_is_reset(MethodType kind)
    {
        await using Http2Peer peer = StartSilentPeer();
        using GrpcChannel channel = await ConnectAsync(peer);
        var options = new CallOptions(deadline: DateTime.UtcNow.AddMilliseconds(500));

        RpcException error = await Assert.ThrowsAsync<RpcException>(() => AnyCall.RunAsync(channel, kind, options));
        Http2Frame reset = await peer.NextAsync(Http2FrameType.Reset);

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.True(DateTime.UtcNow >= options.Deadline, "The call ended before its deadline.");
        Assert.Equal([0, 0, 0, 8], reset.Payload);
        await AnyCall.WaitUntilReleasedAsync(channel);
    }

    [Fact]
    public async Task A_stream_that_nobody_reads_ends_at_its_deadline_all_the_same()
    {
        await using Http2Peer peer = StartSilentPeer();
        using GrpcChannel channel = await ConnectAsync(peer);
        var options = new CallOptions(deadline: DateTime.UtcNow.AddMilliseconds(500));

        AsyncServerStreamingCall<byte[]> call =
            channel.CreateCallInvoker().AsyncServerStreamingCall(Wire.ServerStream, null, options, [1]);
        await call.ResponseHeadersAsync;
        Http2Frame reset = await peer.NextAsync(Http2FrameType.Reset);

        Assert.Equal([0, 0, 0, 8], reset.Payload);
        Assert.Equal(StatusCode.DeadlineExceeded, call.GetStatus().StatusCode);
        await AnyCall.WaitUntilReleasedAsync(channel);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(2)]
    public async Task A_reset_that_comes_just_before_the_timer_is_the_deadline(int code)
    {
        DateTime deadline = default;
        await using var peer = Http2Peer.Start(async (connection, id) =>
        {
            // A server whose clock is a little ahead. Spinning, because a timer would come after the client's.
            SpinWait.SpinUntil(() => DateTime.UtcNow >= deadline.AddMilliseconds(-5));
            await connection.ResetAsync(id, code);
        });
        using var channel = GrpcChannel.ForAddress(peer.Address);

        for (int i = 0; i < 10; i++)
        {
            deadline = DateTime.UtcNow.AddMilliseconds(60);
            RpcException error = await Assert.ThrowsAsync<RpcException>(
                () => AnyCall.RunAsync(channel, MethodType.Unary, new CallOptions(deadline: deadline)));
            Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        }
    }

    [Fact]
    public async Task A_reset_long_before_the_deadline_is_what_it_is()
    {
        await using var peer = Http2Peer.Start((connection, id) => connection.ResetAsync(id, 8));
        using var channel = GrpcChannel.ForAddress(peer.Address);

        RpcException error = await Assert.ThrowsAsync<RpcException>(
            () => AnyCall.RunAsync(channel, MethodType.Unary, Limits.Options()));

        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
    }

    /// <summary>Answers the first call, and never ends another.</summary>
    private static Http2Peer StartSilentPeer() => Http2Peer.Start(async (connection, id) =>
    {
        await connection.BeginAsync(id);
        if (id == 1)
        {
            await connection.DataAsync(id, Wire.Frame([1]));
            await connection.EndAsync(id);
        }
    });

    /// <summary>A channel that has its connection: making it can take longer than the deadlines here.</summary>
    private static async Task<GrpcChannel> ConnectAsync(Http2Peer peer)
    {
        var channel = GrpcChannel.ForAddress(peer.Address);
        await AnyCall.RunAsync(channel, MethodType.Unary, Limits.Options());
        return channel;
    }
}
