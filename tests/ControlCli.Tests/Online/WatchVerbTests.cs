using System.Text.Json.Nodes;
using Grpc.Core;
using Xunit;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Tests.Online;

public sealed class WatchVerbTests(JournalFixture journal) : IClassFixture<JournalFixture>
{
    [Theory]
    [InlineData("active")]
    [InlineData("flat")]
    [InlineData("reconciled")]
    [InlineData("stopped")]
    public async Task Wait_ends_when_the_state_is_there(string state)
    {
        await using var engine = await FakeEngine.StartAsync();
        var not = Pictures.Paused();
        not.IsReconciled = false;
        var reached = Pictures.Running();
        (reached.OpenOrders, reached.OpenPositions) = (0, 0);
        if (state == "stopped") reached.Phase = V1.Phase.Stopped;
        engine.Watched.Writer.TryWrite(not);
        engine.Watched.Writer.TryWrite(reached);
        var result = Cli.Run("wait", "--for", state, "--timeout", "30s", "-e", engine.Address);

        Assert.True(result.Code == ExitCode.Ok, result.Error);
        Assert.Contains("State:  " + state, result.Output);
    }

    [Fact]
    public async Task Wait_that_lasts_too_long_says_what_is_there_instead()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Status = Pictures.Paused(); // Asked for where the watch has brought nothing in time.
        engine.Watched.Writer.TryWrite(Pictures.Paused());
        var result = Cli.Run("wait", "--for", "active", "--timeout", "500ms", "-e", engine.Address);

        Assert.Equal(ExitCode.TimedOut, result.Code);
        Assert.Contains("Running, Reducing, 2 orders, 0 unknown, 1 positions", result.Error);
    }

    [Fact]
    public void Who_refuses_a_connection_on_this_machine_is_stopped_and_not_active()
    {
        var address = $"http://127.0.0.1:{Ports.Unused()}";
        Assert.Equal(ExitCode.Ok, Cli.Run("wait", "--for", "stopped", "-e", address).Code);
        var result = Cli.Run("wait", "--for", "active", "--timeout", "300ms", "-e", address);

        Assert.Equal(ExitCode.Unreachable, result.Code);
        Assert.Equal(ExitCode.Ok, Cli.Run("wait", "--for", "stopped", "-j", journal.Folder).Code);
        Assert.Equal(ExitCode.Unreachable, Cli.Run("wait", "--for", "stopped", "-j", "/no/such/folder").Code);
    }

    [Fact]
    public async Task Top_shows_rates_between_pictures()
    {
        await using var engine = await FakeEngine.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            var picture = Pictures.Running();
            picture.Counters.Quotes += i * 1_000;
            engine.Next.Enqueue(picture);
        }
        var lines = Cli.Run("top", "--count", "2", "-o", "json", "-e", engine.Address).Lines;

        Assert.Equal(2, lines.Length);
        Assert.All(lines, line =>
        {
            Assert.True(JsonNode.Parse(line)!["quotesPerSecond"]!.GetValue<long>() > 0, line);
            Assert.Equal(0, JsonNode.Parse(line)!["ordersPerSecond"]!.GetValue<long>());
        });
    }

    [Fact]
    public async Task Top_shows_the_machinery_once_as_json()
    {
        await using var engine = await FakeEngine.StartAsync();
        var top = JsonNode.Parse(Cli.Run("top", "-o", "json", "-e", engine.Address).Output)!;

        Assert.Equal(
            (12L, 65_536L, 3L), (Long(top["ringOccupied"]), Long(top["ringCapacity"]), Long(top["ringWaits"])));
        Assert.Equal((5L, 250L), (Long(top["durableLagRecords"]), Long(top["followerLagRecords"])));
        Assert.Null(top["snapshotAgeNs"]);
        var lane = Assert.Single(top["lanes"]!.AsArray())!;
        Assert.Equal(("sim", 40L), (lane["name"]!.GetValue<string>(), Long(lane["occupied"])));
        Assert.True(Long(lane["perSecond"]) > 0);
        var logic = Assert.Single(top["threads"]!.AsArray())!;
        Assert.Equal(["logic"], logic["stages"]!.AsArray().Select(stage => stage!.GetValue<string>()));
        Assert.Equal((52_000_000L, 2L, 0L),
            (Long(logic["longestNs"]), Long(logic["stalls"]), Long(logic["missedWakeups"])));
        Assert.True(logic["cpuShare"]!.GetValue<double>() > 0);

        var table = Cli.Run("top", "--count", "1", "-e", engine.Address).Output;
        Assert.Contains("stalls 2", table);
    }

    [Fact]
    public async Task Latencies_are_a_table_of_percentiles_and_the_same_as_json()
    {
        await using var engine = await FakeEngine.StartAsync();
        var table = Cli.Run("latency", "-e", engine.Address);

        Assert.True(table.Code == ExitCode.Ok, table.Error);
        var row = table.Lines.Single(line => line.StartsWith("tick_to_order", StringComparison.Ordinal));
        Assert.Contains("850 ns", row);
        Assert.Contains("12.3 us", row);
        Assert.Contains("4.56 ms", row);
        Assert.Contains("▁", row);
        var empty = table.Lines.Single(line => line.StartsWith("order_to_fill", StringComparison.Ordinal));
        Assert.DoesNotContain("ns", empty);

        var json = JsonNode.Parse(Cli.Run("latency", "-o", "json", "-e", engine.Address).Output)!;
        var first = json["latencies"]!.AsArray()[0]!;
        Assert.Equal(("tick_to_order", 1_000L, 4_560_000L),
            (first["name"]!.GetValue<string>(), Long(first["count"]), Long(first["p999Ns"])));
        var lines = Cli.Run("latency", "-w", "--count", "3", "-o", "json", "-e", engine.Address).Lines;
        Assert.Equal(3, lines.Length);
        Assert.Equal(3, JsonNode.Parse(lines[2])!["latencies"]![0]!["trend"]!.GetValue<string>().Length);
        Assert.Contains(
            "tick_to_order 850 ns / 12.3 us", Cli.Run("latency", "-w", "--count", "1", "-e", engine.Address).Output);
    }

    private static long Long(JsonNode? node) => node!.GetValue<long>();

    [Fact]
    public async Task Events_go_on_behind_a_broken_stream_without_gap_or_repeat()
    {
        await using var engine = await FakeEngine.StartAsync();
        for (var sequence = 1; sequence <= 9; sequence++)
            engine.Events.Add(Pictures.Event(sequence, sequence % 3 == 0 ? "Execution" : "Trade"));
        engine.Breaks.Enqueue((4, new RpcException(new Status(StatusCode.Unavailable, "restart"))));
        engine.Breaks.Enqueue((2, new RpcException(new Status(StatusCode.ResourceExhausted, "too slow"))));
        var result = Cli.Run("events", "tail", "-f", "--from", "2", "--limit", "8", "-o", "json", "-e", engine.Address);

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.Equal(
            Enumerable.Range(2, 8).Select(sequence => (long)sequence),
            result.Lines.Select(line => JsonNode.Parse(line)!["sequence"]!.GetValue<long>()));
        Assert.Equal([2, 6, 8], engine.Requests.OfType<V1.ReadEventsRequest>().Select(request => request.FromSequence));
        Assert.Contains("it is taken up at 6", result.Error);
    }

    [Fact]
    public async Task Events_of_an_engine_and_of_files_have_the_same_form()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Events.Add(Pictures.Event(5, "Execution", ("OrderId", "1"), ("Price", "48.51")));
        string[] verb = ["events", "tail", "--from", "5", "--limit", "1", "-o", "json"];
        var online = JsonNode.Parse(Cli.Run([.. verb, "-e", engine.Address]).Output)!.AsObject();
        var offline = JsonNode.Parse(Cli.Run([.. verb, "-j", journal.Folder]).Output)!.AsObject();

        Assert.Equal(offline.Select(member => member.Key), online.Select(member => member.Key));
        Assert.Equal("48.51", online["fields"]!["price"]!.GetValue<string>());
        Assert.Contains(
            "orderId=1 price=48.51", Cli.Run("events", "tail", "--from", "5", "-e", engine.Address).Output);
        Assert.Equal(10, Cli.Run("events", "tail", "-j", journal.Folder).Lines.Length);
    }

    [Fact]
    public async Task Watching_ends_well_when_it_is_interrupted()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Events.Add(Pictures.Event(1, "Trade"));
        using var interrupt = new CancellationTokenSource();
        var call = Task.Run(() => new Shell { Stop = interrupt.Token }.Run(
            "events", "tail", "-f", "--from", "1", "-e", engine.Address));
        while (!engine.Requests.OfType<V1.ReadEventsRequest>().Any()) await Task.Yield();
        await interrupt.CancelAsync();

        Assert.Equal(ExitCode.Ok, (await call).Code);
    }
}
