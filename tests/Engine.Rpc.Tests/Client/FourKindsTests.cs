using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Engine.Rpc.Tests.Client;

/// <summary>Each kind of call, over a socket and in memory.</summary>
public sealed class FourKindsTests
{
    private static readonly byte[] One = [1];
    private static readonly byte[] Two = [2, 2];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_unary_call_brings_the_answer_the_headers_and_the_trailers(bool inMemory)
    {
        await using Place place = await Place.StartAsync(Echo, inMemory);

        AsyncUnaryCall<byte[]> call = place.Invoker.AsyncUnaryCall(Wire.Unary, null, Limits.Options(), One);

        Assert.Equal(One, await call);
        Assert.Equal("yes", (await call.ResponseHeadersAsync).GetValue("x-header"));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Equal("1", call.GetTrailers().GetValue("x-count"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_stream_is_answered_after_its_completion(bool inMemory)
    {
        await using Place place = await Place.StartAsync(Echo, inMemory);

        AsyncClientStreamingCall<byte[], byte[]> call =
            place.Invoker.AsyncClientStreamingCall(Wire.ClientStream, null, Limits.Options());
        await call.RequestStream.WriteAsync(One);
        await call.RequestStream.WriteAsync(Two);
        await call.RequestStream.CompleteAsync();

        Assert.Equal(Two, await call);
        Assert.Equal("2", call.GetTrailers().GetValue("x-count"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_stream_is_read_to_its_end(bool inMemory)
    {
        await using Place place = await Place.StartAsync(Echo, inMemory);

        AsyncServerStreamingCall<byte[]> call =
            place.Invoker.AsyncServerStreamingCall(Wire.ServerStream, null, Limits.Options(), Two);
        List<byte[]> all = [];
        await foreach (byte[] message in call.ResponseStream.ReadAllAsync())
        {
            all.Add(message);
        }

        Assert.Equal([Two], all);
        Assert.Equal("1", call.GetTrailers().GetValue("x-count"));
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_duplex_call_goes_back_and_forth(bool inMemory)
    {
        await using Place place = await Place.StartAsync(Echo, inMemory);

        AsyncDuplexStreamingCall<byte[], byte[]> call =
            place.Invoker.AsyncDuplexStreamingCall(Wire.Duplex, null, Limits.Options());
        Assert.Equal("yes", (await call.ResponseHeadersAsync).GetValue("x-header"));
        for (byte i = 0; i < 10; i++)
        {
            await call.RequestStream.WriteAsync([i]);
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal([i], call.ResponseStream.Current);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal("10", call.GetTrailers().GetValue("x-count"));
    }

    private static async Task Echo(HttpContext context)
    {
        context.Response.Headers["x-header"] = "yes";
        await Wire.BeginAsync(context);
        bool isClientStream =
            context.Request.Path.Value!.EndsWith(nameof(MethodType.ClientStreaming), StringComparison.Ordinal);
        int count = 0;
        byte[] last = [];
        while (await Wire.ReadAsync(context) is (_, byte[] message))
        {
            count++;
            last = message;
            if (!isClientStream)
            {
                await Wire.SendAsync(context, message);
            }
        }

        if (isClientStream)
        {
            await Wire.SendAsync(context, last);
        }

        Wire.End(context);
        context.Response.AppendTrailer("x-count", count.ToString());
    }
}
