using System.Globalization;
using Engine.Rpc.Tests.Protos;
using Google.Protobuf;
using Grpc.Core;
using Xunit;

namespace Engine.Rpc.Tests.Server;

public sealed class DeadlineTests
{
    private const string Soon = "100m";

    private static readonly ProbeRequest Large = new() { Payload = ByteString.CopyFrom(new byte[100_000]) };

    [Fact]
    public Task A_handler_that_waits_for_its_token_is_ended() =>
        ExceedsAsync("Unary", probe => probe.OnUnary = async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new ProbeReply();
        });

    [Fact]
    public Task A_handler_that_waits_for_a_request_is_ended_without_a_token() => ExceedsAsync("ClientStream", _ => { });

    [Fact]
    public Task A_handler_that_goes_on_after_the_end_does_not_wait_a_second_time() =>
        ExceedsAsync("ClientStream", probe => probe.OnClientStream = async (requests, _) =>
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => requests.MoveNext());
            await Assert.ThrowsAsync<OperationCanceledException>(() => requests.MoveNext());
            return new ProbeReply();
        });

    [Fact]
    public Task A_call_whose_request_does_not_come_is_ended() => ExceedsAsync("Unary", _ => { });

    [Fact]
    public Task A_result_that_comes_too_late_is_not_given() =>
        ExceedsAsync("ClientStream", probe => probe.OnClientStream = async (_, context) =>
        {
            var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            context.CancellationToken.Register(passed.SetResult);
            await passed.Task;
            return new ProbeReply();
        });

    [Fact]
    public Task A_fault_that_comes_too_late_is_not_told() =>
        ExceedsAsync("ClientStream", probe => probe.OnClientStream = async (requests, _) =>
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => requests.MoveNext());
            throw new RpcException(new Status(StatusCode.NotFound, "late"));
        });

    [Fact]
    public async Task A_writer_whose_client_does_not_read_is_ended()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var client = new RawClient(server.Address);
        using HttpRequestMessage request = client.Request("ServerStream", RawClient.Frame(Large));
        request.Headers.Add("grpc-timeout", "300m");
        using HttpResponseMessage response = await client.StartAsync(request);

        await Patience.UntilAsync(() => server.Probe.Active == 0, "the writer has ended");

        await response.Content.ReadAsByteArrayAsync();
        Assert.Equal("4", response.TrailingHeaders.GetValues("grpc-status").Single());
        server.VerifyNoErrors();
    }

    [Theory]
    [InlineData("99999999H")]
    [InlineData("99999999S")]
    [InlineData("1H")]
    public async Task A_far_deadline_is_shown_and_does_not_fail(string timeout)
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        DateTime deadline = default;
        server.Probe.OnUnary = (_, context) =>
        {
            deadline = context.Deadline;
            Assert.False(context.CancellationToken.IsCancellationRequested);
            return Task.FromResult(new ProbeReply());
        };

        Assert.Equal(StatusCode.OK, (await CallAsync(server, timeout)).Status);
        Assert.True(deadline == DateTime.MaxValue || deadline.Kind == DateTimeKind.Utc);
        Assert.True(deadline > DateTime.UtcNow.AddMinutes(30), deadline.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("123456789S")]
    public async Task A_timeout_that_cannot_be_read_is_none(string timeout)
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnUnary = (_, context) =>
        {
            Assert.Equal(DateTime.MaxValue, context.Deadline);
            return Task.FromResult(new ProbeReply());
        };

        Assert.Equal(StatusCode.OK, (await CallAsync(server, timeout)).Status);
    }

    [Fact]
    public async Task A_callback_that_throws_when_the_deadline_passes_does_not_end_the_process()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnUnary = async (_, context) =>
        {
            var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            context.CancellationToken.Register(passed.SetResult);
            context.CancellationToken.Register(() => throw new InvalidOperationException("a bug"));
            await passed.Task;
            return new ProbeReply();
        };

        Assert.Equal(StatusCode.DeadlineExceeded, (await CallAsync(server, Soon)).Status);
        Assert.Contains(server.Logs.Entries, entry => entry.Exception is AggregateException);
    }

    [Fact]
    public async Task Deadlines_that_meet_the_ends_of_their_calls_do_no_harm()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var client = new RawClient(server.Address);
        byte[] body = RawClient.Frame(new ProbeRequest { Payload = Large.Payload, Replies = 3 });
        for (int i = 0; i < 100; i++)
        {
            RawReply[] replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(k =>
            {
                HttpRequestMessage request = client.Request(k % 2 == 0 ? "ServerStream" : "Unary", body);
                request.Headers.Add("grpc-timeout", $"{(i * 8 + k) * 10}u");
                return client.SendAsync(request);
            }));
            Assert.All(replies, r => Assert.True(
                r.Status == StatusCode.DeadlineExceeded || (r.Status == StatusCode.OK && r.Messages.Count is 1 or 3)));
        }

        server.VerifyNoErrors();
    }

    private static async Task ExceedsAsync(string method, Action<ProbeService> prepare)
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        prepare(server.Probe);
        using var client = new RawClient(server.Address);
        var body = new PushContent();
        using HttpRequestMessage request = client.Request(method, body);
        request.Headers.Add("grpc-timeout", Soon);
        Task<RawReply> reply = client.SendAsync(request);
        bool isHandlerToRun = server.Probe.OnUnary is not null;
        if (isHandlerToRun)
        {
            await body.WriteAsync(RawClient.Frame(new ProbeRequest()));
            body.End();
        }

        Assert.Equal(StatusCode.DeadlineExceeded, (await reply.WaitAsync(Patience.Limit)).Status);
        Assert.Equal(0, server.Probe.Active);
        server.VerifyNoErrors();
        body.End();
    }

    private static async Task<RawReply> CallAsync(RpcTestServer server, string timeout)
    {
        using var client = new RawClient(server.Address);
        using HttpRequestMessage request = client.Request("Unary", RawClient.Frame(new ProbeRequest()));
        request.Headers.TryAddWithoutValidation("grpc-timeout", timeout);
        return await client.SendAsync(request);
    }
}
