using Grpc.Core;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Services;

/// <summary>What each command refuses, on one engine: a refusal changes nothing.</summary>
public sealed class CommandRefusalTests
{
    private static readonly string[] Commands =
    [
        "Pause", "Resume", "Halt", "Flatten", "Cancel", "SubmitOrder", "ResolveOrder", "AdoptOrder",
        "AttributeExecution", "ReleaseHold", "Reconcile", "TakeSnapshot", "AdoptPosition", "ApplyLimits",
        "AcceptLimits", "MoveCash", "RotateJournal", "Arm", "Disarm", "SetSizeFactor", "Shutdown",
    ];

    private static readonly (string Field, Action<Wire.CommandHead> Spoil)[] Spoilt =
    [
        ("head.reason: missing", head => head.Reason = " "),
        ("head.reason: 1001 characters", head => head.Reason = new string('a', 1_001)),
        ("head.reason: use printable ASCII", head => head.Reason = "caf\u00e9"),
        ("head.idempotency_key: missing", head => head.IdempotencyKey = ""),
        ("head.idempotency_key: 65 characters", head => head.IdempotencyKey = new string('k', 65)),
        ("head.account: missing", head => head.Account = ""),
        ("head.operator_name: 33 characters", head => head.OperatorName = new string('n', 33)),
        ("head.mode: missing", head => head.Mode = Wire.Mode.Unspecified),
    ];

    [Fact]
    public async Task A_bad_head_is_refused_by_every_command_with_field_and_remedy()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        foreach (var command in Commands)
        {
            var missing = await ControlBench.RefusedAsync(
                StatusCode.InvalidArgument, () => CallAsync(bench, command, null));
            Assert.StartsWith("head: missing", missing.Status.Detail, StringComparison.Ordinal);
            foreach (var (field, spoil) in Spoilt)
            {
                var head = bench.Head();
                spoil(head);
                var refused = await ControlBench.RefusedAsync(
                    StatusCode.InvalidArgument, () => CallAsync(bench, command, head));
                Assert.StartsWith(field, refused.Status.Detail, StringComparison.Ordinal);
            }
        }
        await AssertUntouchedAsync(bench);
    }

    [Fact]
    public async Task The_wrong_account_or_mode_is_refused_by_every_command()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        foreach (var command in Commands)
        {
            var head = bench.Head();
            head.Account = "OTHER";
            var account = await ControlBench.RefusedAsync(
                StatusCode.FailedPrecondition, () => CallAsync(bench, command, head));
            Assert.Contains("'OTHER', but this engine trades 'TEST'", account.Status.Detail, StringComparison.Ordinal);

            head = bench.Head();
            head.Mode = Wire.Mode.Live;
            var mode = await ControlBench.RefusedAsync(
                StatusCode.FailedPrecondition, () => CallAsync(bench, command, head));
            Assert.Contains("live, but this engine is in paper", mode.Status.Detail, StringComparison.Ordinal);
        }
        await AssertUntouchedAsync(bench);
    }

    [Fact]
    public async Task What_a_command_is_about_must_be_said_and_exist()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        var control = bench.Control;
        var nothing = await ControlBench.RefusedAsync(StatusCode.InvalidArgument, async () =>
            await control.PauseAsync(new Wire.PauseRequest { Head = bench.Head() }));
        Assert.StartsWith("scope: give", nothing.Status.Detail, StringComparison.Ordinal);
        await ControlBench.RefusedAsync(StatusCode.InvalidArgument, async () =>
            await control.CancelAsync(new Wire.CancelRequest { Head = bench.Head() }));
        await ControlBench.RefusedAsync(StatusCode.InvalidArgument, async () =>
            await control.ReleaseHoldAsync(new Wire.ReleaseHoldRequest { Head = bench.Head() }));
        await ControlBench.RefusedAsync(StatusCode.InvalidArgument, async () => await control.HaltAsync(
            new Wire.HaltRequest
            {
                Head = bench.Head(),
                Scope = ControlBench.OfAccount,
                Cancel = (Wire.CancelPolicy)9,
            }));
        await ControlBench.RefusedAsync(StatusCode.InvalidArgument, () => ShutdownAsync(
            bench, new Wire.ShutdownRequest { Head = bench.Head() }));
        await ControlBench.RefusedAsync(StatusCode.InvalidArgument, () => ShutdownAsync(
            bench, new Wire.ShutdownRequest { Head = bench.Head(), Mode = Wire.ShutdownMode.Park, TimeoutMs = -1 }));

        Assert.Equal("-105", await CodeAsync(async () => await control.HaltAsync(
            new Wire.HaltRequest { Head = bench.Head(), Scope = new Wire.Scope { Strategy = "other" } })));
        Assert.Equal("-105", await CodeAsync(async () => await control.ResumeAsync(
            new Wire.ResumeRequest { Head = bench.Head(), Scope = new Wire.Scope { Instrument = "ZULU" } })));
        Assert.Equal("-106", await CodeAsync(async () => await control.ReleaseHoldAsync(
            new Wire.ReleaseHoldRequest { Head = bench.Head(), HoldId = 77 })));
        Assert.Equal("-109", await CodeAsync(async () => await control.CancelAsync(
            new Wire.CancelRequest { Head = bench.Head(), OrderId = 77 })));
        Assert.Equal("-120", await CodeAsync(async () => await control.ArmAsync(
            new Wire.ArmRequest { Head = bench.Head(), Account = "ANOTHER" })));
        foreach (var account in new[] { "", new string('A', 33), "caf\u00e9" })
        {
            await ControlBench.RefusedAsync(StatusCode.InvalidArgument, async () => await control.ArmAsync(
                new Wire.ArmRequest { Head = bench.Head(), Account = account }));
        }
        Assert.Equal("-121", await CodeAsync(async () => await control.SetSizeFactorAsync(
            new Wire.SetSizeFactorRequest { Head = bench.Head(), Strategy = "scripted", PerTenThousand = 5_000 })));
        Assert.Equal("-105", await CodeAsync(async () => await control.SetSizeFactorAsync(
            new Wire.SetSizeFactorRequest { Head = bench.Head(), Strategy = "another", PerTenThousand = 1_000 })));
        await ControlBench.RefusedAsync(StatusCode.InvalidArgument, async () => await control.SetSizeFactorAsync(
            new Wire.SetSizeFactorRequest { Head = bench.Head(), Strategy = "scripted" }));
        await ControlBench.RefusedAsync(StatusCode.InvalidArgument, async () => await control.FlattenAsync(
            new Wire.FlattenRequest { Head = bench.Head(), Scope = new Wire.Scope { Strategy = "scripted" } }));
        await AssertUntouchedAsync(bench);
    }

    private static async Task<string?> CodeAsync(Func<Task> call) =>
        (await ControlBench.RefusedAsync(StatusCode.FailedPrecondition, call)).Trailers.GetValue("engine-code");

    private static async Task AssertUntouchedAsync(ControlBench bench)
    {
        var status = await bench.Status.GetStatusAsync(new Wire.GetStatusRequest());
        Assert.Equal((Wire.Permission.Active, Wire.Phase.Running), (status.Permission, status.Phase));
        Assert.Empty(status.Holds);
    }

    private static async Task ShutdownAsync(ControlBench bench, Wire.ShutdownRequest request)
    {
        using var call = bench.Control.Shutdown(request);
        await call.ResponseStream.MoveNext();
    }

    private static async Task CallAsync(ControlBench bench, string command, Wire.CommandHead? head)
    {
        var scope = ControlBench.OfAccount;
        var control = bench.Control;
        switch (command)
        {
            case "Pause":
                await control.PauseAsync(new Wire.PauseRequest { Head = head, Scope = scope });
                break;
            case "Resume":
                await control.ResumeAsync(new Wire.ResumeRequest { Head = head, Scope = scope });
                break;
            case "Halt":
                await control.HaltAsync(new Wire.HaltRequest { Head = head, Scope = scope });
                break;
            case "Cancel":
                await control.CancelAsync(new Wire.CancelRequest { Head = head, Scope = scope });
                break;
            case "Flatten":
                await control.FlattenAsync(new Wire.FlattenRequest { Head = head, Scope = scope });
                break;
            case "SubmitOrder":
                await control.SubmitOrderAsync(new Wire.SubmitOrderRequest { Head = head, Instrument = "ALFA" });
                break;
            case "ApplyLimits":
                await control.ApplyLimitsAsync(new Wire.ApplyLimitsRequest { Head = head });
                break;
            case "AcceptLimits":
                await control.AcceptLimitsAsync(new Wire.AcceptLimitsRequest { Head = head });
                break;
            case "MoveCash":
                await control.MoveCashAsync(new Wire.MoveCashRequest
                {
                    Head = head,
                    Kind = Wire.CashFlowKind.Deposit,
                    Amount = new Wire.Decimal { Mantissa = 1 },
                    Currency = "USD",
                });
                break;
            case "Reconcile":
                await control.ReconcileAsync(new Wire.ReconcileRequest { Head = head });
                break;
            case "AdoptPosition":
                await control.AdoptPositionAsync(new Wire.AdoptPositionRequest { Head = head, Instrument = "ALFA" });
                break;
            case "TakeSnapshot":
                await control.TakeSnapshotAsync(new Wire.TakeSnapshotRequest { Head = head });
                break;
            case "RotateJournal":
                await control.RotateJournalAsync(new Wire.RotateJournalRequest { Head = head });
                break;
            case "ResolveOrder":
                await control.ResolveOrderAsync(new Wire.ResolveOrderRequest
                {
                    Head = head,
                    OrderId = 1,
                    Status = Wire.OrderStatus.Canceled,
                    Evidence = "seen",
                });
                break;
            case "AdoptOrder":
                await control.AdoptOrderAsync(new Wire.AdoptOrderRequest { Head = head, VenueOrderId = 1 });
                break;
            case "AttributeExecution":
                await control.AttributeExecutionAsync(
                    new Wire.AttributeExecutionRequest { Head = head, ExecutionId = "X", OrderId = 1 });
                break;
            case "Arm":
                await control.ArmAsync(new Wire.ArmRequest { Head = head, Account = "PAPER1" });
                break;
            case "SetSizeFactor":
                await control.SetSizeFactorAsync(
                    new Wire.SetSizeFactorRequest { Head = head, Strategy = "scripted", PerTenThousand = 10_000 });
                break;
            case "Disarm":
                await control.DisarmAsync(new Wire.DisarmRequest { Head = head });
                break;
            case "ReleaseHold":
                await control.ReleaseHoldAsync(new Wire.ReleaseHoldRequest { Head = head, HoldId = 1 });
                break;
            default:
                await ShutdownAsync(
                    bench, new Wire.ShutdownRequest { Head = head, Mode = Wire.ShutdownMode.Drain });
                break;
        }
    }
}
