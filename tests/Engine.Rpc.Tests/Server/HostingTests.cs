using System.Collections.Concurrent;
using System.Net;
using Engine.Rpc.Hosting;
using Engine.Rpc.Tests.Protos;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engine.Rpc.Tests.Server;

public sealed class HostingTests
{
    private static readonly ProbeRequest Hello = new() { Replies = 1 };

    [Theory]
    [InlineData("Unary")]
    [InlineData("ClientStream")]
    [InlineData("ServerStream")]
    [InlineData("Duplex")]
    public async Task Interceptors_are_called_from_the_outermost_inwards_and_disposed_if_they_were_made_for_the_call(
        string method)
    {
        var notes = new ConcurrentQueue<string>();
        Type named = typeof(RecordingInterceptor);
        await using RpcTestServer server = await RpcTestServer.StartAsync(
            grpc =>
            {
                grpc.Interceptors.Add<RecordingInterceptor>("outer");
                grpc.Interceptors.Add<RecordingInterceptor>();
                grpc.Interceptors.Add(named, "inner");
            },
            services => services.AddSingleton(notes).AddSingleton(new RecordingInterceptor(notes, "registered")));
        using var client = new RawClient(server.Address);

        Assert.Equal(StatusCode.OK, (await client.CallAsync(method, Hello)).Status);
        Assert.Equal(["outer", "registered", "inner", "inner disposed", "outer disposed"], notes);
    }

    [Fact]
    public void What_is_no_interceptor_is_refused() =>
        Assert.Throws<ArgumentException>(() => new GrpcServiceOptions().Interceptors.Add(typeof(string)));

    [Theory]
    [InlineData("", StatusCode.OK)]
    [InlineData("throw", StatusCode.Unknown)]
    public async Task A_service_that_is_not_registered_is_made_and_disposed_for_each_call(
        string behaviour, StatusCode expected)
    {
        var notes = new ConcurrentQueue<string>();
        await using TestServerHost host = await TestServerHost.StartAsync(
            app => app.MapGrpcService<DisposableProbe>(), services => services.AddSingleton(notes));
        using var client = new RawClient(host.Address, host.CreateHandler());

        RawReply reply = await client.CallAsync("Unary", new ProbeRequest { Behaviour = behaviour });

        Assert.Equal(expected, reply.Status);
        Assert.Equal(["called", "disposed"], notes);
        await client.CallAsync("ServerStream", Hello);
        Assert.Equal(["called", "disposed", "called", "disposed"], notes);
    }

    [Fact]
    public async Task Attributes_and_conventions_reach_the_endpoints()
    {
        await using TestServerHost host = await TestServerHost.StartAsync(
            app => app.MapGrpcService<DisposableProbe>().WithMetadata(new PlaceAttribute("convention")),
            services => services.AddSingleton(new ConcurrentQueue<string>()));
        EndpointDataSource source = host.Services.GetRequiredService<EndpointDataSource>();

        Endpoint unary = source.Endpoints.Single(
            e => e.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.Name == "Unary");

        Assert.Equal(
            ["class", "method", "convention"],
            unary.Metadata.GetOrderedMetadata<PlaceAttribute>().Select(place => place.Name));
        Assert.Equal(typeof(DisposableProbe), unary.Metadata.GetMetadata<GrpcMethodMetadata>()!.ServiceType);
        Assert.Equal(["POST"], unary.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods);
    }

    [Fact]
    public async Task A_context_that_wraps_ours_still_leads_to_the_request()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnUnary = (_, context) =>
        {
            var wrapped = new DrainableCallContext(context, context.CancellationToken);
            Assert.Same(context.GetHttpContext(), wrapped.GetHttpContext());
            return Task.FromResult(new ProbeReply());
        };
        using var client = new RawClient(server.Address);

        Assert.Equal(StatusCode.OK, (await client.CallAsync("Unary", Hello)).Status);
    }

    [Fact]
    public async Task A_handler_sees_who_calls_what()
    {
        await using RpcTestServer server = await RpcTestServer.StartAsync();
        server.Probe.OnUnary = (_, context) =>
        {
            Assert.Equal("/engine.rpc.tests.Probe/Unary", context.Method);
            Assert.Equal(server.Address.Authority, context.Host);
            Assert.StartsWith("ipv4:127.0.0.1:", context.Peer, StringComparison.Ordinal);
            Assert.False(context.AuthContext.IsPeerAuthenticated);
            Assert.Equal("1", context.RequestHeaders.GetValue("key"));
            Assert.Equal([1, 2], context.RequestHeaders.GetValueBytes("key-bin"));
            Assert.DoesNotContain(context.RequestHeaders, e => e.Key is "te" or "content-type" or "odd!name");
            context.UserState["a"] = 1;
            return Task.FromResult(new ProbeReply());
        };
        using var client = new RawClient(server.Address);
        using HttpRequestMessage request = client.Request("Unary", RawClient.Frame(Hello));
        request.Headers.Add("key", "1");
        request.Headers.Add("key-bin", "AQI");
        request.Headers.Add("odd!name", "x");

        RawReply reply = await client.SendAsync(request);
        Assert.True(reply.Status == StatusCode.OK, string.Join('\n', server.Logs.Entries.Select(e => e.Exception)));
    }

    [Fact]
    public async Task In_memory_every_kind_of_call_works_and_http_1_is_told_to_upgrade()
    {
        await using TestServerHost host = await TestServerHost.StartAsync(
            app => app.MapGrpcService<ProbeService>(), services => services.AddSingleton<ProbeService>());
        using var client = new RawClient(host.Address, host.CreateHandler());
        foreach (string method in new[] { "Unary", "ClientStream", "ServerStream", "Duplex" })
        {
            RawReply reply = await client.CallAsync(method, Hello);
            Assert.Equal(StatusCode.OK, reply.Status);
            Assert.Single(reply.Messages);
        }

        using HttpRequestMessage old = client.Request("Unary", RawClient.Frame(Hello));
        old.Version = HttpVersion.Version11;
        RawReply refusal = await client.SendAsync(old);
        Assert.Equal(HttpStatusCode.UpgradeRequired, refusal.HttpStatus);
        Assert.Contains("upgrade", refusal.Headers.Keys);
    }

    [Fact]
    public async Task What_is_not_set_up_is_said_when_services_are_mapped()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        builder.Services.AddRouting();
        await using WebApplication app = builder.Build();

        InvalidOperationException thrown =
            Assert.Throws<InvalidOperationException>(() => app.MapGrpcService<ProbeService>());

        Assert.Contains("AddGrpc", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_that_is_no_service_is_not_mapped()
    {
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RpcTestServer.StartAsync(endpoints: app => app.MapGrpcService<string>()));
        Assert.Contains("System.String", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_in_a_group_of_routes_is_found_below_its_prefix()
    {
        await using TestServerHost server = await TestServerHost.StartAsync(
            app => app.MapGroup("/inside").MapGrpcService<ProbeService>(),
            services => services.AddSingleton<ProbeService>());
        using var client = new RawClient(server.Address, server.CreateHandler());

        RawReply reply = await client.SendAsync(
            client.Request("Unary", RawClient.Frame(Hello), "inside/engine.rpc.tests.Probe"));
        RawReply other = await client.SendAsync(
            client.Request("unary", RawClient.Frame(Hello), "inside/engine.rpc.tests.Probe"));

        Assert.Equal(StatusCode.OK, reply.Status);
        Assert.Equal(StatusCode.Unimplemented, other.Status);
    }
}
