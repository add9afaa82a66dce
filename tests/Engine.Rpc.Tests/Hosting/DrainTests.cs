using Engine.Rpc.Hosting;
using Engine.Rpc.Tests.Protos;
using Grpc.Core;
using Grpc.Health.V1;
using Xunit;

namespace Engine.Rpc.Tests.Hosting;

public sealed class DrainTests
{
    // Longer than any test waits: what ends a call here is the drain and not the time-out behind it.
    private static void LongDrain(RpcServerOptions options) => options.DrainTimeout = RpcLimits.DrainTimeoutMax;

    [Fact]
    public async Task A_unary_call_in_flight_finishes_and_new_calls_are_refused_while_the_host_stops()
    {
        await using var server = await HostedServer.StartAsync(LongDrain);
        using var channel = RpcChannels.Create(server.Address);
        var client = new Probe.ProbeClient(channel);
        var running = client.UnaryAsync(new ProbeRequest());
        await Patience.Within(server.Gate.Entered.Task);

        var stop = server.App.StopAsync();
        await Patience.UntilAsync(() => server.Calls.IsDraining, "the drain begins");
        var refused = await Assert.ThrowsAsync<RpcException>(
            async () => await Patience.Within(client.UnaryAsync(new ProbeRequest()).ResponseAsync));
        server.Gate.Gate.SetResult();

        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        await Patience.Within(running.ResponseAsync);
        Assert.Equal(StatusCode.OK, running.GetStatus().StatusCode);
        await Patience.Within(stop);
        Assert.Equal(0, server.Calls.RunningUnary);
    }

    [Theory]
    [InlineData("")]
    [InlineData("flood")]
    public async Task An_open_server_stream_ends_with_UNAVAILABLE_at_once_when_the_host_stops(string behaviour)
    {
        await using var server = await HostedServer.StartAsync(LongDrain);
        using var channel = RpcChannels.Create(server.Address);
        using var call = new Probe.ProbeClient(channel).ServerStream(new ProbeRequest { Behaviour = behaviour });
        await Patience.Within(server.Gate.Entered.Task);

        var stop = server.App.StopAsync();
        var ended = await Assert.ThrowsAsync<RpcException>(
            async () =>
            {
                while (await Patience.Within(call.ResponseStream.MoveNext())) { }
            });

        Assert.Equal(StatusCode.Unavailable, ended.StatusCode);
        Assert.Contains("shutting down", ended.Status.Detail, StringComparison.Ordinal);
        await Patience.Within(stop);
    }

    [Fact]
    public async Task A_handler_that_waits_for_requests_without_a_token_is_woken_by_the_drain()
    {
        await using var server = await HostedServer.StartAsync(LongDrain);
        using var channel = RpcChannels.Create(server.Address);
        using var call = new Probe.ProbeClient(channel).ClientStream();
        await call.RequestStream.WriteAsync(new ProbeRequest());
        await Patience.Within(server.Gate.Entered.Task);

        var stop = server.App.StopAsync();
        var ended = await Assert.ThrowsAsync<RpcException>(() => Patience.Within(call.ResponseAsync));

        Assert.Equal(StatusCode.Unavailable, ended.StatusCode);
        await Patience.Within(stop);
    }

    [Fact]
    public async Task A_stream_whose_client_does_not_read_does_not_hold_the_drain()
    {
        await using var server = await HostedServer.StartAsync();
        using var channel = RpcChannels.Create(server.Address);
        using var call = new Probe.ProbeClient(channel).ServerStream(new ProbeRequest { Behaviour = "flood" });
        await Patience.Within(server.Gate.Entered.Task);

        var left = await server.Calls.DrainAsync(RpcLimits.DrainTimeoutMax).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(0, left);
    }

    [Fact]
    public async Task A_drain_that_takes_too_long_says_how_many_calls_it_left()
    {
        await using var server = await HostedServer.StartAsync();
        using var channel = RpcChannels.Create(server.Address);
        using var call = new Probe.ProbeClient(channel).ServerStream(new ProbeRequest { Behaviour = "deaf" });
        await Patience.Within(server.Gate.Entered.Task);

        Assert.Equal(1, await server.Calls.DrainAsync(TimeSpan.FromMilliseconds(50)));

        server.Gate.Gate.SetResult();
        Assert.Equal(0, await server.Calls.DrainAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_cancelled_watch_leaves_no_handler_and_no_watcher()
    {
        await using var server = await HostedServer.StartAsync();
        using var channel = RpcChannels.Create(server.Address);
        using (var watch = new Health.HealthClient(channel).Watch(new HealthCheckRequest()))
        {
            Assert.True(await Patience.Within(watch.ResponseStream.MoveNext()));
            Assert.Equal(1, server.Health.Watchers);
        }

        await Patience.UntilAsync(() => server.Calls.RunningStreaming == 0, "the handler ends");
        Assert.Equal(0, server.Health.Watchers);
    }

    [Fact]
    public async Task A_callback_that_fails_when_the_drain_begins_does_not_keep_it_from_waiting()
    {
        await using var server = await HostedServer.StartAsync(LongDrain);
        using var channel = RpcChannels.Create(server.Address);
        var running = new Probe.ProbeClient(channel).UnaryAsync(new ProbeRequest());
        await Patience.Within(server.Gate.Entered.Task);
        server.Calls.DrainToken.Register(() => throw new InvalidOperationException("a callback of a handler"));

        var stop = server.App.StopAsync();
        var drain = server.Calls.DrainAsync(RpcLimits.DrainTimeoutMax);
        server.Gate.Gate.SetResult();

        Assert.Equal(0, await Patience.Within(drain));
        await Patience.Within(running.ResponseAsync);
        await Patience.Within(stop);
    }

    [Fact]
    public async Task A_callback_that_hangs_does_not_hold_the_drain_longer_than_its_time()
    {
        await using var server = await HostedServer.StartAsync();
        using var release = new ManualResetEventSlim();
        server.Calls.DrainToken.Register(release.Wait);

        var left = await server.Calls.DrainAsync(TimeSpan.FromMilliseconds(50)).WaitAsync(TimeSpan.FromSeconds(20));

        release.Set();
        Assert.Equal(0, left);
    }

    [Theory]
    [InlineData("refuse", StatusCode.InvalidArgument)]
    [InlineData("give-up", StatusCode.Unavailable)]
    public async Task A_status_that_a_handler_decided_itself_outlives_the_drain(string behaviour, StatusCode expected)
    {
        await using var server = await HostedServer.StartAsync(LongDrain);
        using var channel = RpcChannels.Create(server.Address);
        using var call = new Probe.ProbeClient(channel).ServerStream(new ProbeRequest { Behaviour = behaviour });
        await Patience.Within(server.Gate.Entered.Task);

        var stop = server.App.StopAsync();
        var ended = await Assert.ThrowsAsync<RpcException>(() => Patience.Within(call.ResponseStream.MoveNext()));

        Assert.Equal(expected, ended.StatusCode);
        await Patience.Within(stop);
    }
}
