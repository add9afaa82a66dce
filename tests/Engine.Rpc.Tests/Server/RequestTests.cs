using System.Net;
using Engine.Rpc.Server;
using Engine.Rpc.Tests.Protos;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Engine.Rpc.Tests.Server;

public sealed class RequestTests
{
    [Fact]
    public async Task Bytes_that_are_no_message_are_an_internal_error_and_not_a_lost_client()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var client = new RawClient(server.Address);
        byte[] garbage = RawClient.Frame([0x0A, 0xFF, 0xFF]);

        foreach (string method in new[] { "Unary", "ClientStream", "ServerStream", "Duplex" })
        {
            RawReply reply = await client.SendAsync(client.Request(method, garbage));
            Assert.Equal(StatusCode.Internal, reply.Status);
            Assert.Contains("ProbeRequest", reply.Detail, StringComparison.Ordinal);
        }

        server.VerifyNoErrors();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Where_one_request_is_needed_any_other_number_is_an_internal_error(int requests)
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var client = new RawClient(server.Address);
        ProbeRequest[] messages = [.. Enumerable.Repeat(new ProbeRequest { Replies = 1 }, requests)];

        Assert.Equal(StatusCode.Internal, (await client.CallAsync("Unary", messages)).Status);
        Assert.Equal(StatusCode.Internal, (await client.CallAsync("ServerStream", messages)).Status);
    }

    [Fact]
    public async Task A_request_longer_than_the_limit_is_refused_before_its_bytes_arrive()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var client = new RawClient(server.Address);
        var body = new PushContent();
        Task<RawReply> reply = client.SendAsync(client.Request("Unary", body));
        await body.WriteAsync([0, 0xFF, 0xFF, 0xFF, 0xFF]);

        Assert.Equal(StatusCode.ResourceExhausted, (await reply.WaitAsync(Patience.Limit)).Status);
        body.End();
    }

    [Fact]
    public async Task The_limit_of_a_request_is_four_mebibytes()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var client = new RawClient(server.Address);
        var largest = new ProbeRequest { Payload = ByteString.CopyFrom(new byte[4 * 1024 * 1024 - 5]) };
        var tooLarge = new ProbeRequest { Payload = ByteString.CopyFrom(new byte[4 * 1024 * 1024 - 4]) };
        Assert.Equal(4 * 1024 * 1024, largest.CalculateSize());

        Assert.Equal(largest.Payload, Assert.Single((await client.CallAsync("Unary", largest)).Messages).Payload);
        Assert.Equal(StatusCode.ResourceExhausted, (await client.CallAsync("Unary", tooLarge)).Status);
    }

    [Theory]
    [InlineData("application/grpc", 200)]
    [InlineData("application/grpc+proto", 200)]
    [InlineData("application/grpc;charset=utf-8", 200)]
    [InlineData("APPLICATION/GRPC", 200)]
    [InlineData("application/grpc-web", 415)]
    [InlineData("application/grpc-web+proto", 415)]
    [InlineData("application/json", 415)]
    [InlineData("application/grpcx", 415)]
    public async Task Only_grpc_is_served_and_the_rest_gets_an_explanation(string contentType, int httpStatus)
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var client = new RawClient(server.Address);
        using HttpRequestMessage request = client.Request("Unary", RawClient.Frame(new ProbeRequest()));
        request.Content!.Headers.Remove("content-type");
        request.Content.Headers.TryAddWithoutValidation("content-type", contentType);

        RawReply reply = await client.SendAsync(request);

        Assert.Equal((HttpStatusCode)httpStatus, reply.HttpStatus);
        if (httpStatus == 415)
        {
            Assert.Contains(contentType, System.Text.Encoding.UTF8.GetString(reply.Body), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_request_that_does_not_say_that_it_takes_trailers_is_served()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var client = new RawClient(server.Address);
        using HttpRequestMessage request = client.Request("Unary", RawClient.Frame(new ProbeRequest()));
        request.Headers.Remove("te");

        Assert.Equal(StatusCode.OK, (await client.SendAsync(request)).Status);
    }

    [Theory]
    [InlineData("engine.rpc.tests.Probe", "Nothing")]
    [InlineData("engine.rpc.tests.Probe", "NotOverridden")]
    [InlineData("some.Other", "Unary")]
    [InlineData("engine.rpc.tests.Probe", "unary")]
    [InlineData("Engine.Rpc.Tests.Probe", "Unary")]
    public async Task What_nobody_implements_is_told_so(string service, string method)
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var client = new RawClient(server.Address);

        RawReply reply = await client.SendAsync(client.Request(method, RawClient.Frame(new ProbeRequest()), service));

        Assert.Equal(HttpStatusCode.OK, reply.HttpStatus);
        Assert.True(reply.IsTrailersOnly);
        Assert.Equal(StatusCode.Unimplemented, reply.Status);
        server.VerifyNoErrors();
    }

    [Theory]
    [InlineData("POST", "text/plain")]
    [InlineData("GET", "application/grpc")]
    [InlineData("POST", "application/grpc-web")]
    public async Task Other_requests_to_unknown_paths_are_not_taken_for_calls(string httpMethod, string contentType)
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        using var client = new RawClient(server.Address);
        using HttpRequestMessage request = client.Request("Some", [], "other");
        request.Method = new HttpMethod(httpMethod);
        request.Content!.Headers.Remove("content-type");
        request.Content.Headers.TryAddWithoutValidation("content-type", contentType);

        Assert.Equal(HttpStatusCode.NotFound, (await client.SendAsync(request)).HttpStatus);
    }

    [Fact]
    public async Task Unknown_services_are_left_to_others_if_that_is_wanted_and_unknown_methods_are_not()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync(o => o.IgnoreUnknownServices = true);
        using var client = new RawClient(server.Address);
        byte[] body = RawClient.Frame(new ProbeRequest());

        Assert.Equal(
            HttpStatusCode.NotFound, (await client.SendAsync(client.Request("Unary", body, "other"))).HttpStatus);
        Assert.Equal(StatusCode.Unimplemented, (await client.SendAsync(client.Request("Nothing", body))).Status);
    }

    [Fact]
    public async Task A_refusal_whose_client_is_gone_already_is_no_fault_of_the_server()
    {
        var http = new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true) };
        http.Request.Protocol = HttpProtocol.Http2;
        http.Request.ContentType = "text/plain";

        await RequestCheck.Refuse(http, NullLogger.Instance)!;

        Assert.Equal(StatusCodes.Status415UnsupportedMediaType, http.Response.StatusCode);
    }
}
