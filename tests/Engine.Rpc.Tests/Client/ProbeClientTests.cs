using Engine.Rpc.Tests.Protos;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Xunit;

namespace Engine.Rpc.Tests.Client;

/// <summary>The generated client against the server of this layer.</summary>
public sealed class ProbeClientTests
{
    private static readonly ByteString Payload = ByteString.CopyFromUtf8("payload");

    [Fact]
    public async Task All_kinds_of_call_reach_the_service()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new Probe.ProbeClient(channel);

        Assert.Equal(Payload, (await client.UnaryAsync(Request(), Limits.Options())).Payload);
        Assert.Equal(Payload, client.Unary(Request(), Limits.Options()).Payload);

        AsyncClientStreamingCall<ProbeRequest, ProbeReply> requests = client.ClientStream(Limits.Options());
        for (int i = 0; i < 100; i++)
        {
            await requests.RequestStream.WriteAsync(Request());
        }

        await requests.RequestStream.CompleteAsync();
        Assert.Equal(100, (await requests).Index);

        int count = 0;
        await foreach (ProbeReply reply in client.ServerStream(Request(1000), Limits.Options()).ResponseStream
            .ReadAllAsync())
        {
            Assert.Equal(count++, reply.Index);
        }

        Assert.Equal(1000, count);
        AsyncDuplexStreamingCall<ProbeRequest, ProbeReply> both = client.Duplex(Limits.Options());
        for (int i = 0; i < 100; i++)
        {
            await both.RequestStream.WriteAsync(Request());
            Assert.True(await both.ResponseStream.MoveNext());
            Assert.Equal(i, both.ResponseStream.Current.Index);
        }

        await both.RequestStream.CompleteAsync();
        Assert.False(await both.ResponseStream.MoveNext());
        server.VerifyNoErrors();
    }

    [Fact]
    public async Task Errors_and_metadata_go_both_ways()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new Probe.ProbeClient(channel);
        server.Probe.OnUnary = async (_, context) =>
        {
            await context.WriteResponseHeadersAsync(
                new Metadata { { "x-first", context.RequestHeaders.GetValue("x-asked")! } });
            context.ResponseTrailers.Add("x-last-bin", context.RequestHeaders.GetValueBytes("x-asked-bin")!);
            throw new RpcException(new Status(StatusCode.Aborted, "n\u00E4in"));
        };

        AsyncUnaryCall<ProbeReply> call = client.UnaryAsync(
            Request(), Limits.Options(new Metadata { { "x-asked", "a" }, { "x-asked-bin", [0, 255] } }));
        RpcException error = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal(StatusCode.Aborted, error.StatusCode);
        Assert.Equal("n\u00E4in", error.Status.Detail);
        Assert.Equal([0, 255], error.Trailers.GetValueBytes("x-last-bin"));
        Assert.Equal("a", (await call.ResponseHeadersAsync).GetValue("x-first"));
        RpcException missing = await Assert.ThrowsAsync<RpcException>(
            async () => await client.NotOverriddenAsync(Request(), Limits.Options()));
        Assert.Equal(StatusCode.Unimplemented, missing.StatusCode);
    }

    [Fact]
    public async Task Cancellation_and_deadline_reach_the_handler()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new Probe.ProbeClient(channel);
        server.Probe.OnUnary = async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new ProbeReply();
        };
        using var cancel = new CancellationTokenSource();

        AsyncUnaryCall<ProbeReply> call =
            client.UnaryAsync(Request(), Limits.Options(cancellationToken: cancel.Token));
        await AnyCall.WaitAsync(() => server.Probe.Active == 1, "the handler to run");
        await cancel.CancelAsync();
        RpcException cancelled = await Assert.ThrowsAsync<RpcException>(async () => await call);
        await AnyCall.WaitAsync(() => server.Probe.Active == 0, "the handler to end");
        RpcException late = await Assert.ThrowsAsync<RpcException>(async () =>
            await client.UnaryAsync(Request(), deadline: DateTime.UtcNow.AddMilliseconds(100)));

        Assert.Equal(StatusCode.Cancelled, cancelled.StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
        await AnyCall.WaitAsync(() => server.Probe.Active == 0, "the handler to end");
    }

    [Fact]
    public async Task A_disposed_endless_stream_ends_its_handler()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new Probe.ProbeClient(channel);

        using (AsyncServerStreamingCall<ProbeReply> call = client.ServerStream(Request(0), Limits.Options()))
        {
            Assert.True(await call.ResponseStream.MoveNext());
        }

        await AnyCall.WaitAsync(() => server.Probe.Active == 0, "the handler to end");
        server.VerifyNoErrors();
    }

    [Fact]
    public async Task Compression_goes_both_ways()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync(
            options => options.ResponseCompressionAlgorithm = "gzip");
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new Probe.ProbeClient(channel);
        var request = new ProbeRequest { Payload = ByteString.CopyFrom(new byte[100_000]) };

        ProbeReply reply = await client.UnaryAsync(
            request, Limits.Options(new Metadata { { "grpc-internal-encoding-request", "gzip" } }));

        Assert.Equal(request.Payload, reply.Payload);
    }

    [Fact]
    public async Task Interceptors_see_calls_in_the_order_they_are_listed_whatever_objects_they_return()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);
        List<string> order = [];
        var client = new Probe.ProbeClient(channel.Intercept(
            new Wrapper("outer", order, usesState: false), new Wrapper("inner", order, usesState: true)));

        AsyncUnaryCall<ProbeReply> unary = client.UnaryAsync(Request(), Limits.Options());
        Assert.Equal(Payload, (await unary).Payload);
        Assert.Equal(StatusCode.OK, unary.GetStatus().StatusCode);
        Assert.NotNull(await unary.ResponseHeadersAsync);
        AsyncDuplexStreamingCall<ProbeRequest, ProbeReply> duplex = client.Duplex(Limits.Options());
        await duplex.RequestStream.WriteAsync(Request());
        Assert.NotNull(await duplex.ResponseHeadersAsync);
        duplex.Dispose();

        Assert.Equal(StatusCode.Cancelled, duplex.GetStatus().StatusCode);
        Assert.Equal(["outer", "inner", "outer", "inner", "inner disposed", "outer disposed"], order);
        await AnyCall.WaitUntilReleasedAsync(channel);
    }

    private static ProbeRequest Request(int replies = 1) => new() { Payload = Payload, Replies = replies };

    /// <summary>Returns call objects of its own, made by either of their constructors.</summary>
    private sealed class Wrapper(string name, List<string> order, bool usesState) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            order.Add(name);
            AsyncUnaryCall<TResponse> call = continuation(request, context);
            return usesState
                ? new AsyncUnaryCall<TResponse>(
                    call.ResponseAsync,
                    state => ((AsyncUnaryCall<TResponse>)state).ResponseHeadersAsync,
                    state => ((AsyncUnaryCall<TResponse>)state).GetStatus(),
                    state => ((AsyncUnaryCall<TResponse>)state).GetTrailers(),
                    state => ((AsyncUnaryCall<TResponse>)state).Dispose(),
                    call)
                : new AsyncUnaryCall<TResponse>(
                    call.ResponseAsync, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
        }

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            order.Add(name);
            AsyncDuplexStreamingCall<TRequest, TResponse> call = continuation(context);
            void Dispose()
            {
                call.Dispose();
                order.Add(name + " disposed");
            }

            return usesState
                ? new AsyncDuplexStreamingCall<TRequest, TResponse>(
                    call.RequestStream,
                    call.ResponseStream,
                    _ => call.ResponseHeadersAsync,
                    _ => call.GetStatus(),
                    _ => call.GetTrailers(),
                    _ => Dispose(),
                    this)
                : new AsyncDuplexStreamingCall<TRequest, TResponse>(
                    call.RequestStream,
                    call.ResponseStream,
                    call.ResponseHeadersAsync,
                    call.GetStatus,
                    call.GetTrailers,
                    Dispose);
        }
    }
}
