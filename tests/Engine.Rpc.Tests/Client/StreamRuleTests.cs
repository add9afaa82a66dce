using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace Engine.Rpc.Tests.Client;

/// <summary>The rules of using the streams of a call.</summary>
public sealed class StreamRuleTests
{
    [Fact]
    public async Task A_second_MoveNext_at_the_same_time_is_refused_and_the_first_goes_on()
    {
        var mayAnswer = new TaskCompletionSource();
        await using Place place = await Place.StartAsync(async context =>
        {
            await Wire.BeginAsync(context);
            await mayAnswer.Task;
            await Wire.SendAsync(context, [5]);
            Wire.End(context);
        });

        AsyncServerStreamingCall<byte[]> call =
            place.Invoker.AsyncServerStreamingCall(Wire.ServerStream, null, Limits.Options(), [1]);
        Task<bool> first = call.ResponseStream.MoveNext();
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.ResponseStream.MoveNext());
        mayAnswer.SetResult();

        Assert.True(await first);
        Assert.Equal([5], call.ResponseStream.Current);
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task Current_before_the_first_message_is_refused()
    {
        await using Place place = await Place.StartAsync(context => Wire.AnswerAsync(context, [1]));

        AsyncServerStreamingCall<byte[]> call =
            place.Invoker.AsyncServerStreamingCall(Wire.ServerStream, null, Limits.Options(), [1]);

        Assert.Throws<InvalidOperationException>(() => call.ResponseStream.Current);
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task A_second_write_at_the_same_time_and_a_completion_amid_a_write_are_refused()
    {
        await using var peer = Http2Peer.Start((connection, id) => connection.BeginAsync(id));
        using var channel = GrpcChannel.ForAddress(peer.Address);

        AsyncDuplexStreamingCall<byte[], byte[]> call =
            channel.CreateCallInvoker().AsyncDuplexStreamingCall(Wire.Duplex, null, Limits.Options());
        Task first = call.RequestStream.WriteAsync(new byte[100_000]);
        await peer.NextAsync(Http2FrameType.Data);

        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync([1]));
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.CompleteAsync());
        call.Dispose();
        await Assert.ThrowsAsync<RpcException>(() => first);
    }

    [Fact]
    public async Task Completion_can_be_repeated_and_ends_the_writing()
    {
        await using Place place = await Place.StartAsync(async context =>
        {
            while (await Wire.ReadAsync(context) is not null)
            {
            }

            await Wire.AnswerAsync(context, [1]);
        });

        AsyncClientStreamingCall<byte[], byte[]> call =
            place.Invoker.AsyncClientStreamingCall(Wire.ClientStream, null, Limits.Options());
        await call.RequestStream.CompleteAsync();
        await call.RequestStream.CompleteAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync([1]));

        Assert.Equal([1], await call);
        await call.RequestStream.CompleteAsync();
    }

    [Theory]
    [InlineData(StatusCode.OK)]
    [InlineData(StatusCode.ResourceExhausted)]
    public async Task A_write_after_the_end_of_the_call_tells_its_status(StatusCode code)
    {
        await using Place place = await Place.StartAsync(async context =>
        {
            await Wire.BeginAsync(context);
            await Wire.SendAsync(context, [1]);
            Wire.End(context, code);
        });

        AsyncClientStreamingCall<byte[], byte[]> call =
            place.Invoker.AsyncClientStreamingCall(Wire.ClientStream, null, Limits.Options());
        await Record.ExceptionAsync(() => call.ResponseAsync);
        Exception? error = await Record.ExceptionAsync(() => call.RequestStream.WriteAsync([1]));
        await call.RequestStream.CompleteAsync();

        AssertTells(error, code);
    }

    [Theory]
    [InlineData(StatusCode.OK)]
    [InlineData(StatusCode.ResourceExhausted)]
    public async Task Writing_until_the_server_ends_the_call_tells_its_status(StatusCode code)
    {
        await using Place place = await Place.StartAsync(async context =>
        {
            await Wire.ReadAsync(context);
            await Wire.BeginAsync(context);
            await Wire.SendAsync(context, [1]);
            Wire.End(context, code);
        });

        for (int i = 0; i < 20; i++)
        {
            AsyncClientStreamingCall<byte[], byte[]> call =
                place.Invoker.AsyncClientStreamingCall(Wire.ClientStream, null, Limits.Options());
            Exception? error = null;
            while (error is null)
            {
                error = await Record.ExceptionAsync(() => call.RequestStream.WriteAsync(new byte[1000]));
            }

            AssertTells(error, code);
        }

        await AnyCall.WaitUntilReleasedAsync(place.Channel);
    }

    [Fact]
    public async Task Writing_to_a_duplex_call_that_the_server_has_ended_leaves_its_messages_and_status_readable()
    {
        await using Place place = await Place.StartAsync(async context =>
        {
            await Wire.ReadAsync(context);
            await Wire.BeginAsync(context);
            await Wire.SendAsync(context, [1]);
            Wire.End(context, StatusCode.OutOfRange);
        });

        for (int i = 0; i < 20; i++)
        {
            AsyncDuplexStreamingCall<byte[], byte[]> call =
                place.Invoker.AsyncDuplexStreamingCall(Wire.Duplex, null, Limits.Options());
            Exception? error = null;
            while (error is null)
            {
                error = await Record.ExceptionAsync(() => call.RequestStream.WriteAsync(new byte[1000]));
            }

            Assert.True(error is RpcException or InvalidOperationException, error.ToString());
            Assert.True(await call.ResponseStream.MoveNext());
            RpcException end = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
            Assert.Equal(StatusCode.OutOfRange, end.StatusCode);
        }
    }

    [Fact]
    public async Task A_message_that_cannot_be_sent_leaves_the_call_as_it_is()
    {
        await using Place place = await Place.StartAsync(
            async context =>
            {
                (byte _, byte[] message) = (await Wire.ReadAsync(context))!.Value;
                await Wire.AnswerAsync(context, message);
            },
            inMemory: false,
            new GrpcChannelOptions { MaxSendMessageSize = 10 });

        AsyncClientStreamingCall<byte[], byte[]> call =
            place.Invoker.AsyncClientStreamingCall(Wire.ClientStream, null, Limits.Options());
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new byte[11]));
        await call.RequestStream.WriteAsync(new byte[10]);

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        Assert.Equal(10, (await call).Length);
    }

    [Fact]
    public async Task A_request_that_is_too_long_is_not_sent()
    {
        await using var peer = Http2Peer.Start((connection, id) => connection.BeginAsync(id));
        using var channel = GrpcChannel.ForAddress(peer.Address, new GrpcChannelOptions { MaxSendMessageSize = 10 });

        RpcException error = await Assert.ThrowsAsync<RpcException>(async () =>
            await channel.CreateCallInvoker().AsyncUnaryCall(Wire.Unary, null, Limits.Options(), new byte[11]));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        Assert.Equal(0, peer.Requests);
        Assert.Equal(0, channel.Running.Count);
    }

    [Fact]
    public async Task The_headers_of_a_stream_do_not_wait_for_its_first_message()
    {
        await using Place place = await Place.StartAsync(async context =>
        {
            await Wire.BeginAsync(context);
            await Wire.ReadAsync(context);
        });

        AsyncDuplexStreamingCall<byte[], byte[]> call =
            place.Invoker.AsyncDuplexStreamingCall(Wire.Duplex, null, Limits.Options());

        Assert.NotNull(await call.ResponseHeadersAsync);
        call.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Status_and_trailers_cannot_be_read_before_the_end(bool isUnary)
    {
        await using var peer = Http2Peer.Start((connection, id) => connection.BeginAsync(id));
        using var channel = GrpcChannel.ForAddress(peer.Address);
        CallInvoker invoker = channel.CreateCallInvoker();

        if (isUnary)
        {
            AsyncUnaryCall<byte[]> call = invoker.AsyncUnaryCall(Wire.Unary, null, Limits.Options(), [1]);
            await call.ResponseHeadersAsync;
            Assert.Throws<InvalidOperationException>(() => call.GetStatus());
            Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
        }
        else
        {
            AsyncDuplexStreamingCall<byte[], byte[]> call =
                invoker.AsyncDuplexStreamingCall(Wire.Duplex, null, Limits.Options());
            await call.ResponseHeadersAsync;
            Assert.Throws<InvalidOperationException>(() => call.GetStatus());
            Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
        }
    }

    [Fact]
    public async Task A_message_with_a_buffer_hint_goes_out_with_the_next()
    {
        await using Place place = await Place.StartAsync(async context =>
        {
            await Wire.BeginAsync(context);
            while (await Wire.ReadAsync(context) is (_, byte[] message))
            {
                await Wire.SendAsync(context, message);
            }

            Wire.End(context);
        });

        AsyncDuplexStreamingCall<byte[], byte[]> call =
            place.Invoker.AsyncDuplexStreamingCall(Wire.Duplex, null, Limits.Options());
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
        await call.RequestStream.WriteAsync([1]);
        call.RequestStream.WriteOptions = null;
        await call.RequestStream.WriteAsync([2]);

        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal([1], call.ResponseStream.Current);
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal([2], call.ResponseStream.Current);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    private static void AssertTells(Exception? error, StatusCode code)
    {
        if (code == StatusCode.OK)
        {
            Assert.IsType<InvalidOperationException>(error);
        }
        else
        {
            Assert.Equal(code, Assert.IsType<RpcException>(error).StatusCode);
        }
    }
}
