using Engine.Rpc.Tests.Protos;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Xunit;
using Xunit.Abstractions;

namespace Engine.Rpc.Tests.Server;

/// <summary>What a small unary call costs the server in memory.</summary>
[Collection(nameof(AloneCollection))]
public sealed class AllocationTests(ITestOutputHelper output)
{
    private const int BytesPerCallMax = 1800;
    private const int WarmUpCalls = 3000;
    private const int Calls = 2000;

    [Fact]
    public async Task A_small_unary_call_allocates_little()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync(
            endpoints: app => app.MapPost("/bare/call", BareAsync), minimumLevel: LogLevel.Warning);
        Task<ProbeReply> reply = Task.FromResult(new ProbeReply());
        server.Probe.OnUnary = (_, _) => reply;

        long bare = BytesPerCall(server, "/bare/call");
        long call = BytesPerCall(server, "/engine.rpc.tests.Probe/Unary");

        output.WriteLine($"bytes per call: gRPC {call}, bare endpoint {bare}");
        Assert.InRange(call, 0, BytesPerCallMax);
    }

    /// <summary>The least that an endpoint can do for a request and an answer with trailers.</summary>
    private static async Task BareAsync(HttpContext http)
    {
        while (true)
        {
            System.IO.Pipelines.ReadResult result = await http.Request.BodyReader.ReadAsync();
            http.Request.BodyReader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }
        }

        http.Response.ContentType = "application/grpc";
        http.Response.BodyWriter.GetSpan(5)[..5].Clear();
        http.Response.BodyWriter.Advance(5);
        http.Features.Get<IHttpResponseTrailersFeature>()!.Trailers.GrpcStatus = "0";
    }

    private static long BytesPerCall(RpcTestServer server, string path)
    {
        using var connection = new RawConnection(server.Address, path, RawClient.Frame(new ProbeRequest()));
        for (int i = 0; i < WarmUpCalls; i++)
        {
            Assert.True(connection.Call());
        }

        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < Calls; i++)
        {
            connection.Call();
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / Calls;
    }
}
