using System.Buffers;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Engine.Rpc.Tests.Client;

/// <summary>What is left of calls after their end: nothing.</summary>
public sealed class ReleaseTests
{
    [Fact]
    public async Task Failures_that_nobody_awaits_are_not_reported_as_unobserved()
    {
        await using var peer = Http2Peer.Start((connection, id) => connection.ResetAsync(id, 2));
        using var channel = GrpcChannel.ForAddress(peer.Address);
        int unobserved = 0;
        void Count(object? sender, UnobservedTaskExceptionEventArgs args)
        {
            // Other tests run at the same time; only what comes from calls of this channel counts here.
            if (args.Exception.ToString().Contains("HTTP/2 error code 'INTERNAL_ERROR'", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref unobserved);
            }
        }

        TaskScheduler.UnobservedTaskException += Count;
        try
        {
            for (int i = 0; i < 20; i++)
            {
                Abandon(channel);
            }

            await AnyCall.WaitUntilReleasedAsync(channel);
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Count;
        }

        Assert.True(peer.Requests > 0);
        Assert.Equal(0, unobserved);
    }

    [Fact]
    public async Task An_answer_before_the_request_is_taken_ends_the_call_and_the_request()
    {
        await using var peer = Http2Peer.Start(async (connection, id) =>
        {
            // More than the window is on its way; the answer comes all the same.
            await connection.BeginAsync(id);
            await connection.DataAsync(id, Wire.Frame([1]));
            await connection.EndAsync(id);
        });
        using var channel = GrpcChannel.ForAddress(peer.Address);
        CallInvoker invoker = channel.CreateCallInvoker();

        Assert.Equal([1], await invoker.AsyncUnaryCall(Wire.Unary, null, Limits.Options(), new byte[200_000]));

        Assert.NotNull(await peer.NextAsync(Http2FrameType.Reset));
        AsyncClientStreamingCall<byte[], byte[]> stream =
            invoker.AsyncClientStreamingCall(Wire.ClientStream, null, Limits.Options());
        Task write = stream.RequestStream.WriteAsync(new byte[200_000]);
        Assert.Equal([1], await stream);
        Assert.NotNull(await peer.NextAsync(Http2FrameType.Reset));
        await Assert.ThrowsAsync<InvalidOperationException>(() => write);
        await AnyCall.WaitUntilReleasedAsync(channel);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Memory_that_the_transport_still_reads_is_not_given_back(bool isStream) => Task.Run(() =>
    {
        // All on one thread, without a context: what is given back to the pool here is what is rented here next.
        byte[] message = [.. Enumerable.Repeat((byte)7, 5000)];
        var transport = new SlowStream();
        using var channel = GrpcChannel.ForAddress(
            "http://unused", new GrpcChannelOptions { HttpHandler = new StreamHandler(transport) });
        CallInvoker invoker = channel.CreateCallInvoker();
        if (isStream)
        {
            AsyncClientStreamingCall<byte[], byte[]> call =
                invoker.AsyncClientStreamingCall(Wire.ClientStream, null, default);
            _ = Record.ExceptionAsync(() => call.RequestStream.WriteAsync(message));
            call.Dispose();
        }
        else
        {
            invoker.AsyncUnaryCall(Wire.Unary, null, default, message).Dispose();
        }

        Assert.Equal(0, channel.Running.Count);
        Assert.Equal(message, transport.Held[5..].ToArray());
        byte[] next = ArrayPool<byte>.Shared.Rent(5005);
        Array.Fill(next, (byte)9);
        Assert.Equal(message, transport.Held[5..].ToArray());
        ArrayPool<byte>.Shared.Return(next);
        transport.Finish();
    });

    [Fact]
    public async Task A_handler_that_sends_a_request_again_after_its_call_does_not_send_the_memory_of_another()
    {
        HttpContent? kept = null;
        await using Place place = await Place.StartAsync(context => Wire.AnswerAsync(context, [1]));
        using var handler = new KeepingHandler(new SocketsHttpHandler(), content => kept = content);
        using var channel = GrpcChannel.ForAddress(
            "http://" + place.Channel.Target, new GrpcChannelOptions { HttpHandler = handler });
        await channel.CreateCallInvoker().AsyncUnaryCall(Wire.Unary, null, Limits.Options(), new byte[100]);

        var again = new MemoryStream();
        HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(() => kept!.CopyToAsync(again));

        Assert.IsType<IOException>(refused.GetBaseException());
        Assert.Equal(0, again.Length);
    }

    [Fact]
    public async Task A_mix_of_ends_leaves_no_call_behind()
    {
        await using Place place = await Place.StartAsync(FloodAsync);
        int seed = Environment.TickCount;
        DateTime end = DateTime.UtcNow.AddSeconds(2);
        int[] calls = new int[8];

        await Task.WhenAll(Enumerable.Range(0, calls.Length).Select(worker => Task.Run(async () =>
        {
            var random = new Random(seed + worker);
            while (DateTime.UtcNow < end)
            {
                await MixAsync(place.Invoker, random, seed);
                calls[worker]++;
            }
        })));

        Assert.All(calls, count => Assert.NotEqual(0, count));
        await AnyCall.WaitUntilReleasedAsync(place.Channel);
    }

    [Fact]
    public async Task A_handler_of_the_user_is_disposed_with_the_channel_only_if_told_to()
    {
        foreach (bool disposes in new[] { false, true })
        {
            using var handler = new CountingHandler();
            var channel = GrpcChannel.ForAddress(
                "http://unused", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = disposes });
            await channel.ShutdownAsync();
            Assert.Equal(disposes, handler.IsDisposed);
        }

        foreach (bool disposes in new[] { false, true })
        {
            using var handler = new CountingHandler();
            using var client = new HttpClient(handler);
            var channel = GrpcChannel.ForAddress(
                "http://unused", new GrpcChannelOptions { HttpClient = client, DisposeHttpClient = disposes });
            channel.Dispose();
            Assert.Equal(disposes, handler.IsDisposed);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon(GrpcChannel channel)
    {
        CallInvoker invoker = channel.CreateCallInvoker();
        _ = invoker.AsyncUnaryCall(Wire.Unary, null, Limits.Options(), [1]).ResponseHeadersAsync;
        _ = invoker.AsyncClientStreamingCall(Wire.ClientStream, null, Limits.Options()).ResponseHeadersAsync;
        _ = invoker.AsyncServerStreamingCall(Wire.ServerStream, null, Limits.Options(), [1]).ResponseHeadersAsync;
        _ = invoker.AsyncDuplexStreamingCall(Wire.Duplex, null, Limits.Options()).ResponseHeadersAsync;
    }

    private static async Task FloodAsync(HttpContext context)
    {
        byte[] request = (await Wire.ReadAsync(context))?.Message ?? [];
        await Wire.BeginAsync(context);
        int count = context.Request.Path.Value!.EndsWith("Streaming", StringComparison.Ordinal)
            && !context.Request.Path.Value.Contains("Client", StringComparison.Ordinal) ? 1000 : 1;
        for (int i = 0; i < count && !context.RequestAborted.IsCancellationRequested; i++)
        {
            await context.Response.Body.WriteAsync(Wire.Frame(request));
        }

        Wire.End(context);
    }

    private static async Task MixAsync(CallInvoker invoker, Random random, int seed)
    {
        byte[] message = new byte[random.Next(2000)];
        random.NextBytes(message);
        using var cancel = new CancellationTokenSource();
        CallOptions options = Limits.Options(cancellationToken: cancel.Token);
        if (random.Next(4) == 0)
        {
            options = options.WithDeadline(DateTime.UtcNow.AddMilliseconds(random.Next(1, 20)));
        }

        try
        {
            switch (random.Next(4))
            {
                case 0:
                    Assert.Equal(message, await invoker.AsyncUnaryCall(Wire.Unary, null, options, message));
                    break;
                case 1:
                    using (AsyncServerStreamingCall<byte[]> flood =
                        invoker.AsyncServerStreamingCall(Wire.ServerStream, null, options, message))
                    {
                        for (int k = random.Next(50); k > 0 && await flood.ResponseStream.MoveNext(); k--)
                        {
                            Assert.Equal(message, flood.ResponseStream.Current);
                        }
                    }

                    break;
                case 2:
                    AsyncClientStreamingCall<byte[], byte[]> early =
                        invoker.AsyncClientStreamingCall(Wire.ClientStream, null, options);
                    for (int k = 0; k < 20; k++)
                    {
                        await early.RequestStream.WriteAsync(message);
                    }

                    break;
                default:
                    using (AsyncDuplexStreamingCall<byte[], byte[]> both =
                        invoker.AsyncDuplexStreamingCall(Wire.Duplex, null, options))
                    {
                        await both.RequestStream.WriteAsync(message);
                        Task<bool> read = both.ResponseStream.MoveNext();
                        await cancel.CancelAsync();
                        await read;
                    }

                    break;
            }
        }
        catch (RpcException error)
        {
            // The last two: Kestrel defends itself against clients that reset too many streams at a time.
            Assert.True(
                error.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded
                    or StatusCode.ResourceExhausted or StatusCode.Unavailable,
                $"seed {seed}: {error}");
        }
        catch (InvalidOperationException)
        {
            // A write after the server had ended the client stream.
        }
        finally
        {
            await cancel.CancelAsync();
        }
    }

    /// <summary>Takes a write, and holds on to its memory until told to finish.</summary>
    private sealed class SlowStream : MemoryStream
    {
        private readonly TaskCompletionSource _finish = new();

        public ReadOnlyMemory<byte> Held { get; private set; }

        public void Finish() => _finish.SetResult();

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Held = buffer;
            await _finish.Task;
        }
    }

    /// <summary>Sends the body to a stream. Cancelled, it fails at once while the body is still being sent.</summary>
    private sealed class StreamHandler(Stream target) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new TaskCompletionSource<HttpResponseMessage>();
            _ = request.Content!.CopyToAsync(target, CancellationToken.None);
            cancellationToken.Register(() => response.TrySetCanceled(cancellationToken));
            return response.Task;
        }
    }

    private sealed class CountingHandler : HttpMessageHandler
    {
        public bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    /// <summary>Hands out the content of the request as it passes.</summary>
    private sealed class KeepingHandler(HttpMessageHandler inner, Action<HttpContent> keep) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            keep(request.Content!);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
