using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Loading;
using Engine.Core.Replay;
using Engine.Grpc.Tests.Hosting;
using Engine.Grpc.Tests.Services;
using Engine.Rpc.Hosting;
using Grpc.Core;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Process;

/// <summary>An engine process driven through its day by an operator on the network, and what its journal says of it.
/// </summary>
public sealed class ControlPlaneTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly TempFolder _folder = new();

    private string Journal => _folder.Of("j");

    [Fact]
    public async Task Pause_resume_halt_restart_resume_and_drain_are_in_the_journal_with_who_and_why()
    {
        await using (var engine = Start())
        {
            var endpoints = await Endpoints.OfAsync(Journal);
            using var channel = RpcChannels.Create($"http://{endpoints.Grpc}");
            var control = new Wire.Control.ControlClient(channel);
            await UntilAsync(channel, status => status.Phase == Wire.Phase.Running && status.Counters.Quotes > 100);
            await control.PauseAsync(
                new Wire.PauseRequest { Head = Head("look at it"), Scope = ControlBench.OfAccount });
            var resumed = await control.ResumeAsync(
                new Wire.ResumeRequest { Head = Head("it is well"), Scope = ControlBench.OfAccount });
            Assert.Equal(Wire.Permission.Active, resumed.Permission);
            await control.HaltAsync(new Wire.HaltRequest { Head = Head("end of day"), Scope = ControlBench.OfAccount });
            Assert.Equal(0, await ShutdownAsync(control, "home", Wire.ShutdownMode.Cancel));
            Assert.Equal(0, (await engine.EndAsync()).ExitCode);
        }
        await using (var engine = Start())
        {
            var endpoints = await Endpoints.OfAsync(Journal);
            using var channel = RpcChannels.Create($"http://{endpoints.Grpc}");
            var control = new Wire.Control.ControlClient(channel);
            var halted = await UntilAsync(channel, status => status.Phase == Wire.Phase.Running);
            Assert.Equal((Wire.Permission.Halted, 2), (halted.Permission, halted.RunEpoch));
            Assert.Equal("end of day", Assert.Single(halted.Holds).Why);
            var resumed = await control.ResumeAsync(
                new Wire.ResumeRequest { Head = Head("new day"), Scope = ControlBench.OfAccount });
            Assert.Equal((Wire.Permission.Active, 0), (resumed.Permission, resumed.Holds.Count));
            var exitCode = await ShutdownAsync(control, "drained", Wire.ShutdownMode.Drain);
            var result = await engine.EndAsync();
            Assert.Equal(exitCode, result.ExitCode);
            Assert.Equal("", result.Errors);
        }
        Assert.Equal(
        [
            "HoldCommanded local Ada look at it", "ReleaseCommanded local Ada it is well",
            "HoldCommanded local Ada end of day", "StopCommanded local Ada home",
            "ReleaseCommanded local Ada new day", "StopCommanded local Ada drained",
        ], Commands());
        AssertReplays();
    }

    [Fact]
    public async Task A_signal_that_would_park_is_refused_while_the_engine_holds_a_stop()
    {
        await using var engine = Start("--set", "stop.mode=park");
        var endpoints = await Endpoints.OfAsync(Journal);
        using var channel = RpcChannels.Create($"http://{endpoints.Grpc}");
        var control = new Wire.Control.ControlClient(channel);
        await UntilAsync(channel, status => status.Phase == Wire.Phase.Running && status.Counters.Quotes > 100);
        var answer = await control.SubmitOrderAsync(new Wire.SubmitOrderRequest
        {
            Head = Head("an entry with a stop"),
            Instrument = "ALFA",
            Side = Wire.Side.Buy,
            Type = Wire.OrderType.Market,
            TimeInForce = Wire.TimeInForce.Day,
            Quantity = new Wire.Decimal { Mantissa = 1 },
            Terms = new Wire.OrderTerms { ProtectTrailBps = 5_000 },
        });
        var filled = await FilledAtAsync(channel, answer.OrderId);
        await UntilAsync(channel, status => status.Sequence >= filled);

        engine.Signal(EngineProcess.Sigterm);
        await engine.SaysAsync("SIGTERM is refused: stop.mode is park, and the engine holds stops or targets");
        Assert.Equal(Wire.Phase.Running, (await UntilAsync(channel, _ => true)).Phase);
        Assert.Equal(0, await ShutdownAsync(control, "home", Wire.ShutdownMode.Cancel));
        Assert.Equal(0, (await engine.EndAsync()).ExitCode);
        Assert.Equal(["StopCommanded local Ada home"], Commands().Where(line => line.StartsWith("Stop")));
    }

    public void Dispose() => _folder.Dispose();

    private EngineProcess Start(params string[] more) => EngineProcess.Start(
    [
        "run", "--demo", "--pace", "1", "--journal", Journal, "--set", "control.grpc=0", "--set", "stop.deadline=1s",
        .. more,
    ]);

    private static Wire.CommandHead Head(string reason) => new()
    {
        Reason = reason,
        IdempotencyKey = reason,
        Account = "DEMO",
        Mode = Wire.Mode.Paper,
        OperatorName = "Ada",
    };

    // The exit code that the last message names.
    private static async Task<int> ShutdownAsync(
        Wire.Control.ControlClient control, string reason, Wire.ShutdownMode mode)
    {
        using var call = control.Shutdown(new Wire.ShutdownRequest { Head = Head(reason), Mode = mode });
        return (await call.ResponseStream.ReadAllAsync().ToListAsync())[^1].ExitCode;
    }

    private static async Task<Wire.EngineStatus> UntilAsync(ChannelBase channel, Func<Wire.EngineStatus, bool> isMeant)
    {
        var client = new Wire.Status.StatusClient(channel);
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            try
            {
                var status = await client.GetStatusAsync(new Wire.GetStatusRequest());
                if (isMeant(status)) return status;
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
            {
                // It is starting.
            }
            await Task.Delay(Poll, deadline.Token);
        }
    }

    // Sequence of a picture in which the order is filled.
    private static async Task<long> FilledAtAsync(ChannelBase channel, long orderId)
    {
        var client = new Wire.Status.StatusClient(channel);
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            var list = await client.ListOrdersAsync(new Wire.ListOrdersRequest { IncludeClosed = true });
            if (list.Orders.Any(order => order.OrderId == orderId && order.Status == Wire.OrderStatus.Filled))
                return list.Sequence;
            await Task.Delay(Poll, deadline.Token);
        }
    }

    // Head, principal, and what he called himself followed by the reason, of every command that came from outside.
    private List<string> Commands()
    {
        using var reader = JournalReader.Open(new DiskStorage(Journal));
        var commands = new List<string>();
        EngineEvent head = default;
        CommandIdentityPayload identity = default;
        for (var records = reader.Read(); !records.IsEmpty; records = reader.Read())
        {
            foreach (ref readonly var record in records)
            {
                if (record.Kind == EventKind.CommandIdentity)
                {
                    identity = record.CommandIdentity;
                }
                else if (!record.IsContinuation)
                {
                    (head, identity) = (record, default);
                }
                else if (identity.RequestId != 0 && record.Kind == head.Kind)
                {
                    var text = AsciiText.Read(record.Text.Bytes);
                    var name = text[..identity.OperatorNameBytes];
                    commands.Add($"{head.Kind} {identity.Principal} {name} {text[identity.OperatorNameBytes..]}");
                }
            }
        }
        return commands;
    }

    // As `enginectl replay verify` does: from the first record on, every decision compared; a difference throws.
    private void AssertReplays()
    {
        var storage = new DiskStorage(Journal);
        var manifest = ManifestFile.Read(storage);
        var last = manifest.Runs[^1].End!.LastSequence;
        var config = JournalConfig.Find(storage, manifest.Runs[0])!;
        var replayed = ModelRecovery.Recover(
            storage, manifest, last, new ModelFactory(new StrategyCatalog()).Create, config, useSnapshots: false, null);
        Assert.Equal(last, replayed.Model.Chain.Cursor.LastSequence);
    }
}
