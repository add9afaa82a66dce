using Engine.Rpc.Tests.Protos;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Engine.Rpc.Tests.Server;

public sealed class OutcomeTests
{
    private const int HandlerFailedEvent = 1;

    private static readonly ProbeRequest Hello = new() { Payload = ByteString.CopyFromUtf8("hello"), Replies = 2 };

    [Fact]
    public async Task A_status_that_is_thrown_goes_out_with_its_trailers_in_one_frame()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnUnary = (_, context) =>
        {
            context.ResponseTrailers.Add("from-context", "a");
            var trailers = new Metadata { { "from-exception", "b" }, { "some-bin", [1, 2] } };
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "50% \u263a\n"), trailers);
        };
        using var client = new RawClient(server.Address);

        RawReply reply = await client.CallAsync("Unary", Hello);

        Assert.True(reply.IsTrailersOnly);
        Assert.Equal(StatusCode.FailedPrecondition, reply.Status);
        Assert.Equal("50% \u263a\n", reply.Detail);
        Assert.Equal("a", reply.Headers["from-context"]);
        Assert.Equal("b", reply.Headers["from-exception"]);
        Assert.Equal("AQI", reply.Headers["some-bin"]);
        server.VerifyNoErrors();
    }

    [Fact]
    public async Task A_status_that_is_set_goes_out_without_the_message()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnUnary = (_, context) =>
        {
            context.Status = new Status(StatusCode.Aborted, "set");
            return Task.FromResult(new ProbeReply());
        };
        using var client = new RawClient(server.Address);

        RawReply reply = await client.CallAsync("Unary", Hello);

        Assert.Equal((StatusCode.Aborted, "set"), (reply.Status, reply.Detail));
        Assert.Empty(reply.Body);
    }

    [Fact]
    public async Task A_handler_that_returns_null_ends_its_call_as_cancelled()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnUnary = (_, _) => Task.FromResult<ProbeReply>(null!);
        using var client = new RawClient(server.Address);

        Assert.Equal(StatusCode.Cancelled, (await client.CallAsync("Unary", Hello)).Status);
        server.VerifyNoErrors();
    }

    [Theory]
    [InlineData(false, "Exception was thrown by handler.")]
    [InlineData(true, "Exception was thrown by handler. ArgumentException: secret")]
    public async Task An_exception_is_logged_once_and_told_only_if_that_is_wanted(bool isDetailed, string detail)
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync(o => o.EnableDetailedErrors = isDetailed);
        server.Probe.OnUnary = (_, _) => throw new ArgumentException("secret");
        using var client = new RawClient(server.Address);

        RawReply reply = await client.CallAsync("Unary", Hello);

        Assert.Equal((StatusCode.Unknown, detail), (reply.Status, reply.Detail));
        LogEntry error = Assert.Single(server.Logs.Entries, entry => entry.Level >= LogLevel.Error);
        Assert.Equal(HandlerFailedEvent, error.Event.Id);
        Assert.IsType<ArgumentException>(error.Exception);
    }

    [Fact]
    public async Task A_cancellation_that_is_not_the_calls_own_is_a_fault_of_the_handler()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnUnary = (_, _) => throw new TaskCanceledException("a timeout of something else");
        using var client = new RawClient(server.Address);

        Assert.Equal(StatusCode.Unknown, (await client.CallAsync("Unary", Hello)).Status);
        Assert.Single(server.Logs.Entries, entry => entry.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task A_status_after_a_message_that_still_waits_goes_into_the_trailers()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnServerStream = async (_, responses, context) =>
        {
            responses.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
            await responses.WriteAsync(new ProbeReply { Index = 7 });
            Assert.False(context.GetHttpContext().Response.HasStarted);
            throw new RpcException(new Status(StatusCode.DataLoss, "after one"));
        };
        using var client = new RawClient(server.Address);

        RawReply reply = await client.CallAsync("ServerStream", Hello);

        Assert.False(reply.IsTrailersOnly);
        Assert.Equal(7, Assert.Single(reply.Messages).Index);
        Assert.Equal((StatusCode.DataLoss, "after one"), (reply.Status, reply.Detail));
    }

    [Fact]
    public async Task Trailers_that_cannot_be_sent_do_not_hide_that_the_call_has_ended()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnUnary = (request, context) =>
        {
            context.ResponseTrailers.Add("fine", "a");
            context.ResponseTrailers.Add("broken", "a\nb");
            return Task.FromResult(new ProbeReply());
        };
        using var client = new RawClient(server.Address);

        RawReply reply = await client.CallAsync("Unary", Hello);

        Assert.Equal(StatusCode.Unknown, reply.Status);
        Assert.DoesNotContain("fine", reply.Trailers.Keys);
    }

    [Fact]
    public async Task A_response_longer_than_the_limit_is_not_sent()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync(options => options.MaxSendMessageSize = 5);
        using var client = new RawClient(server.Address);

        RawReply reply = await client.CallAsync("Unary", Hello);

        Assert.Equal(StatusCode.ResourceExhausted, reply.Status);
        Assert.Empty(reply.Body);
    }

    [Fact]
    public async Task Response_headers_are_sent_once_and_before_the_first_message()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnServerStream = async (_, responses, context) =>
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "key", "a" }, { "key", "b" }, { "x-bin", [1] } });
            await Assert.ThrowsAsync<InvalidOperationException>(() => context.WriteResponseHeadersAsync([]));
            await responses.WriteAsync(new ProbeReply());
        };
        server.Probe.OnDuplex = async (_, responses, context) =>
        {
            await responses.WriteAsync(new ProbeReply());
            await Assert.ThrowsAsync<InvalidOperationException>(() => context.WriteResponseHeadersAsync([]));
        };
        using var client = new RawClient(server.Address);

        RawReply reply = await client.CallAsync("ServerStream", Hello);

        Assert.Equal(StatusCode.OK, reply.Status);
        Assert.Equal("a,b", reply.Headers["key"]);
        Assert.Equal("AQ", reply.Headers["x-bin"]);
        Assert.Equal(StatusCode.OK, (await client.CallAsync("Duplex")).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_status_that_was_never_filled_in_is_a_status_without_text(bool isThrown)
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnUnary = (_, context) =>
        {
            context.Status = default;
            return isThrown ? throw new RpcException(default) : Task.FromResult(new ProbeReply());
        };
        using var client = new RawClient(server.Address);

        RawReply reply = await client.CallAsync("Unary", Hello);

        Assert.Equal((StatusCode.OK, ""), (reply.Status, reply.Detail));
        server.VerifyNoErrors();
    }

    [Fact]
    public async Task Trailers_that_ask_for_compression_are_too_late_and_harm_nothing()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnUnary = (_, context) =>
        {
            context.ResponseTrailers.Add("grpc-internal-encoding-request", "gzip");
            context.ResponseTrailers.Add("after", "x");
            return Task.FromResult(new ProbeReply());
        };
        server.Probe.OnServerStream = async (_, responses, context) =>
        {
            await responses.WriteAsync(new ProbeReply());
            context.ResponseTrailers.Add("grpc-internal-encoding-request", "gzip");
            context.ResponseTrailers.Add("after", "x");
        };
        using var client = new RawClient(server.Address);

        foreach (string method in new[] { "Unary", "ServerStream" })
        {
            using HttpRequestMessage request = client.Request(method, RawClient.Frame(Hello));
            request.Headers.Add("grpc-accept-encoding", "gzip");
            RawReply reply = await client.SendAsync(request);

            Assert.Equal((StatusCode.OK, "x"), (reply.Status, reply.Trailers["after"]));
            Assert.DoesNotContain("grpc-encoding", reply.Headers.Keys);
        }

        server.VerifyNoErrors();
    }

    [Fact]
    public async Task A_text_longer_than_a_frame_arrives_whole()
    {
        string text = new('x', 40_000);
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnUnary = (_, _) => throw new RpcException(new Status(StatusCode.Internal, text));
        server.Probe.OnServerStream = async (_, responses, _) =>
        {
            await responses.WriteAsync(new ProbeReply());
            throw new RpcException(new Status(StatusCode.Internal, text));
        };
        using var client = new RawClient(server.Address);

        Assert.Equal(text, (await client.CallAsync("Unary", Hello)).Detail);
        Assert.Equal(text, (await client.CallAsync("ServerStream", Hello)).Detail);
    }
}
