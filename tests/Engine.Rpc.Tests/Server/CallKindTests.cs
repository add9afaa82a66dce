using System.Net;
using Engine.Rpc.Tests.Protos;
using Google.Protobuf;
using Grpc.Core;
using Xunit;

namespace Engine.Rpc.Tests.Server;

public sealed class CallKindTests
{
    private static readonly ProbeRequest Hello = new() { Payload = ByteString.CopyFromUtf8("hello"), Replies = 3 };

    [Theory]
    [InlineData("Unary", 1, 1)]
    [InlineData("ClientStream", 3, 1)]
    [InlineData("ClientStream", 0, 1)]
    [InlineData("ServerStream", 1, 3)]
    [InlineData("Duplex", 4, 4)]
    [InlineData("Duplex", 0, 0)]
    public async Task Every_kind_of_call_takes_its_requests_and_gives_its_responses(
        string method, int requests, int responses)
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var client = new RawClient(server.Address);

        RawReply reply = await client.CallAsync(method, [.. Enumerable.Repeat(Hello, requests)]);

        Assert.Equal(HttpStatusCode.OK, reply.HttpStatus);
        Assert.Equal("application/grpc", reply.Headers["content-type"]);
        Assert.Equal(StatusCode.OK, reply.Status);
        Assert.Equal(responses, reply.Messages.Count);
        Assert.Equal(responses == 0, reply.IsTrailersOnly);
        Assert.All(reply.Messages, m => Assert.Equal(requests == 0 ? "" : "hello", m.Payload.ToStringUtf8()));
        server.VerifyNoErrors();
    }
}
