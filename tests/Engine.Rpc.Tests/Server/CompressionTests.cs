using System.IO.Compression;
using Engine.Rpc.Tests.Protos;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Compression;
using Xunit;

namespace Engine.Rpc.Tests.Server;

public sealed class CompressionTests
{
    private static readonly ProbeRequest Zeros = new() { Payload = ByteString.CopyFrom(new byte[10_000]), Replies = 2 };

    [Theory]
    [InlineData("gzip", "identity,gzip", true)]
    [InlineData("gzip", "GZIP", true)]
    [InlineData("gzip", "identity", false)]
    [InlineData("gzip", null, false)]
    [InlineData(null, "gzip", false)]
    [InlineData("identity", "gzip", false)]
    public async Task A_response_is_compressed_if_both_sides_want_it(string? algorithm, string? accepted, bool isZipped)
    {
        await using RpcTestServer server =
            await RpcTestServer.StartAsync(options => options.ResponseCompressionAlgorithm = algorithm);

        RawReply reply = await CallAsync(server, "Unary", accepted);

        Assert.Equal(isZipped, reply.Headers.ContainsKey("grpc-encoding"));
        (bool isCompressed, byte[] bytes) = Assert.Single(reply.Frames);
        Assert.Equal(isZipped, isCompressed);
        Assert.Equal(isZipped, bytes.Length < 1000);
    }

    [Fact]
    public async Task A_handler_may_ask_for_compression_and_leave_single_messages_out()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnServerStream = async (request, responses, context) =>
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "grpc-internal-encoding-request", "gzip" } });
            await responses.WriteAsync(new ProbeReply { Payload = request.Payload });
            responses.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
            await responses.WriteAsync(new ProbeReply { Payload = request.Payload });
            context.WriteOptions = null;
            await responses.WriteAsync(new ProbeReply { Payload = request.Payload });
        };

        RawReply reply = await CallAsync(server, "ServerStream", "gzip");

        Assert.Equal("gzip", reply.Headers["grpc-encoding"]);
        Assert.DoesNotContain("grpc-internal-encoding-request", reply.Headers.Keys);
        Assert.Equal([true, false, true], reply.Frames.Select(frame => frame.IsCompressed));
    }

    [Fact]
    public async Task A_compressed_request_is_read()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var client = new RawClient(server.Address);
        var zipped = new MemoryStream();
        var codec = new GzipCompressionProvider(CompressionLevel.Fastest);
        using (Stream gzip = codec.CreateCompressionStream(zipped, null))
        {
            gzip.Write(Zeros.ToByteArray());
        }

        using HttpRequestMessage request = client.Request("Unary", RawClient.Frame(zipped.ToArray(), true));
        request.Headers.Add("grpc-encoding", "gzip");
        RawReply reply = await client.SendAsync(request);

        Assert.Equal(Zeros.Payload, Assert.Single(reply.Messages).Payload);
    }

    [Fact]
    public async Task An_unknown_codec_is_refused_and_the_known_ones_are_named()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var client = new RawClient(server.Address);
        using HttpRequestMessage request = client.Request("Unary", RawClient.Frame(Zeros));
        request.Headers.Add("grpc-encoding", "br");

        RawReply reply = await client.SendAsync(request);

        Assert.Equal(StatusCode.Unimplemented, reply.Status);
        Assert.Equal("identity,gzip", reply.Headers["grpc-accept-encoding"]);
        Assert.Contains("'br'", reply.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_codec_that_is_not_there_is_found_out_at_the_start()
    {
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RpcTestServer.StartAsync(options => options.ResponseCompressionAlgorithm = "br"));
        Assert.Contains("'br'", thrown.Message, StringComparison.Ordinal);
    }

    private static async Task<RawReply> CallAsync(RpcTestServer server, string method, string? accepted)
    {
        using var client = new RawClient(server.Address);
        using HttpRequestMessage request = client.Request(method, RawClient.Frame(Zeros));
        if (accepted is not null)
        {
            request.Headers.Add("grpc-accept-encoding", accepted);
        }

        return await client.SendAsync(request);
    }
}
