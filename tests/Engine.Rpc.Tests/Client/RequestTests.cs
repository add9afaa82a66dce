using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Engine.Rpc.Tests.Client;

/// <summary>What a request looks like: headers, metadata, compression.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task A_request_has_the_headers_of_gRPC_and_no_others()
    {
        HeaderDictionary headers = null!;
        string? protocol = null;
        await using Place place = await Place.StartAsync(context =>
        {
            headers = CopyOf(context.Request.Headers);
            protocol = context.Request.Protocol + " " + context.Request.Method + " " + context.Request.Path;
            return Wire.AnswerAsync(context, [1]);
        });

        await place.Invoker.AsyncUnaryCall(Wire.Unary, null, default, [1]);

        Assert.Equal("HTTP/2 POST /test.Wire/Unary", protocol);
        Assert.Equal("application/grpc", headers["content-type"]);
        Assert.Equal("trailers", headers["te"]);
        Assert.Equal("identity,gzip", headers["grpc-accept-encoding"]);
        Assert.StartsWith("grpc-dotnet-engine/", (string?)headers["user-agent"]);
        Assert.Equal(
            ["Content-Type", "Grpc-Accept-Encoding", "Host", "TE", "User-Agent"],
            headers.Keys.Where(key => key[0] != ':').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Metadata_arrives_with_text_bytes_repeated_keys_and_names_of_content_headers()
    {
        HeaderDictionary headers = null!;
        await using Place place = await Place.StartAsync(context =>
        {
            headers = CopyOf(context.Request.Headers);
            return Wire.AnswerAsync(context, [1]);
        });

        var metadata = new Metadata
        {
            { "x-text", "one" }, { "x-text", "two" }, { "x-data-bin", [1, 2, 255, 0] }, { "expires", "soon" },
        };
        await place.Invoker.AsyncUnaryCall(Wire.Unary, null, Limits.Options(metadata), [1]);

        Assert.Equal("one,two", string.Join(',', headers["x-text"]!).Replace(", ", ","));
        Assert.Equal("AQL/AA", headers["x-data-bin"]);
        Assert.Equal("soon", headers["expires"]);
    }

    [Fact]
    public async Task Metadata_of_the_response_arrives_with_bytes_and_names_of_content_headers()
    {
        await using Place place = await Place.StartAsync(async context =>
        {
            context.Response.Headers["x-data-bin"] = "AQL/AA==,Aw";
            context.Response.Headers["expires"] = "soon";
            await Wire.BeginAsync(context);
            await Wire.SendAsync(context, [1]);
            Wire.End(context);
        });

        AsyncUnaryCall<byte[]> call = place.Invoker.AsyncUnaryCall(Wire.Unary, null, Limits.Options(), [1]);
        await call;
        Metadata headers = await call.ResponseHeadersAsync;

        Assert.Equal<byte[]>([[1, 2, 255, 0], [3]], headers.GetAll("x-data-bin").Select(entry => entry.ValueBytes));
        Assert.Equal("soon", headers.GetValue("expires"));
    }

    [Theory]
    [InlineData("grpc-timeout", "1S")]
    [InlineData("te", "x")]
    [InlineData("x-text", "line\r\nbreak")]
    public async Task Metadata_that_cannot_be_sent_fails_the_call_and_not_the_caller(string key, string value)
    {
        await using Place place = await Place.StartAsync(context => Wire.AnswerAsync(context, [1]));

        AsyncUnaryCall<byte[]> call =
            place.Invoker.AsyncUnaryCall(Wire.Unary, null, Limits.Options(new Metadata { { key, value } }), [1]);
        RpcException error = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal(StatusCode.Internal, error.StatusCode);
        Assert.Contains(key, error.Status.Detail);
    }

    [Fact]
    public async Task The_host_of_a_call_is_its_authority()
    {
        string? host = null;
        await using Place place = await Place.StartAsync(context =>
        {
            host = context.Request.Host.Value;
            return Wire.AnswerAsync(context, [1]);
        });

        await place.Invoker.AsyncUnaryCall(Wire.Unary, "other.example", Limits.Options(), [1]);

        Assert.Equal("other.example", host);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requests_are_compressed_on_demand(bool noCompress)
    {
        byte flag = 9;
        byte[] message = [];
        string? encoding = null, leaked = null;
        await using Place place = await Place.StartAsync(async context =>
        {
            encoding = context.Request.Headers["grpc-encoding"];
            leaked = context.Request.Headers["grpc-internal-encoding-request"];
            (flag, message) = (await Wire.ReadAsync(context))!.Value;
            await Wire.AnswerAsync(context, [1]);
        });
        byte[] request = new byte[5000];
        request[17] = 3;

        CallOptions options = Limits.Options(new Metadata { { "grpc-internal-encoding-request", "gzip" } })
            .WithWriteOptions(new WriteOptions(noCompress ? WriteFlags.NoCompress : default));
        await place.Invoker.AsyncUnaryCall(Wire.Unary, null, options, request);

        Assert.Equal("gzip", encoding);
        Assert.Null(leaked);
        Assert.Equal(noCompress ? 0 : 1, flag);
        Assert.Equal(request, noCompress ? message : Wire.Gunzip(message));
    }

    [Fact]
    public async Task Each_message_of_a_stream_may_be_compressed_or_not()
    {
        List<byte> flags = [];
        await using Place place = await Place.StartAsync(async context =>
        {
            while (await Wire.ReadAsync(context) is (byte flag, _))
            {
                flags.Add(flag);
            }

            await Wire.AnswerAsync(context, [1]);
        });

        AsyncClientStreamingCall<byte[], byte[]> call = place.Invoker.AsyncClientStreamingCall(
            Wire.ClientStream, null, Limits.Options(new Metadata { { "grpc-internal-encoding-request", "gzip" } }));
        await call.RequestStream.WriteAsync(new byte[100]);
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(new byte[100]);
        await call.RequestStream.CompleteAsync();
        await call;

        Assert.Equal([1, 0], flags);
    }

    [Fact]
    public async Task An_unknown_codec_for_requests_is_INTERNAL()
    {
        await using Place place = await Place.StartAsync(context => Wire.AnswerAsync(context, [1]));

        AsyncUnaryCall<byte[]> call = place.Invoker.AsyncUnaryCall(
            Wire.Unary, null, Limits.Options(new Metadata { { "grpc-internal-encoding-request", "snappy" } }), [1]);
        RpcException error = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal(StatusCode.Internal, error.StatusCode);
        Assert.Contains("snappy", error.Status.Detail);
    }

    [Theory]
    [InlineData("gzip", 100_000, null, StatusCode.OK)]
    [InlineData("gzip", 100_000, 1000, StatusCode.ResourceExhausted)]
    [InlineData("zstd", 10, null, StatusCode.Unimplemented)]
    public async Task Compressed_responses_are_bounded_by_their_plain_size(
        string encoding, int length, int? limit, StatusCode expected)
    {
        await using Place place = await Place.StartAsync(
            async context =>
            {
                context.Response.Headers["grpc-encoding"] = encoding;
                await Wire.BeginAsync(context);
                await Wire.SendAsync(context, Wire.Gzip(new byte[length]), flag: 1);
                Wire.End(context);
            },
            inMemory: false,
            new GrpcChannelOptions { MaxReceiveMessageSize = limit });

        AsyncUnaryCall<byte[]> call = place.Invoker.AsyncUnaryCall(Wire.Unary, null, Limits.Options(), [1]);
        var error = (RpcException?)await Record.ExceptionAsync(async () => await call);

        Assert.Equal(expected, error?.StatusCode ?? StatusCode.OK);
        if (error is null)
        {
            Assert.Equal(length, (await call).Length);
        }
    }

    private static HeaderDictionary CopyOf(IHeaderDictionary headers) =>
        new(new Dictionary<string, StringValues>(headers, StringComparer.OrdinalIgnoreCase));
}
