using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace Engine.Rpc.Tests.Client;

/// <summary>Ending a call from the side of the caller.</summary>
public sealed class CancellationTests
{
    private static readonly byte[] ResetByCancel = [0, 0, 0, 8];

    [Theory]
    [InlineData(MethodType.Unary, true)]
    [InlineData(MethodType.ClientStreaming, true)]
    [InlineData(MethodType.ServerStreaming, true)]
    [InlineData(MethodType.DuplexStreaming, true)]
    [InlineData(MethodType.Unary, false)]
    [InlineData(MethodType.ClientStreaming, false)]
    [InlineData(MethodType.ServerStreaming, false)]
    [InlineData(MethodType.DuplexStreaming, false)]
    public async Task A_cancelled_token_resets_the_stream(MethodType kind, bool withHeaders)
    {
        using var cancel = new CancellationTokenSource();
        await using var peer = Http2Peer.Start(async (connection, id) =>
        {
            if (withHeaders)
            {
                await connection.BeginAsync(id);
            }
        });
        using var channel = GrpcChannel.ForAddress(peer.Address);

        Task call = AnyCall.RunAsync(channel, kind, Limits.Options(cancellationToken: cancel.Token));
        await peer.NextAsync(Http2FrameType.Data);
        await cancel.CancelAsync();
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => call);
        Http2Frame reset = await peer.NextAsync(Http2FrameType.Reset);

        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        Assert.Equal(ResetByCancel, reset.Payload);
        await AnyCall.WaitUntilReleasedAsync(channel);
    }

    [Fact]
    public async Task A_disposed_call_is_cancelled_and_resets_its_stream()
    {
        await using var peer = Http2Peer.Start((connection, id) => connection.BeginAsync(id));
        using var channel = GrpcChannel.ForAddress(peer.Address);

        AsyncDuplexStreamingCall<byte[], byte[]> call =
            channel.CreateCallInvoker().AsyncDuplexStreamingCall(Wire.Duplex, null, Limits.Options());
        await call.ResponseHeadersAsync;
        Task<bool> pending = call.ResponseStream.MoveNext();
        call.Dispose();

        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        Assert.Equal(ResetByCancel, (await peer.NextAsync(Http2FrameType.Reset)).Payload);
        RpcException read = await Assert.ThrowsAsync<RpcException>(() => pending);
        RpcException write = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync([1]));
        Assert.Equal(StatusCode.Cancelled, read.StatusCode);
        Assert.Equal(StatusCode.Cancelled, write.StatusCode);
        await AnyCall.WaitUntilReleasedAsync(channel);
    }

    [Fact]
    public async Task Disposing_a_call_that_has_ended_changes_nothing()
    {
        await using Place place = await Place.StartAsync(context => Wire.AnswerAsync(context, [1]));

        AsyncUnaryCall<byte[]> call = place.Invoker.AsyncUnaryCall(Wire.Unary, null, Limits.Options(), [1]);
        await call;
        call.Dispose();

        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_beforehand_keeps_the_call_from_being_sent()
    {
        await using var peer = Http2Peer.Start((connection, id) => connection.BeginAsync(id));
        using var channel = GrpcChannel.ForAddress(peer.Address);
        CallOptions options = Limits.Options(cancellationToken: new CancellationToken(canceled: true));

        foreach (MethodType kind in Enum.GetValues<MethodType>())
        {
            RpcException error = await Assert.ThrowsAsync<RpcException>(() => AnyCall.RunAsync(channel, kind, options));
            Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        }

        Assert.Equal(0, peer.Requests);
        Assert.Equal(0, channel.Running.Count);
    }

    [Fact]
    public async Task The_token_of_a_read_cancels_the_call()
    {
        await using var peer = Http2Peer.Start((connection, id) => connection.BeginAsync(id));
        using var channel = GrpcChannel.ForAddress(peer.Address);
        using var cancel = new CancellationTokenSource();

        AsyncServerStreamingCall<byte[]> call =
            channel.CreateCallInvoker().AsyncServerStreamingCall(Wire.ServerStream, null, Limits.Options(), [1]);
        await call.ResponseHeadersAsync;
        Task<bool> pending = call.ResponseStream.MoveNext(cancel.Token);
        await cancel.CancelAsync();

        RpcException error = await Assert.ThrowsAsync<RpcException>(() => pending);
        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        Assert.Equal(ResetByCancel, (await peer.NextAsync(Http2FrameType.Reset)).Payload);
    }

    [Fact]
    public async Task The_token_of_a_write_cancels_the_call()
    {
        // The peer grants no more than the first window of 64 KiB, so the write has to wait.
        await using var peer = Http2Peer.Start((connection, id) => connection.BeginAsync(id));
        using var channel = GrpcChannel.ForAddress(peer.Address);
        using var cancel = new CancellationTokenSource();

        AsyncDuplexStreamingCall<byte[], byte[]> call =
            channel.CreateCallInvoker().AsyncDuplexStreamingCall(Wire.Duplex, null, Limits.Options());
        Task write = call.RequestStream.WriteAsync(new byte[100_000], cancel.Token);
        await peer.NextAsync(Http2FrameType.Data);
        await cancel.CancelAsync();

        RpcException error = await Assert.ThrowsAsync<RpcException>(() => write);
        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        Assert.Equal(ResetByCancel, (await peer.NextAsync(Http2FrameType.Reset)).Payload);
        await AnyCall.WaitUntilReleasedAsync(channel);
    }

    [Fact]
    public async Task A_disposed_channel_cancels_its_calls_and_takes_no_more()
    {
        await using var peer = Http2Peer.Start((connection, id) => connection.BeginAsync(id));
        var channel = GrpcChannel.ForAddress(peer.Address);
        CallInvoker invoker = channel.CreateCallInvoker();

        AsyncServerStreamingCall<byte[]> call =
            invoker.AsyncServerStreamingCall(Wire.ServerStream, null, Limits.Options(), [1]);
        await call.ResponseHeadersAsync;
        channel.Dispose();
        channel.Dispose();

        RpcException error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        Assert.Equal(0, channel.Running.Count);
        Assert.Throws<ObjectDisposedException>(
            () => { invoker.AsyncUnaryCall(Wire.Unary, null, Limits.Options(), [1]); });
        Assert.Throws<ObjectDisposedException>(() => { channel.CreateCallInvoker(); });
    }

    [Theory]
    [InlineData(MethodType.Unary)]
    [InlineData(MethodType.ClientStreaming)]
    [InlineData(MethodType.ServerStreaming)]
    [InlineData(MethodType.DuplexStreaming)]
    public async Task A_channel_can_be_told_to_throw_OperationCanceledException(MethodType kind)
    {
        await using var peer = Http2Peer.Start((connection, id) => connection.BeginAsync(id));
        using var channel = GrpcChannel.ForAddress(
            peer.Address, new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true });
        using var cancel = new CancellationTokenSource();

        Task call = AnyCall.RunAsync(channel, kind, Limits.Options(cancellationToken: cancel.Token));
        await peer.NextAsync(Http2FrameType.Data);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => AnyCall.RunAsync(channel, kind, new CallOptions(deadline: DateTime.UtcNow.AddMilliseconds(50))));
    }

    [Fact]
    public async Task A_response_that_is_not_wanted_to_its_end_is_reset()
    {
        await using var peer = Http2Peer.Start(async (connection, id) =>
        {
            await connection.BeginAsync(id);
            await connection.DataAsync(id, [0, 0, 255, 255, 255]);
        });
        using var channel = GrpcChannel.ForAddress(
            peer.Address, new GrpcChannelOptions { MaxReceiveMessageSize = 1000 });

        RpcException error = await Assert.ThrowsAsync<RpcException>(
            () => AnyCall.RunAsync(channel, MethodType.Unary, Limits.Options()));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        Assert.Equal(ResetByCancel, (await peer.NextAsync(Http2FrameType.Reset)).Payload);
    }
}
