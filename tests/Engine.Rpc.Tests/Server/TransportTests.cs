using System.Collections.Concurrent;
using Engine.Rpc.Tests.Protos;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Engine.Rpc.Tests.Server;

public sealed class TransportTests
{
    private const int ClientGoneEvent = 3;

    private static readonly ProbeRequest Flood = new() { Payload = ByteString.CopyFrom(new byte[1000]) };

    [Fact]
    public async Task An_idle_client_stream_does_not_take_its_connection_down()
    {
        // Kestrel checks once a second whether a body came slower than this, beginning after the grace period.
        await using RpcTestServer server = await RpcTestServer.StartAsync(kestrel: options =>
            options.Limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(1.1)));
        using var client = new RawClient(server.Address);
        var body = new PushContent();
        Task<RawReply> reply = client.SendAsync(client.Request("ClientStream", body));
        await body.WriteAsync(RawClient.Frame(new ProbeRequest()));

        await Assert.ThrowsAsync<TimeoutException>(() => reply.WaitAsync(TimeSpan.FromSeconds(4)));
        Assert.Equal(StatusCode.OK, (await client.CallAsync("Unary", Flood)).Status);
        body.End();
        Assert.Equal(StatusCode.OK, (await reply).Status);
    }

    [Fact]
    public async Task A_client_stream_may_be_longer_than_the_limit_of_a_body()
    {
        await using RpcTestServer server =
            await RpcTestServer.StartAsync(kestrel: options => options.Limits.MaxRequestBodySize = 2000);
        using var client = new RawClient(server.Address);

        RawReply reply = await client.CallAsync("ClientStream", [.. Enumerable.Repeat(Flood, 50)]);

        Assert.Equal(50, Assert.Single(reply.Messages).Index);
    }

    [Theory]
    [InlineData("ServerStream")]
    [InlineData("Duplex")]
    public async Task A_writer_ends_when_its_client_has_gone_even_if_it_looks_at_no_token(string method)
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnDuplex = async (_, responses, _) =>
        {
            while (true)
            {
                await responses.WriteAsync(new ProbeReply { Payload = Flood.Payload });
            }
        };
        using var client = new RawClient(server.Address);
        for (int i = 0; i < 8; i++)
        {
            HttpResponseMessage response = await client.StartAsync(client.Request(method, RawClient.Frame(Flood)));
            await response.Content.ReadAsStream().ReadExactlyAsync(new byte[5000]);
            response.Dispose();
        }

        await Patience.UntilAsync(() => server.Probe.Active == 0, "all writers have ended");
        server.VerifyNoErrors();
    }

    [Theory]
    [InlineData("ClientStream")]
    [InlineData("Duplex")]
    [InlineData("Unary")]
    public async Task A_client_that_goes_while_it_is_read_from_is_no_fault_of_the_handler(string method)
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var client = new RawClient(server.Address);
        var body = new PushContent();
        using var cancel = new CancellationTokenSource();
        Task<RawReply> reply = client.SendAsync(client.Request(method, body), cancel.Token);
        byte[] frame = RawClient.Frame(Flood);
        await body.WriteAsync(method == "Unary" ? frame[..20] : frame);
        if (method != "Unary")
        {
            await Patience.UntilAsync(() => server.Probe.Active == 1, "the handler runs");
        }

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reply);
        await Patience.UntilAsync(
            () => server.Logs.Entries.Any(entry => entry.Event.Id == ClientGoneEvent), "the server has noticed");
        await Patience.UntilAsync(() => server.Probe.Active == 0, "the handler has ended");
        server.VerifyNoErrors();
        body.End();
    }

    [Fact]
    public async Task A_handler_is_cancelled_when_its_client_has_gone()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnUnary = async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new ProbeReply();
        };
        using var client = new RawClient(server.Address);
        using var cancel = new CancellationTokenSource();
        Task<RawReply> reply = client.SendAsync(client.Request("Unary", RawClient.Frame(Flood)), cancel.Token);
        await Patience.UntilAsync(() => server.Probe.Active == 1, "the handler runs");
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reply);
        await Patience.UntilAsync(() => server.Probe.Active == 0, "the handler has ended");
        server.VerifyNoErrors();
    }

    [Fact]
    public async Task A_unary_reply_leaves_in_one_piece()
    {
        var counter = new FlushCounter();
        var hasLeftEarly = new ConcurrentQueue<bool>();
        await using RpcTestServer server = await RpcTestServer.StartAsync(
            kestrel: options => options.ConfigureEndpointDefaults(listen => listen.Use(counter.Count)),
            endpoints: app => app.Use(async (http, next) =>
            {
                await next(http);
                hasLeftEarly.Enqueue(http.Response.HasStarted);
            }));
        using var client = new RawClient(server.Address);
        var flushesPerCall = new List<int>();
        for (int i = 0; i < 20; i++)
        {
            int before = counter.Flushes;
            RawReply reply = await client.CallAsync("Unary", Flood);
            Assert.Single(reply.Messages);
            flushesPerCall.Add(counter.Flushes - before);
        }

        Assert.Equal(flushesPerCall.Count, hasLeftEarly.Count);
        Assert.DoesNotContain(true, hasLeftEarly);

        // Answers to pings of the client come on top of some calls.
        Assert.Equal(1, flushesPerCall.Min());
    }

    [Fact]
    public async Task Messages_that_may_wait_do_so_until_they_are_many()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Probe.OnServerStream = async (_, responses, context) =>
        {
            responses.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
            for (int i = 0; i < 60; i++)
            {
                await responses.WriteAsync(new ProbeReply { Payload = Flood.Payload });
            }

            Assert.False(context.GetHttpContext().Response.HasStarted);
            for (int i = 0; i < 20; i++)
            {
                await responses.WriteAsync(new ProbeReply { Payload = Flood.Payload });
            }

            Assert.True(context.GetHttpContext().Response.HasStarted);
            await release.Task;
        };
        using var client = new RawClient(server.Address);
        using HttpResponseMessage response =
            await client.StartAsync(client.Request("ServerStream", RawClient.Frame(Flood))).WaitAsync(Patience.Limit);
        await response.Content.ReadAsStream().ReadExactlyAsync(new byte[64 * 1000]);
        release.SetResult();
        await Patience.UntilAsync(() => server.Probe.Active == 0, "the handler has ended");
        server.VerifyNoErrors();
    }
}
