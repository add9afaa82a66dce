using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Engine.Rpc.Tests.Client;

/// <summary>What a client makes of answers that are not an ordinary success.</summary>
public sealed class StatusMappingTests
{
    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    [InlineData(204, StatusCode.Unknown)]
    [InlineData(302, StatusCode.Unknown)]
    [InlineData(500, StatusCode.Unknown)]
    public async Task An_HTTP_status_other_than_200_has_a_meaning(int http, StatusCode expected)
    {
        await using Place place = await Place.StartAsync(context =>
        {
            context.Response.StatusCode = http;
            return Task.CompletedTask;
        });

        Status status = await FailAsync(place);

        Assert.Equal(expected, status.StatusCode);
        Assert.Contains(http.ToString(), status.Detail);
    }

    [Fact]
    public async Task A_grpc_status_in_the_headers_counts_more_than_the_HTTP_status()
    {
        await using Place place = await Place.StartAsync(context =>
        {
            context.Response.StatusCode = 404;
            context.Response.Headers["grpc-status"] = "9";
            return Task.CompletedTask;
        });

        Assert.Equal(StatusCode.FailedPrecondition, (await FailAsync(place)).StatusCode);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpcx")]
    [InlineData(null)]
    public async Task Another_content_type_is_UNKNOWN(string? contentType)
    {
        await using Place place = await Place.StartAsync(async context =>
        {
            context.Response.ContentType = contentType;
            await context.Response.Body.FlushAsync();
            Wire.End(context);
        });

        Status status = await FailAsync(place);

        Assert.Equal(StatusCode.Unknown, status.StatusCode);
        Assert.Contains($"'{contentType}'", status.Detail);
    }

    [Fact]
    public async Task A_response_without_a_status_is_UNKNOWN()
    {
        await using Place place = await Place.StartAsync(async context =>
        {
            await Wire.BeginAsync(context);
            await Wire.SendAsync(context, [1]);
        });

        Status status = await FailAsync(place);

        Assert.Equal(StatusCode.Unknown, status.StatusCode);
        Assert.Contains("grpc-status", status.Detail);
    }

    [Theory]
    [InlineData("17")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("")]
    public async Task A_status_that_does_not_exist_is_UNKNOWN(string text)
    {
        await using Place place = await Place.StartAsync(async context =>
        {
            await Wire.BeginAsync(context);
            context.Response.AppendTrailer("grpc-status", text);
        });

        Assert.Equal(StatusCode.Unknown, (await FailAsync(place)).StatusCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_unary_success_without_exactly_one_message_is_INTERNAL(int messages)
    {
        await using Place place = await Place.StartAsync(async context =>
        {
            await Wire.BeginAsync(context);
            for (int i = 0; i < messages; i++)
            {
                await Wire.SendAsync(context, [1]);
            }

            Wire.End(context);
        });

        Assert.Equal(StatusCode.Internal, (await FailAsync(place)).StatusCode);
    }

    [Fact]
    public async Task An_error_after_the_message_is_the_error()
    {
        await using Place place = await Place.StartAsync(async context =>
        {
            await Wire.BeginAsync(context);
            await Wire.SendAsync(context, [1]);
            Wire.End(context, StatusCode.Aborted, "too%20late %E2%98%BA %zz");
        });

        Status status = await FailAsync(place);

        Assert.Equal(StatusCode.Aborted, status.StatusCode);
        Assert.Equal("too late \u263A %zz", status.Detail);
    }

    [Fact]
    public async Task Metadata_of_an_answer_without_a_body_is_both_headers_and_trailers()
    {
        await using Place place = await Place.StartAsync(TrailersOnly(StatusCode.NotFound));

        AsyncUnaryCall<byte[]> call = place.Invoker.AsyncUnaryCall(Wire.Unary, null, Limits.Options(), [1]);
        RpcException error = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
        Assert.Equal("v", error.Trailers.GetValue("x-meta"));
        Assert.Equal("v", call.GetTrailers().GetValue("x-meta"));
        Assert.Equal("v", (await call.ResponseHeadersAsync).GetValue("x-meta"));
        Assert.Null(error.Trailers.GetValue("content-type"));
        Assert.Null(error.Trailers.GetValue("grpc-status"));
    }

    [Fact]
    public async Task A_success_without_a_body_is_an_empty_stream()
    {
        await using Place place = await Place.StartAsync(TrailersOnly(StatusCode.OK));

        AsyncServerStreamingCall<byte[]> call =
            place.Invoker.AsyncServerStreamingCall(Wire.ServerStream, null, Limits.Options(), [1]);

        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Equal("v", call.GetTrailers().GetValue("x-meta"));
    }

    [Fact]
    public async Task A_success_without_a_body_has_no_message_for_a_unary_call()
    {
        await using Place place = await Place.StartAsync(TrailersOnly(StatusCode.OK));

        Assert.Equal(StatusCode.Internal, (await FailAsync(place)).StatusCode);
    }

    [Fact]
    public async Task A_stream_brings_its_messages_before_its_error()
    {
        await using Place place = await Place.StartAsync(async context =>
        {
            await Wire.BeginAsync(context);
            await Wire.SendAsync(context, [1]);
            Wire.End(context, StatusCode.DataLoss);
            context.Response.AppendTrailer("x-meta", "v");
        });

        AsyncServerStreamingCall<byte[]> call =
            place.Invoker.AsyncServerStreamingCall(Wire.ServerStream, null, Limits.Options(), [1]);
        Assert.True(await call.ResponseStream.MoveNext());
        RpcException first = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        RpcException again = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        Assert.Equal(StatusCode.DataLoss, first.StatusCode);
        Assert.Equal("v", first.Trailers.GetValue("x-meta"));
        Assert.Equal(StatusCode.DataLoss, again.StatusCode);
    }

    [Theory]
    [InlineData(new byte[] { 2, 0, 0, 0, 0 }, StatusCode.Internal)]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 1 }, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 0 }, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 255, 255, 255, 255 }, StatusCode.ResourceExhausted)]
    public async Task Broken_framing_ends_the_call(byte[] body, StatusCode expected)
    {
        await using Place place = await Place.StartAsync(async context =>
        {
            await Wire.BeginAsync(context);
            await context.Response.Body.WriteAsync(body);
            Wire.End(context);
        });

        Assert.Equal(expected, (await FailAsync(place)).StatusCode);
    }

    [Fact]
    public async Task An_error_of_the_server_counts_more_than_the_half_message_before_it()
    {
        await using Place place = await Place.StartAsync(async context =>
        {
            await Wire.BeginAsync(context);
            await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 9, 1 });
            Wire.End(context, StatusCode.Unavailable, "shutting down");
            context.Response.AppendTrailer("x-meta", "v");
        });

        Status status = await FailAsync(place);
        AsyncServerStreamingCall<byte[]> call =
            place.Invoker.AsyncServerStreamingCall(Wire.ServerStream, null, Limits.Options(), [1]);
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        Assert.Equal((StatusCode.Unavailable, "shutting down"), (status.StatusCode, status.Detail));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.Equal("v", error.Trailers.GetValue("x-meta"));
    }

    [Fact]
    public async Task A_trailer_that_cannot_be_decoded_is_INTERNAL()
    {
        await using Place place = await Place.StartAsync(async context =>
        {
            await Wire.BeginAsync(context);
            Wire.End(context, StatusCode.NotFound);
            context.Response.AppendTrailer("x-bin", "!!");
        });

        Status status = await FailAsync(place);

        Assert.Equal(StatusCode.Internal, status.StatusCode);
        Assert.Contains("x-bin", status.Detail);
    }

    private static RequestDelegate TrailersOnly(StatusCode code) => context =>
    {
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = ((int)code).ToString();
        context.Response.Headers["x-meta"] = "v";
        return Task.CompletedTask;
    };

    private static async Task<Status> FailAsync(Place place)
    {
        AsyncUnaryCall<byte[]> call = place.Invoker.AsyncUnaryCall(Wire.Unary, null, Limits.Options(), [1]);
        RpcException error = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(error.StatusCode, call.GetStatus().StatusCode);
        Assert.Equal(0, place.Channel.Running.Count);
        return error.Status;
    }
}
