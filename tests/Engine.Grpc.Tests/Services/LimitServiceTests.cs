using Engine.Grpc.Tests.Access;
using Grpc.Core;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Services;

/// <summary>Limits that change while the engine runs: planned, applied as planned, shown beside those of the file.
/// </summary>
public sealed class LimitServiceTests
{
    private const string Key = "risk.maxOpenOrders";

    [Fact]
    public async Task A_plan_is_applied_as_it_was_looked_at_and_shows_beside_the_file()
    {
        await using var bench = new ControlBench(settings: [(Key, "50")]);
        await bench.UntilTradingAsync();
        var plan = await bench.Control.PlanLimitsAsync(new Wire.PlanLimitsRequest { Changes = { To("20") } });
        var line = Assert.Single(plan.Lines);
        Assert.Equal(
            (Key, "50", "50", "20", false), (line.Key, line.Baseline, line.Effective, line.Planned, line.Loosens));
        Assert.Equal("operator", plan.Role);

        var applied = await bench.Control.ApplyLimitsAsync(
            new Wire.ApplyLimitsRequest { Head = bench.Head(), Changes = { To("20") }, PlanHash = plan.Hash });
        Assert.Equal("Done", applied.CodeName);
        var limits = await bench.Status.GetLimitsAsync(new Wire.GetLimitsRequest());
        var inForce = Assert.Single(limits.Lines, l => l.Key == Key);
        Assert.Equal(("50", "20"), (inForce.Baseline, inForce.Effective));

        var outdated = await ControlBench.RefusedAsync(StatusCode.FailedPrecondition, async () =>
            await bench.Control.ApplyLimitsAsync(
                new Wire.ApplyLimitsRequest { Head = bench.Head(), Changes = { To("30") }, PlanHash = plan.Hash }));
        Assert.Equal("-113", outdated.Trailers.GetValue("engine-code"));
        Assert.Equal("NothingToDo", (await bench.Control.AcceptLimitsAsync(
            new Wire.AcceptLimitsRequest { Head = bench.Head() })).CodeName);
    }

    [Fact]
    public async Task Loosening_is_for_an_administrator_and_nothing_passes_the_ceiling()
    {
        await using var bench = new ControlBench(
            token: TestTokens.Operator, settings: [.. TestTokens.Settings, (Key, "50")]);
        await bench.UntilTradingAsync();
        var above = await ControlBench.RefusedAsync(StatusCode.FailedPrecondition, async () =>
            await bench.Control.PlanLimitsAsync(new Wire.PlanLimitsRequest { Changes = { To("51") } }));
        Assert.Equal("-114", above.Trailers.GetValue("engine-code"));
        Assert.Contains(Key, above.Status.Detail, StringComparison.Ordinal);

        await ApplyAsync(bench, bench.Control, "20");
        var refused = await ControlBench.RefusedAsync(
            StatusCode.PermissionDenied, () => ApplyAsync(bench, bench.Control, "-"));
        Assert.Equal("-101", refused.Trailers.GetValue("engine-code"));
        await ApplyAsync(bench, new Wire.Control.ControlClient(bench.With(TestTokens.Admin)), "-");
    }

    [Fact]
    public async Task A_change_that_cannot_be_read_is_refused()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        Wire.LimitValue[][] changes =
        [
            [], [new() { Key = Key }], [new() { Value = "1" }], [new() { Key = Key, Value = "1\nmode=live" }],
            [To("1"), To("2")], [new() { Key = Key, Value = new string('1', 100_000) }],
        ];
        foreach (var change in changes)
        {
            var refused = await ControlBench.RefusedAsync(StatusCode.InvalidArgument, async () =>
                await bench.Control.PlanLimitsAsync(new Wire.PlanLimitsRequest { Changes = { change } }));
            Assert.StartsWith("changes: ", refused.Status.Detail, StringComparison.Ordinal);
        }
        var hash = await ControlBench.RefusedAsync(StatusCode.InvalidArgument, async () => await bench.Control
            .ApplyLimitsAsync(new Wire.ApplyLimitsRequest { Head = bench.Head(), Changes = { To("1") } }));
        Assert.StartsWith("plan_hash: ", hash.Status.Detail, StringComparison.Ordinal);
    }

    private static Wire.LimitValue To(string value) => new() { Key = Key, Value = value };

    private static async Task ApplyAsync(ControlBench bench, Wire.Control.ControlClient control, string value)
    {
        var plan = await control.PlanLimitsAsync(new Wire.PlanLimitsRequest { Changes = { To(value) } });
        await control.ApplyLimitsAsync(
            new Wire.ApplyLimitsRequest { Head = bench.Head(), Changes = { To(value) }, PlanHash = plan.Hash });
    }
}
