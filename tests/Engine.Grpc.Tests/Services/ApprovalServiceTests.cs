using Engine.Grpc.Tests.Access;
using Grpc.Core;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Services;

/// <summary>
/// Two persons over the network: the second sees what the first has given, and approves exactly that.
/// </summary>
public sealed class ApprovalServiceTests
{
    private static readonly (string, string)[] Settings =
    [
        .. TestTokens.Settings, ("control.twoPerson", "flatten,ChangeLimits,stop"), ("control.twoPersonWithin", "1h"),
        ("risk.ceiling.maxPosition", "60000"),
    ];

    [Fact]
    public async Task The_second_person_sees_what_he_approves_and_it_is_applied_once()
    {
        await using var bench = new ControlBench(token: TestTokens.Operator, settings: Settings);
        await bench.UntilTradingAsync();
        var given = await bench.Control.FlattenAsync(
            new Wire.FlattenRequest { Head = bench.Head("end of quarter"), Scope = ControlBench.OfAccount });
        Assert.Equal(("AwaitsSecondPerson", 0), (given.CodeName, given.Holds.Count));
        Assert.Contains($"enginectl approve {given.Sequence}", Assert.Single(given.Effects), StringComparison.Ordinal);

        var approval = Assert.Single((await ListAsync(bench)).Approvals);
        Assert.Equal(
            ("flatten account", "olga", "Ada", "end of quarter", given.Sequence),
            (approval.Command, approval.Principal, approval.OperatorName, approval.Reason, approval.Sequence));
        Assert.Equal(3_600_000_000_000, approval.ExpiresTimeNs - approval.GivenTimeNs);
        Assert.Contains("Kind=FlattenCommanded", approval.Content);
        Assert.Contains("Scope=Account", approval.Content);
        Assert.NotEmpty(approval.Effects);
        Assert.Equal(1, (await bench.UntilAsync(status => status.WaitingApprovals > 0)).WaitingApprovals);

        var same = await ControlBench.RefusedAsync(
            StatusCode.FailedPrecondition, async () => await ApproveAsync(bench, bench.Control, given.Sequence));
        Assert.Equal("SamePerson", same.Trailers.GetValue("engine-code-name"));

        var second = new Wire.Control.ControlClient(bench.With(TestTokens.Admin));
        var dry = await ApproveAsync(bench, second, given.Sequence, isDryRun: true);
        Assert.Equal((0, Wire.Permission.Halted), (dry.Code, dry.Permission));
        Assert.Single((await ListAsync(bench)).Approvals);
        var applied = await ApproveAsync(bench, second, given.Sequence);
        Assert.Equal((0, Wire.Permission.Halted), (applied.Code, applied.Permission));
        Assert.Equal("adam", Assert.Single(applied.Holds).Who);
        Assert.Empty((await ListAsync(bench)).Approvals);

        var again = await ControlBench.RefusedAsync(
            StatusCode.FailedPrecondition, async () => await ApproveAsync(bench, second, given.Sequence));
        Assert.Equal("NothingToApprove", again.Trailers.GetValue("engine-code-name"));
    }

    [Fact]
    public async Task A_change_of_limits_is_shown_line_by_line_and_approved_by_an_admin_alone()
    {
        await using var bench = new ControlBench(token: TestTokens.Admin, settings: Settings);
        await bench.UntilTradingAsync();
        var change = new Wire.LimitValue { Key = "risk.maxPosition", Value = "55000" };
        var plan = await bench.Control.PlanLimitsAsync(new Wire.PlanLimitsRequest { Changes = { change } });
        var given = await bench.Control.ApplyLimitsAsync(
            new Wire.ApplyLimitsRequest { Head = bench.Head(), Changes = { change }, PlanHash = plan.Hash });
        var approval = Assert.Single((await ListAsync(bench)).Approvals);
        Assert.Equal("change limits: risk.maxPosition=55000", approval.Command);
        Assert.Contains("risk.maxPosition=55000", approval.Content);

        // It loosens: who approves it answers for it as well.
        var olga = new Wire.Control.ControlClient(bench.With(TestTokens.Operator));
        var refused = await ControlBench.RefusedAsync(
            StatusCode.PermissionDenied, async () => await ApproveAsync(bench, olga, given.Sequence));
        Assert.Equal("RoleNotAllowed", refused.Trailers.GetValue("engine-code-name"));
        Assert.Single((await ListAsync(bench)).Approvals);
    }

    [Fact]
    public async Task A_stop_that_waits_says_so_and_stops_when_it_is_approved()
    {
        await using var bench = new ControlBench(token: TestTokens.Operator, settings: Settings);
        await bench.UntilTradingAsync();
        using var stop = bench.Control.Shutdown(
            new Wire.ShutdownRequest { Head = bench.Head(), Mode = Wire.ShutdownMode.Park });
        var notes = await stop.ResponseStream.ReadAllAsync().ToListAsync();
        Assert.Equal("AwaitsSecondPerson", Assert.Single(notes).Name);

        var waiting = Assert.Single((await ListAsync(bench)).Approvals);
        Assert.Equal("shutdown, park", waiting.Command);
        await ApproveAsync(bench, new Wire.Control.ControlClient(bench.With(TestTokens.Admin)), waiting.Sequence);
        await bench.EndAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-4)]
    public async Task A_sequence_that_cannot_be_is_an_invalid_argument(long sequence)
    {
        await using var bench = new ControlBench(token: TestTokens.Admin, settings: Settings);
        await bench.UntilTradingAsync();
        await ControlBench.RefusedAsync(
            StatusCode.InvalidArgument, async () => await ApproveAsync(bench, bench.Control, sequence));
    }

    private static async Task<Wire.ApprovalList> ListAsync(ControlBench bench) =>
        await bench.Status.ListApprovalsAsync(new Wire.ListApprovalsRequest());

    private static async Task<Wire.CommandReply> ApproveAsync(
        ControlBench bench, Wire.Control.ControlClient client, long sequence, bool isDryRun = false)
    {
        var head = bench.Head("checked");
        head.DryRun = isDryRun;
        return await client.ApproveAsync(new Wire.ApproveRequest { Head = head, Sequence = sequence });
    }
}
