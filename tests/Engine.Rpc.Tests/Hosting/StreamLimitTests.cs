using Engine.Rpc.Hosting;
using Engine.Rpc.Tests.Protos;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace Engine.Rpc.Tests.Hosting;

public sealed class StreamLimitTests
{
    // Of one connection, so that the limit of a connection is met and no second one is opened.
    private static GrpcChannel OneConnection(HostedServer server) => GrpcChannel.ForAddress(
        server.Address,
        new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = false },
            DisposeHttpClient = true,
        });

    private static async Task<List<AsyncServerStreamingCall<ProbeReply>>> OpenAsync(
        HostedServer server, Probe.ProbeClient client, int count)
    {
        var calls = Enumerable.Range(0, count).Select(_ => client.ServerStream(new ProbeRequest())).ToList();
        await Patience.UntilAsync(
            () => server.Calls.RunningStreaming + server.Calls.Refused == count, "all streams are begun or refused");
        return calls;
    }

    [Fact]
    public async Task A_command_is_answered_behind_a_thousand_watchers_of_the_same_connection()
    {
        await using var server = await HostedServer.StartAsync();
        server.Gate.Gate.SetResult();
        using var channel = OneConnection(server);
        var client = new Probe.ProbeClient(channel);
        var watchers = await OpenAsync(server, client, 1_000);

        await Patience.Within(client.UnaryAsync(new ProbeRequest()).ResponseAsync);

        Assert.Equal(RpcLimits.StreamsPerConnection, server.Calls.RunningStreaming);
        Assert.Equal(1_000 - RpcLimits.StreamsPerConnection, server.Calls.Refused);
        watchers.ForEach(watcher => watcher.Dispose());
        await Patience.UntilAsync(() => server.Calls.RunningStreaming == 0, "all streams end");
    }

    [Fact]
    public async Task A_stream_beyond_the_limit_of_its_connection_is_refused_and_the_limit_is_named()
    {
        await using var server = await HostedServer.StartAsync(options => options.StreamsPerConnection = 2);
        using var channel = OneConnection(server);
        using var other = OneConnection(server);
        var client = new Probe.ProbeClient(channel);
        var open = await OpenAsync(server, client, 2);

        using var third = client.ServerStream(new ProbeRequest());
        var refused = await Assert.ThrowsAsync<RpcException>(() => Patience.Within(third.ResponseStream.MoveNext()));
        using var elsewhere = new Probe.ProbeClient(other).ServerStream(new ProbeRequest());
        await Patience.UntilAsync(() => server.Calls.RunningStreaming == 3, "another connection has room");

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Contains("StreamsPerConnection", refused.Status.Detail, StringComparison.Ordinal);

        open[0].Dispose();
        await Patience.UntilAsync(() => server.Calls.RunningStreaming == 2, "a place becomes free");
        using var fourth = client.ServerStream(new ProbeRequest());
        await Patience.UntilAsync(() => server.Calls.RunningStreaming == 3, "a free place is used again");
    }

    [Fact]
    public async Task A_stream_beyond_the_limit_of_the_server_is_refused_and_the_limit_is_named()
    {
        await using var server = await HostedServer.StartAsync(options => options.StreamsPerServer = 1);
        using var channel = OneConnection(server);
        var client = new Probe.ProbeClient(channel);
        await OpenAsync(server, client, 1);

        using var second = client.ServerStream(new ProbeRequest());
        var refused = await Assert.ThrowsAsync<RpcException>(() => Patience.Within(second.ResponseStream.MoveNext()));

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Contains("StreamsPerServer", refused.Status.Detail, StringComparison.Ordinal);
    }
}
