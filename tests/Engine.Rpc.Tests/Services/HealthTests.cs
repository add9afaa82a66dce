using Engine.Rpc.Hosting;
using Engine.Rpc.Services;
using Engine.Rpc.Tests.Hosting;
using Grpc.Core;
using Grpc.Health.V1;
using Xunit;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Engine.Rpc.Tests.Services;

public sealed class HealthTests
{
    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        Assert.True(await Patience.Within(watch.ResponseStream.MoveNext()));
        return watch.ResponseStream.Current.Status;
    }

    [Fact]
    public async Task Check_tells_the_status_of_a_known_service_and_NOT_FOUND_of_others()
    {
        await using var server = await HostedServer.StartAsync();
        server.Health.Set("engine.v1.Control", ServingStatus.NotServing);
        using var channel = RpcChannels.Create(server.Address);
        var client = new Health.HealthClient(channel);

        var known = await client.CheckAsync(new HealthCheckRequest { Service = "engine.v1.Control" });
        var unknown = await Assert.ThrowsAsync<RpcException>(
            async () => await client.CheckAsync(new HealthCheckRequest { Service = "nobody" }));

        Assert.Equal(ServingStatus.NotServing, known.Status);
        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);
        Assert.Contains("'nobody'", unknown.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_tells_the_status_now_and_every_change_also_of_a_service_that_comes_later()
    {
        await using var server = await HostedServer.StartAsync();
        using var channel = RpcChannels.Create(server.Address);
        using var watch = new Health.HealthClient(channel).Watch(new HealthCheckRequest { Service = "later" });

        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(watch));
        server.Health.Set("later", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
        server.Health.Set("later", ServingStatus.NotServing);
        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
    }

    [Fact]
    public async Task List_tells_the_status_of_all_services()
    {
        await using var server = await HostedServer.StartAsync();
        server.Health.Set("a", ServingStatus.NotServing);
        using var channel = RpcChannels.Create(server.Address);

        var list = await new Health.HealthClient(channel).ListAsync(new HealthListRequest());

        Assert.Equal(
            [("", ServingStatus.Serving), ("a", ServingStatus.NotServing)],
            list.Statuses.Select(pair => (pair.Key, pair.Value.Status)).Order());
    }

    [Fact]
    public void After_a_stop_nothing_is_serving_whatever_is_set()
    {
        var board = new HealthBoard();
        board.Set("", ServingStatus.Serving);

        board.Stop();
        board.Set("", ServingStatus.Serving);
        board.Set("new", ServingStatus.Serving);

        Assert.All(board.All(), pair => Assert.Equal(ServingStatus.NotServing, pair.Value));
        Assert.Equal(2, board.All().Count);
    }

    [Fact]
    public void A_watcher_that_does_not_read_sees_the_latest_status_and_holds_nobody_up()
    {
        var board = new HealthBoard();
        using var watcher = board.Watch("", watchersMax: 1)!;
        for (var i = 0; i < 1_000; i++)
            board.Set("", i % 2 == 0 ? ServingStatus.NotServing : ServingStatus.Serving);

        Assert.True(watcher.Changes.TryRead(out var latest));
        Assert.Equal(ServingStatus.Serving, latest);
        Assert.False(watcher.Changes.TryRead(out _));
        Assert.Null(board.Watch("", watchersMax: 1));
    }
}
