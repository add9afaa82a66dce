using Engine.Rpc.Tests.Protos;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Engine.Rpc.Tests.Server;

public sealed class StreamTests
{
    private static readonly ProbeReply Large = new() { Payload = ByteString.CopyFrom(new byte[1_000_000]) };

    [Fact]
    public async Task A_second_read_before_the_first_has_ended_is_refused()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnClientStream = async (requests, context) =>
        {
            Task<bool> first = requests.MoveNext();
            await Assert.ThrowsAsync<InvalidOperationException>(() => requests.MoveNext());
            await context.WriteResponseHeadersAsync([]);
            Assert.True(await first);
            Assert.False(await requests.MoveNext());
            Assert.False(await requests.MoveNext());
            return new ProbeReply { Index = 1 };
        };

        await PushAsync(server, "ClientStream", StatusCode.OK);
    }

    [Fact]
    public async Task A_second_write_before_the_first_has_ended_is_refused()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        var isRefused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Probe.OnServerStream = async (_, responses, _) =>
        {
            Task pending;
            do
            {
                pending = responses.WriteAsync(Large);
            }
            while (pending.IsCompletedSuccessfully);
            await Assert.ThrowsAsync<InvalidOperationException>(() => responses.WriteAsync(Large));
            isRefused.SetResult();
            await pending;
        };
        using var client = new RawClient(server.Address);

        using HttpResponseMessage response =
            await client.StartAsync(client.Request("ServerStream", RawClient.Frame(new ProbeRequest())));
        await isRefused.Task.WaitAsync(Patience.Limit);
        await response.Content.ReadAsByteArrayAsync();

        Assert.Equal("0", response.TrailingHeaders.GetValues("grpc-status").Single());
        server.VerifyNoErrors();
    }

    [Fact]
    public async Task A_write_that_nobody_awaited_is_finished_before_the_call_ends()
    {
        Task? last = null;
        bool? isFinishedAtTheEnd = null;
        await using RpcTestServer server = await RpcTestServer.StartAsync(endpoints: app =>
            app.Use(async (http, next) =>
            {
                await next(http);
                isFinishedAtTheEnd = last!.IsCompleted;
            }));
        int written = 0;
        server.Probe.OnServerStream = (_, responses, _) =>
        {
            do
            {
                last = responses.WriteAsync(Large);
                written++;
            }
            while (last.IsCompleted);
            return Task.CompletedTask;
        };
        using var client = new RawClient(server.Address);

        RawReply reply = await client.CallAsync("ServerStream", new ProbeRequest());

        Assert.Equal(StatusCode.OK, reply.Status);
        Assert.Equal(written, reply.Messages.Count);
        Assert.True(isFinishedAtTheEnd);
        await last!;
    }

    [Fact]
    public async Task A_read_that_nobody_awaited_is_cancelled_when_the_handler_returns()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        Task<bool>? left = null;
        server.Probe.OnClientStream = (requests, _) =>
        {
            left = requests.MoveNext();
            return Task.FromResult(new ProbeReply());
        };
        using var client = new RawClient(server.Address);
        var body = new PushContent();

        RawReply reply = await client.SendAsync(client.Request("ClientStream", body)).WaitAsync(Patience.Limit);

        Assert.Equal(StatusCode.OK, reply.Status);
        Assert.Single(reply.Messages);
        await Assert.ThrowsAsync<OperationCanceledException>(() => left!);
        server.VerifyNoErrors();
        body.End();
    }

    [Fact]
    public async Task Streams_of_a_call_that_is_over_refuse_to_be_used()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        IAsyncStreamReader<ProbeRequest>? reader = null;
        IServerStreamWriter<ProbeReply>? writer = null;
        StatusCode end = StatusCode.OK;
        server.Probe.OnDuplex = (requests, responses, _) =>
        {
            (reader, writer) = (requests, responses);
            return end == StatusCode.OK ? Task.CompletedTask : throw new RpcException(new Status(end, "ended"));
        };
        using var client = new RawClient(server.Address);

        await client.CallAsync("Duplex");
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer!.WriteAsync(new ProbeReply()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader!.MoveNext());
        end = StatusCode.Aborted;
        await client.CallAsync("Duplex");
        RpcException thrown = await Assert.ThrowsAsync<RpcException>(() => writer!.WriteAsync(new ProbeReply()));
        Assert.Equal(end, thrown.StatusCode);
    }

    [Fact]
    public async Task A_read_can_be_cancelled_by_its_own_token_and_tried_again()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnClientStream = async (requests, context) =>
        {
            using var impatience = new CancellationTokenSource();
            Task<bool> read = requests.MoveNext(impatience.Token);
            await impatience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => requests.MoveNext(impatience.Token));
            await context.WriteResponseHeadersAsync([]);
            Assert.True(await requests.MoveNext());
            return new ProbeReply();
        };

        await PushAsync(server, "ClientStream", StatusCode.OK);
    }

    [Fact]
    public async Task A_server_may_end_a_stream_that_its_client_still_writes()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnDuplex = async (requests, responses, _) =>
        {
            Assert.True(await requests.MoveNext());
            await responses.WriteAsync(new ProbeReply { Payload = requests.Current.Payload });
            throw new RpcException(new Status(StatusCode.OutOfRange, "enough"));
        };
        using var client = new RawClient(server.Address);
        var body = new PushContent();
        Task<RawReply> reply = client.SendAsync(client.Request("Duplex", body));
        await body.WriteAsync(RawClient.Frame(new ProbeRequest { Payload = ByteString.CopyFromUtf8("one") }));

        RawReply ended = await reply.WaitAsync(Patience.Limit);

        Assert.Equal("one", Assert.Single(ended.Messages).Payload.ToStringUtf8());
        Assert.Equal((StatusCode.OutOfRange, "enough"), (ended.Status, ended.Detail));
        server.VerifyNoErrors();
        body.End();
    }

    /// <summary>Sends the only request when the response headers are there.</summary>
    private static async Task PushAsync(RpcTestServer server, string method, StatusCode expected)
    {
        using var client = new RawClient(server.Address);
        var body = new PushContent();
        using HttpResponseMessage response =
            await client.StartAsync(client.Request(method, body)).WaitAsync(Patience.Limit);
        await body.WriteAsync(RawClient.Frame(new ProbeRequest()));
        body.End();
        await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(
            ((int)expected).ToString(System.Globalization.CultureInfo.InvariantCulture),
            response.TrailingHeaders.GetValues("grpc-status").Single());
        server.VerifyNoErrors();
    }

    [Fact]
    public async Task A_wake_up_that_comes_after_its_write_does_not_end_the_call()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnServerStream = async (_, responses, context) =>
        {
            await responses.WriteAsync(new ProbeReply { Index = 1 });

            // As the token of a write does that is cancelled just when the write has finished.
            context.GetHttpContext().Response.BodyWriter.CancelPendingFlush();
            await responses.WriteAsync(new ProbeReply { Index = 2 });
            await responses.WriteAsync(new ProbeReply { Index = 3 });
        };
        using var client = new RawClient(server.Address);

        RawReply reply = await client.CallAsync("ServerStream", new ProbeRequest());

        Assert.Equal(StatusCode.OK, reply.Status);
        Assert.Equal([1, 2, 3], reply.Messages.Select(message => (int)message.Index));
        server.VerifyNoErrors();
    }
}
