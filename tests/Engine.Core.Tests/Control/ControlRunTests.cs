using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Loading;
using Engine.Core.Replay;
using Engine.Testing;
using Engine.Testing.FaultyStorage;
using Xunit;

namespace Engine.Core.Tests.Control;

/// <summary>Goal: commands to a whole engine, on its real threads, over restarts.</summary>
public sealed class ControlRunTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly string[] Small =
    [
        "account=TEST", "journal.directory=/none", "simulated.duration=10h", "simulated.rate=200",
        "simulated.symbols=AAA,BBB", "limits.segmentRecords=8192", "limits.outboundRingSlots=8192",
        "limits.laneSlots=1024", "limits.stateHashIntervalRecords=500", "journal.hashChain=false",
        "strategies.q.type=passive-quoting", "venue.hosted=true", "data.pace=20",
    ];

    [Fact]
    public async Task An_answer_is_never_heard_of_before_it_is_durable()
    {
        using var engine = Open(new FaultyJournalStorage());
        var run = await StartAsync(engine);
        for (var i = 0; i < 20; i++)
        {
            var pause = await engine.Control.SubmitAsync(OperatorCommand.Pause(Issuer.Of())).WaitAsync(Deadline);
            Assert.True(pause.Sequence <= engine.DurableSequence);
            Assert.Equal(Permission.Reducing, engine.Board.Status!.Permission);
            Assert.Equal((CommandCode.Done, Permission.Reducing), (pause.Code, pause.Result.Permission));
            var hold = Assert.Single(pause.Holds);
            Assert.Equal((pause.Result.HoldId, "alice", HoldKind.Operator), (hold.HoldId, hold.Who, hold.Kind));

            var resume = await engine.Control.SubmitAsync(OperatorCommand.Resume(Issuer.Of())).WaitAsync(Deadline);
            Assert.Equal((CommandCode.Done, 1, 0), (resume.Code, resume.Result.HoldsReleased, resume.Holds.Count));
        }
        await StopAsync(engine, run);
    }

    [Fact]
    public async Task A_key_survives_a_restart_with_and_without_a_snapshot()
    {
        var storage = new FaultyJournalStorage();
        var halt = OperatorCommand.Halt(Issuer.Of(key: "halt-1"));
        CommandAnswer first;
        using (var engine = Open(storage))
        {
            var run = await StartAsync(engine);
            first = await engine.Control.SubmitAsync(halt).WaitAsync(Deadline);
            Assert.False(first.IsRepeat);
            await StopAsync(engine, run);
        }
        using (var engine = Open(storage))
        {
            Assert.NotNull(engine.Recovered.SnapshotFile);
            var straight = ModelRecovery.Recover(
                storage, JournalReader.Open(storage).Manifest, engine.Recovery.LastSequence,
                new ModelFactory(new StrategyCatalog()).Create, "", useSnapshots: false);
            Assert.Equal(straight.Model.Chain.StateDigest, engine.Recovered.Model.Chain.StateDigest);
            Assert.Equal(Permission.Halted, straight.Model.Chain.View.Holds.AccountPermission);

            var run = await StartAsync(engine);
            var again = await engine.Control.SubmitAsync(halt).WaitAsync(Deadline);
            Assert.True(again.IsRepeat);
            Assert.Equal(first.Result.AppliedSequence, again.Result.AppliedSequence);
            Assert.True(again.Sequence > first.Sequence);
            var other = await engine.Control.SubmitAsync(OperatorCommand.Pause(Issuer.Of(key: "halt-1")))
                .WaitAsync(Deadline);
            Assert.Equal(CommandCode.IdempotencyKeyReused, other.Code);
            await StopAsync(engine, run);
        }
    }

    [Fact]
    public async Task A_dry_run_journals_nothing_and_a_snapshot_is_there_when_it_is_answered()
    {
        var storage = new FaultyJournalStorage();
        using var engine = Open(storage);
        var run = await StartAsync(engine);
        var halt = OperatorCommand.Halt(Issuer.Of(key: "dry"));
        var preview = await engine.Control.PreviewAsync(halt).WaitAsync(Deadline);
        Assert.Equal((CommandCode.Done, Permission.Halted), (preview.Result.Code, preview.Result.Permission));
        Assert.Contains(preview.DoesNot, line => line.Contains("flatten", StringComparison.Ordinal));
        Assert.Empty(engine.Board.Status!.Holds);

        int Snapshots() => storage.List().Count(name => name.StartsWith("snapshot-", StringComparison.Ordinal));
        Assert.Equal(0, Snapshots());
        var answer = await engine.Control.SubmitAsync(OperatorCommand.Snapshot(Issuer.Of())).WaitAsync(Deadline);
        Assert.Equal((CommandCode.Done, 1), (answer.Code, Snapshots()));
        await StopAsync(engine, run);
    }

    [Theory]
    [InlineData("written")]
    [InlineData("synced")]
    public async Task A_rotated_journal_is_read_verified_and_gone_on_with(string durability)
    {
        var storage = new FaultyJournalStorage();
        string[] settings = ["journal.hashChain=true", $"journal.durability={durability}"];
        var rotated = new List<long>();
        for (var life = 0; life < 2; life++)
        {
            using var engine = Open(storage, settings);
            Assert.Equal(life == 0, engine.Recovery.IsNew);
            var run = await StartAsync(engine);
            using var tail = JournalReader.Open(storage, engine.Recovery.NextSequence);
            for (var i = 0; i < 4; i++)
            {
                var answer = await engine.Control.SubmitAsync(OperatorCommand.Rotate(Issuer.Of())).WaitAsync(Deadline);
                Assert.Equal((CommandCode.Done, true), (answer.Code, answer.Sequence <= engine.DurableSequence));
                rotated.Add(answer.Result.AppliedSequence);
                ReadPast(tail, answer.Result.AppliedSequence);
                var pause = await engine.Control.SubmitAsync(OperatorCommand.Pause(Issuer.Of())).WaitAsync(Deadline);
                ReadPast(tail, pause.Sequence);
            }
            await StopAsync(engine, run);
        }

        var report = JournalVerifier.Verify(storage);
        Assert.Empty(report.Findings);
        Assert.Equal(report.LastSequence, report.ChainedSequence);
        var firsts = new List<long>();
        using var reader = JournalReader.Open(storage);
        var segment = 0;
        for (var records = reader.Read(); !records.IsEmpty; records = reader.Read())
        {
            if (reader.SegmentNumber != segment) firsts.Add(records[0].Sequence);
            segment = reader.SegmentNumber;
        }
        Assert.Equal(report.Segments, firsts.Count);
        foreach (var sequence in rotated)
        {
            using var group = JournalReader.Open(storage, sequence);
            var records = group.Read();
            var last = 0;
            while (!records[last].IsLastOfGroup) last++;
            Assert.True(records[last].EndsSegment);
            Assert.Contains(records[last].Sequence + 1, firsts);
        }
    }

    private static void ReadPast(JournalReader reader, long sequence)
    {
        while (reader.NextSequence <= sequence) Assert.False(reader.ReadUpTo(sequence).IsEmpty);
    }

    [Fact]
    public async Task A_commanded_stop_is_carried_out_and_the_last_waits_are_told()
    {
        using var engine = Open(new FaultyJournalStorage());
        var run = await StartAsync(engine);
        var stop = await engine.Control.SubmitAsync(OperatorCommand.Stop(Issuer.Of(), StopMode.Cancel))
            .WaitAsync(Deadline);
        Assert.Equal((CommandCode.Done, EnginePhase.Stopping), (stop.Code, stop.Result.Phase));
        var summary = await run.WaitAsync(Deadline);
        Assert.True(summary.Shutdown.IsClean);
        Assert.Equal("operator", summary.Shutdown.Request.Who);
        await Assert.ThrowsAsync<EngineStoppedException>(
            () => engine.Control.SubmitAsync(OperatorCommand.Pause(Issuer.Of())));
    }

    // Until the follower has shown its first status, the run has not begun.
    private static async Task<Task<EngineSummary>> StartAsync(TradingEngine engine)
    {
        var isBegun = new TaskCompletionSource();
        var run = Task.Run(() => engine.Run(_ =>
        {
            if (engine.Board.Status is { Phase: EnginePhase.Running }) isBegun.TrySetResult();
        }));
        await isBegun.Task.WaitAsync(Deadline);
        return run;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stop_with_flatten_ends_flat(bool isCommanded)
    {
        using var engine = Open(new FaultyJournalStorage(), "risk.staleQuoteMs=600000");
        var hasPosition = new TaskCompletionSource();
        var run = Task.Run(() => engine.Run(_ =>
        {
            if (engine.Board.Status is { OpenPositions: > 0, OpenOrders: > 0 }) hasPosition.TrySetResult();
        }));
        await hasPosition.Task.WaitAsync(Deadline);
        if (isCommanded)
        {
            var stop = await engine.Control.SubmitAsync(OperatorCommand.Stop(Issuer.Of(), StopMode.Flatten))
                .WaitAsync(Deadline);
            Assert.False(stop.IsRefused); // What there was to close may have been closed by an order just before.
        }
        else
        {
            engine.RequestStop(StopMode.Flatten, "test", "over");
        }

        var summary = await run.WaitAsync(Deadline);
        Assert.True(summary.Shutdown.IsClean, string.Join("; ", summary.Shutdown.Steps));
        Assert.Equal((0, 0), (summary.Shutdown.RemainingOrders, summary.Shutdown.RemainingPositions));
        Assert.All(summary.Positions, position => Assert.Equal(0, position.Quantity));
        Assert.False(engine.Pipeline.Model.Chain.IsFlattening);
    }

    private static async Task StopAsync(TradingEngine engine, Task<EngineSummary> run)
    {
        engine.RequestStop(StopMode.Cancel, "test", "over");
        var summary = await run.WaitAsync(Deadline);
        Assert.Null(summary.Shutdown.Fault);
    }

    private static TradingEngine Open(FaultyJournalStorage storage, params string[] settings)
    {
        var config = LogicBench.ConfigOf([.. Small, "mode=paper", .. settings]);
        return TradingEngine.Open(new EngineSetup(config, new StrategyCatalog(), "test"), storage);
    }
}
