using Grpc.Core;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Services;

public sealed class ControlServiceTests
{
    [Fact]
    public async Task A_pause_is_durable_when_it_is_answered_and_names_its_hold()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        var reply = await bench.Control.PauseAsync(
            new Wire.PauseRequest { Head = bench.Head("fat finger"), Scope = ControlBench.OfAccount });

        Assert.Equal((0, "Done", false), (reply.Code, reply.CodeName, reply.IsRepeat));
        Assert.Equal(Wire.Permission.Reducing, reply.Permission);
        Assert.True(reply.Sequence <= bench.Engine.DurableSequence);
        var hold = Assert.Single(reply.Holds);
        Assert.Equal(("Operator", "local", "fat finger"), (hold.Kind, hold.Who, hold.Why));
        Assert.Equal(Wire.Scope.ScopeOneofCase.Account, hold.Scope.ScopeCase);
        Assert.True(hold.Sequence > reply.Sequence);
        Assert.NotEmpty(reply.Effects);
        Assert.NotEmpty(reply.DoesNot);

        var status = await bench.Status.GetStatusAsync(new Wire.GetStatusRequest());
        Assert.Equal(Wire.Permission.Reducing, status.Permission);
        Assert.Equal(hold, Assert.Single(status.Holds));
        Assert.InRange(status.Sequence, hold.Sequence, status.DurableSequence);
    }

    [Fact]
    public async Task A_resume_releases_the_holds_of_its_scope_and_names_those_that_remain()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        var strategy = new Wire.Scope { Strategy = "scripted" };
        await bench.Control.PauseAsync(new Wire.PauseRequest { Head = bench.Head(), Scope = strategy });
        await bench.Control.PauseAsync(
            new Wire.PauseRequest { Head = bench.Head(), Scope = new Wire.Scope { Instrument = "ALFA" } });
        var reply = await bench.Control.ResumeAsync(new Wire.ResumeRequest { Head = bench.Head(), Scope = strategy });
        Assert.Equal("Done", reply.CodeName);
        Assert.Equal("ALFA", Assert.Single(reply.Holds).Scope.Instrument);

        var again = await bench.Control.ResumeAsync(new Wire.ResumeRequest { Head = bench.Head(), Scope = strategy });
        Assert.Equal((2, "NothingToDo"), (again.Code, again.CodeName));

        var released = await bench.Control.ReleaseHoldAsync(
            new Wire.ReleaseHoldRequest { Head = bench.Head(), HoldId = reply.Holds[0].Id });
        Assert.Empty(released.Holds);
        Assert.Equal(Wire.Permission.Active, released.Permission);
    }

    [Fact]
    public async Task A_rotation_is_answered_with_its_sequence_and_once_per_key()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        var head = bench.Head("nightly copy");
        var dryHead = bench.Head();
        dryHead.DryRun = true;
        var dry = await RotateAsync(bench, dryHead);
        Assert.Equal(("Done", false), (dry.CodeName, dry.HasSequence));
        var reply = await RotateAsync(bench, head);
        Assert.Equal(("Done", false), (reply.CodeName, reply.IsRepeat));
        Assert.InRange(reply.Sequence, 1, bench.Engine.DurableSequence);
        Assert.Contains(reply.Effects, line => line.StartsWith("ends the segment", StringComparison.Ordinal));

        var again = await RotateAsync(bench, head);
        Assert.Equal((true, reply.Sequence), (again.IsRepeat, again.Sequence));
    }

    // Again where it is told to: a segment may just have ended by itself.
    private static async Task<Wire.CommandReply> RotateAsync(ControlBench bench, Wire.CommandHead head)
    {
        while (true)
        {
            try
            {
                return await bench.Control.RotateJournalAsync(new Wire.RotateJournalRequest { Head = head });
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
            {
                await bench.UntilAsync(_ => bench.Engine.IsNextSegmentReady); // Which has a deadline.
            }
        }
    }

    [Fact]
    public async Task A_step_on_the_ladder_is_answered_and_shown_with_its_limits()
    {
        await using var bench = new ControlBench(settings: [("risk.strategies.scripted.maxPosition", "500")]);
        await bench.UntilTradingAsync();
        var reply = await bench.Control.SetSizeFactorAsync(
            new Wire.SetSizeFactorRequest { Head = bench.Head(), Strategy = "scripted", PerTenThousand = 1_000 });
        Assert.Equal(("Done", 0), (reply.CodeName, reply.OrdersAffected));
        Assert.Contains(reply.DoesNot, line => line.StartsWith("does not trade", StringComparison.Ordinal));

        var ladder = await bench.Status.GetLadderAsync(new Wire.GetLadderRequest());
        Assert.Equal([1_000, 3_500, 6_500, 10_000], ladder.StepsPerTenThousand);
        var step = Assert.Single(ladder.Strategies);
        Assert.Equal(("scripted", 1_000, 10_000, true), (step.Strategy, step.PerTenThousand,
            step.ConfiguredPerTenThousand, step.IsCommanded));
        Assert.Equal((50_000_000_000L, 9), (step.MaxPosition.Mantissa, step.MaxPosition.Exponent));
        Assert.Null(step.MaxOrderNotional);
    }

    [Fact]
    public async Task A_halt_cancels_opening_orders_and_says_how_many()
    {
        await using var bench = new ControlBench(restingOrders: 3);
        await bench.UntilTradingAsync();
        var reply = await bench.Control.HaltAsync(
            new Wire.HaltRequest { Head = bench.Head(), Scope = ControlBench.OfAccount });
        Assert.Equal((3, Wire.Permission.Halted), (reply.OrdersAffected, reply.Permission));
        await bench.UntilAsync(status => status.OpenOrders == 0);
    }

    [Fact]
    public async Task A_cancel_takes_one_order_or_a_scope()
    {
        await using var bench = new ControlBench(restingOrders: 3);
        await bench.UntilTradingAsync();
        var one = await bench.Control.CancelAsync(new Wire.CancelRequest { Head = bench.Head(), OrderId = 1 });
        Assert.Equal((1, 1L), (one.OrdersAffected, one.OrderId));
        var rest = await bench.Control.CancelAsync(
            new Wire.CancelRequest { Head = bench.Head(), Scope = new Wire.Scope { Instrument = "ALFA" } });
        Assert.Equal(2, rest.OrdersAffected);
        var mine = await bench.Control.CancelAsync(new Wire.CancelRequest { Head = bench.Head(), Mine = true });
        Assert.Equal("NothingToDo", mine.CodeName);
        await bench.UntilAsync(status => status.OpenOrders == 0);
    }

    [Fact]
    public async Task The_same_key_is_applied_once_and_another_command_under_it_is_refused()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        var head = bench.Head();
        var pause = new Wire.PauseRequest { Head = head, Scope = ControlBench.OfAccount };
        var first = await bench.Control.PauseAsync(pause);
        var again = await bench.Control.PauseAsync(pause);
        Assert.Equal((first.Sequence, true), (again.Sequence, again.IsRepeat));

        var refused = await ControlBench.RefusedAsync(StatusCode.AlreadyExists, async () => await bench.Control
            .HaltAsync(new Wire.HaltRequest { Head = head, Scope = ControlBench.OfAccount }));
        Assert.Equal("-103", refused.Trailers.GetValue("engine-code"));
        Assert.Equal("IdempotencyKeyReused", refused.Trailers.GetValue("engine-code-name"));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_and_leaves_no_record()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        var head = bench.Head();
        head.DryRun = true;
        var reply = await bench.Control.HaltAsync(
            new Wire.HaltRequest { Head = head, Scope = ControlBench.OfAccount });
        Assert.False(reply.HasSequence);
        Assert.Equal(Wire.Permission.Halted, reply.Permission);
        Assert.Equal("(dry run)", Assert.Single(reply.Holds).Why);
        Assert.NotEmpty(reply.Effects);

        head.DryRun = false; // The key is free: nothing was applied under it.
        var real = await bench.Control.PauseAsync(
            new Wire.PauseRequest { Head = head, Scope = ControlBench.OfAccount });
        Assert.False(real.IsRepeat);
        Assert.Equal(Wire.Permission.Reducing, Assert.Single(real.Holds).Permission);
    }

    [Fact]
    public async Task A_shutdown_tells_each_step_and_ends_with_the_exit_code()
    {
        await using var bench = new ControlBench(restingOrders: 2);
        await bench.UntilTradingAsync();
        using var call = bench.Control.Shutdown(
            new Wire.ShutdownRequest { Head = bench.Head("end of day"), Mode = Wire.ShutdownMode.Cancel });
        var notes = await call.ResponseStream.ReadAllAsync().ToListAsync();
        Assert.All(notes, note => Assert.InRange(note.Step, 1, note.Steps));
        Assert.Equal(
            Enumerable.Range(1, notes[^1].Steps), notes.Where(note => note.IsDone).Select(note => note.Step));
        Assert.Equal((0, true, ""), (notes[^1].ExitCode, notes[^1].IsDone, notes[^1].Remaining));
        Assert.DoesNotContain(notes.SkipLast(1), note => note.HasExitCode);
        await bench.EndAsync();
    }

    [Fact]
    public async Task A_stop_that_waits_is_made_harsher_by_a_second_shutdown()
    {
        await using var bench = new ControlBench(restingOrders: 1);
        await bench.UntilTradingAsync();
        using var drain = bench.Control.Shutdown(
            new Wire.ShutdownRequest { Head = bench.Head(), Mode = Wire.ShutdownMode.Drain });
        Wire.ShutdownProgress note;
        do
        {
            Assert.True(await drain.ResponseStream.MoveNext());
            note = drain.ResponseStream.Current;
        }
        while (note.Remaining != "1 orders are still working");
        Assert.False(note.IsDone);

        using var cancel = bench.Control.Shutdown(
            new Wire.ShutdownRequest { Head = bench.Head(), Mode = Wire.ShutdownMode.Cancel });
        Assert.Equal(0, (await cancel.ResponseStream.ReadAllAsync().ToListAsync())[^1].ExitCode);
        Assert.Equal(0, (await drain.ResponseStream.ReadAllAsync().ToListAsync())[^1].ExitCode);
    }

    [Fact]
    public async Task A_shutdown_with_a_timeout_names_what_remains()
    {
        await using var bench = new ControlBench(restingOrders: 1);
        await bench.UntilTradingAsync();
        using var call = bench.Control.Shutdown(
            new Wire.ShutdownRequest { Head = bench.Head(), Mode = Wire.ShutdownMode.Drain, TimeoutMs = 300 });
        var notes = await call.ResponseStream.ReadAllAsync().ToListAsync();
        Assert.Contains(notes, note => note is { IsDone: true, Remaining: "1 orders are still working" });
        Assert.Equal(3, notes[^1].ExitCode);
    }
}
