using System.Collections.Concurrent;
using Engine.Rpc.Client;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace Engine.Rpc.Tests.Client;

/// <summary>Making channels, and calls that block.</summary>
public sealed class ChannelTests
{
    [Theory]
    [InlineData("dns:///localhost")]
    [InlineData("unix:///tmp/socket")]
    [InlineData("ftp://host")]
    public void An_address_that_is_not_http_is_refused(string address) =>
        Assert.Contains("http://", Assert.Throws<ArgumentException>(() => GrpcChannel.ForAddress(address)).Message);

    [Fact]
    public void The_target_is_the_authority_of_the_address()
    {
        using var channel = GrpcChannel.ForAddress(new Uri("http://somewhere:1234/path"));

        Assert.Equal("somewhere:1234", channel.Target);
    }

    [Fact]
    public void A_client_and_a_handler_together_are_refused()
    {
        using var client = new HttpClient();
        using var handler = new SocketsHttpHandler();

        ArgumentException error = Assert.Throws<ArgumentException>(() => GrpcChannel.ForAddress(
            "http://host", new GrpcChannelOptions { HttpClient = client, HttpHandler = handler }));

        Assert.Contains("HttpHandler", error.Message);
    }

    [Fact]
    public void Credentials_that_do_not_fit_the_address_are_refused()
    {
        InvalidOperationException clear = Assert.Throws<InvalidOperationException>(() => GrpcChannel.ForAddress(
            "http://host", new GrpcChannelOptions { Credentials = ChannelCredentials.SecureSsl }));
        InvalidOperationException secure = Assert.Throws<InvalidOperationException>(() => GrpcChannel.ForAddress(
            "https://host", new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure }));

        Assert.Contains("https", clear.Message);
        Assert.Contains("SecureSsl", secure.Message);
        using var fits = GrpcChannel.ForAddress(
            "http://host", new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure });
        Assert.Equal("host", fits.Target);
    }

    [Fact]
    public void The_default_handler_pings_and_has_nothing_of_a_browser()
    {
        using SocketsHttpHandler handler = DefaultTransport.Create();

        Assert.Equal(TimeSpan.FromSeconds(20), handler.KeepAlivePingDelay);
        Assert.Equal(TimeSpan.FromSeconds(10), handler.KeepAlivePingTimeout);
        Assert.Equal(HttpKeepAlivePingPolicy.WithActiveRequests, handler.KeepAlivePingPolicy);
        Assert.True(handler.EnableMultipleHttp2Connections);
        Assert.False(handler.UseProxy || handler.UseCookies || handler.AllowAutoRedirect);
    }

    [Fact]
    public async Task An_HttpClient_can_make_the_calls_without_waiting_for_whole_answers()
    {
        await using var peer = Http2Peer.Start((connection, id) => connection.BeginAsync(id));
        using var client = new HttpClient();
        using var channel = GrpcChannel.ForAddress(peer.Address, new GrpcChannelOptions { HttpClient = client });

        AsyncServerStreamingCall<byte[]> call =
            channel.CreateCallInvoker().AsyncServerStreamingCall(Wire.ServerStream, null, Limits.Options(), [1]);

        Assert.NotNull(await call.ResponseHeadersAsync);
        call.Dispose();
    }

    [Fact]
    public async Task A_blocking_call_needs_nothing_of_the_thread_that_it_blocks()
    {
        await using Place place = await Place.StartAsync(
            context => Wire.AnswerAsync(context, [4]),
            inMemory: false,
            new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });

        // Credentials that come back to the context they were called on: here one that nobody pumps.
        var returning = CallCredentials.FromInterceptor(async (_, _) => await Task.Yield());
        byte[]? reply = null;
        var context = new DeadContext();
        var thread = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(context);
            reply = place.Invoker.BlockingUnaryCall(
                Wire.Unary, null, Limits.Options().WithCredentials(returning), [1]);
        })
        {
            IsBackground = true,
        };
        thread.Start();

        Assert.True(thread.Join(Limits.Long), "The blocking call hangs.");
        Assert.Equal([4], reply);
        Assert.Empty(context.Posted);
    }

    [Fact]
    public async Task A_blocking_call_throws_what_an_awaited_one_throws()
    {
        await using Place place = await Place.StartAsync(async context =>
        {
            await Wire.BeginAsync(context);
            Wire.End(context, StatusCode.NotFound, "gone");
        });

        RpcException error = Assert.Throws<RpcException>(
            () => { place.Invoker.BlockingUnaryCall(Wire.Unary, null, Limits.Options(), [1]); });

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
        Assert.Equal("gone", error.Status.Detail);
    }

    private sealed class DeadContext : SynchronizationContext
    {
        public ConcurrentBag<object?> Posted { get; } = [];

        public override void Post(SendOrPostCallback d, object? state) => Posted.Add(state);
    }
}
