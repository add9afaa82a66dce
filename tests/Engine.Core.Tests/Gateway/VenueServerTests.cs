using System.Diagnostics;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Time;
using Xunit;
using static Engine.Core.Tests.Gateway.VenueRecords;

namespace Engine.Core.Tests.Gateway;

/// <summary>Goal: engine and venue over real sockets: round trip, reconnect, kill of the venue, fencing.</summary>
public sealed class VenueServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("venue").FullName;
    private readonly List<VenueClientGateway> _clients = [];

    private VenueServerOptions Options => new()
    {
        Listen = "unix:" + Path.Combine(_folder, "s"),
        LogPath = Path.Combine(_folder, "venue-log"),
        Account = "PAPER1",
        Venue = VenueBench.Small,
    };

    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("unix")]
    [InlineData("tcp")]
    public async Task Orders_fill_over_the_socket_and_the_log_is_the_witness(string transport)
    {
        using var stop = new CancellationTokenSource();
        var address = new TaskCompletionSource<string>();
        var options = transport == "unix" ? Options : Options with { Listen = "tcp:127.0.0.1:0" };
        var server = VenueServer.RunAsync(options, stop.Token, address.SetResult);
        var client = Client(await address.Task, 1);
        await Trade(client, orderId: 1, epoch: 1);
        await stop.CancelAsync();
        await server;

        var log = VenueLogReader.Open(Options.LogPath);
        Assert.Equal(1, Assert.Single(log.CountOrdersById()).Value);
        Assert.Equal("SIM-1", Assert.Single(log.Executions).Execution.ExecutionId.ToString());
        Assert.Equal(10, log.SumPositions()[0]);
    }

    [Fact]
    public async Task A_killed_venue_comes_back_with_its_memory_and_the_client_by_itself()
    {
        var server = VenueServer.Open(Options);
        var serving = server.ServeAsync(CancellationToken.None);
        var client = Client(server.Address, 1);
        await Trade(client, orderId: 1, epoch: 1);
        await server.DisposeAsync(); // no Close: what a kill leaves
        await Assert.ThrowsAnyAsync<Exception>(() => serving);

        var inputs = await Until(client, r => r.Kind == EventKind.VenueDisconnected);
        Assert.Equal(VenueReason.ConnectionLost, inputs[^1].OrderReport.Reason);
        Assert.Equal(GatewaySendCode.NotConnected, client.TrySend(Limit(0, 2, Side.Buy, 1, 1), default));

        await using var again = VenueServer.Open(Options);
        using var stop = new CancellationTokenSource();
        serving = again.ServeAsync(stop.Token);
        inputs = await Until(client, r => r.Kind == EventKind.VenueConnected);
        Assert.Equal((2, client.SessionEpoch), (inputs[^1].OrderReport.SessionEpoch, client.SessionEpoch));
        Assert.Equal(GatewaySendCode.OldSession, client.TrySend(InSession(Limit(0, 2, Side.Buy, 1, 1), 1), default));

        // Nothing that was handed on is said again; the answers are whole; a repeated order is refused.
        client.TryQuery(Question(7, QueryKind.None));
        inputs = await Until(client, r => r.Kind == EventKind.QueryCompleted && r.Query.Query == QueryKind.Positions);
        Assert.Equal([EventKind.QueryCompleted, EventKind.Execution, EventKind.QueryCompleted,
            EventKind.PositionReported,
            EventKind.QueryCompleted], inputs.Select(r => r.Kind));
        client.TryQuery(Question(8, QueryKind.OrderStatus, orderId: 2, epoch: 1));
        inputs = await Until(client, r => r.Kind == EventKind.QueryCompleted);
        Assert.Equal(VenueReason.NotReceived, inputs[0].OrderReport.Reason);
        client.TrySend(InSession(Market(300 * Ms, 1, Side.Buy, 10), 2), default);
        client.OnRecord(At(900 * Ms, EventKind.ClockTick), false);
        inputs = await Until(client, r => r.Kind == EventKind.OrderRejected);
        Assert.Equal(VenueReason.DuplicateOrder, inputs[^1].OrderReport.Reason);
        await stop.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task What_an_engine_missed_is_said_again_and_no_more()
    {
        await using var server = VenueServer.Open(Options);
        using var stop = new CancellationTokenSource();
        var serving = server.ServeAsync(stop.Token);
        await Trade(Client(server.Address, 1), orderId: 1, epoch: 1);

        var forgetful = Client(server.Address, 2, lastEventId: 1);
        var inputs = await Until(forgetful, r => r.Kind == EventKind.Execution);
        Assert.Equal([EventKind.VenueConnected, EventKind.Execution], inputs.Select(r => r.Kind));
        Assert.Equal(2, forgetful.LastVenueEventId);
        await stop.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task A_newer_session_ends_the_older_one_for_good()
    {
        await using var server = VenueServer.Open(Options);
        using var stop = new CancellationTokenSource();
        var serving = server.ServeAsync(stop.Token);
        var older = Client(server.Address, 1);
        await Until(older, r => r.Kind == EventKind.VenueConnected);
        var newer = Client(server.Address, 5);
        await Until(newer, r => r.Kind == EventKind.VenueConnected);

        var inputs = await Until(older, r => r.Kind == EventKind.VenueDisconnected);
        Assert.Equal(VenueReason.SessionFenced, inputs[^1].OrderReport.Reason);
        Assert.True(older.IsOver);
        Assert.Equal(GatewaySendCode.NotConnected, older.TrySend(InSession(Limit(0, 1, Side.Buy, 1, 1), 1), default));

        var late = Client(server.Address, 5);
        inputs = await Until(late, r => r.Kind == EventKind.VenueDisconnected);
        Assert.Equal((VenueReason.SessionFenced, true), (inputs[^1].OrderReport.Reason, late.IsOver));
        var foreign = Client(server.Address, 9, account: "OTHER");
        inputs = await Until(foreign, r => r.Kind == EventKind.VenueDisconnected);
        Assert.Equal(VenueReason.WrongAccount, inputs[^1].OrderReport.Reason);
        await Trade(newer, orderId: 1, epoch: 5, isConnected: true);
        await stop.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task A_venue_that_is_not_there_yet_is_tried_again()
    {
        var client = Client(Options.Listen, 1);
        var inputs = new EngineEvent[4];
        for (var i = 0; i < 50; i++) Assert.Equal(0, client.Poll(inputs));
        await using var server = VenueServer.Open(Options);
        using var stop = new CancellationTokenSource();
        var serving = server.ServeAsync(stop.Token);
        await Until(client, r => r.Kind == EventKind.VenueConnected);
        await stop.CancelAsync();
        await serving;
    }

    [Fact]
    public void Only_loopback_addresses_are_served()
    {
        Assert.Throws<VenueException>(() => VenueServer.Open(Options with { Listen = "tcp:0.0.0.0:0" }));
        Assert.Throws<VenueException>(() => VenueServer.Open(Options with { Listen = "somewhere" }));
    }

    private static async Task Trade(VenueClientGateway client, long orderId, int epoch, bool isConnected = false)
    {
        client.OnRecord(Instrument(), false);
        if (!isConnected) await Until(client, r => r.Kind == EventKind.VenueConnected);
        var order = InSession(Market(1 * Ms, orderId, Side.Buy, 10), epoch);
        Assert.Equal(GatewaySendCode.Written, client.TrySend(in order, default));
        client.OnRecord(Quote(200 * Ms, 9_990, 10_000), false);
        var inputs = await Until(client, r => r.Kind == EventKind.Execution);
        Assert.Equal([EventKind.OrderAccepted, EventKind.Execution], inputs.Select(r => r.Kind));
        Assert.Equal(10_005, inputs[1].Execution.Price);
    }

    /// <summary>Polls until an input of the kind came; returns everything up to it.</summary>
    private static async Task<List<EngineEvent>> Until(VenueClientGateway client, Func<EngineEvent, bool> isLast)
    {
        var inputs = new EngineEvent[1];
        var all = new List<EngineEvent>();
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20))
        {
            if (client.Poll(inputs) == 0)
            {
                await Task.Delay(1);
                continue;
            }
            all.Add(inputs[0]);
            if (isLast(inputs[0])) return all;
        }
        throw new TimeoutException("Got only: " + string.Join(" ", all.Select(r => r.Kind)));
    }

    private static EngineEvent InSession(EngineEvent order, int epoch)
    {
        order.Order.SessionEpoch = epoch;
        return order;
    }

    private VenueClientGateway Client(string address, int epoch, long lastEventId = 0, string account = "PAPER1")
    {
        var client = new VenueClientGateway(
            new VenueClientOptions
            {
                Connect = address,
                Account = account,
                FirstSessionEpoch = epoch,
                LastVenueEventId = lastEventId,
                BackoffNsMin = 1 * Ms,
                BackoffNsMax = 20 * Ms,
                SendFrames = 64,
                ReceiveFrames = 4,
            },
            new StopwatchClock());
        _clients.Add(client);
        return client;
    }

    private sealed class StopwatchClock : IClock
    {
        public long NowNs => (long)Stopwatch.GetElapsedTime(0).TotalNanoseconds;
    }
}
