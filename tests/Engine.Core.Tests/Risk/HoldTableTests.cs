using Engine.Core.Events;
using Engine.Core.Risk;
using Engine.Core.State;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Risk;

/// <summary>Goal: the most restrictive hold decides, and only the operator's own are resumed.</summary>
public sealed class HoldTableTests
{
    private static readonly EngineLimits Limits = new() { HoldsMax = 8, StrategiesMax = 3, InstrumentsMax = 4 };

    private readonly StateRegistry _registry = new();
    private readonly HoldTable _holds;

    public HoldTableTests() => _holds = new HoldTable(_registry, Limits);

    [Fact]
    public void Without_holds_everything_is_active()
    {
        Assert.Equal(Permission.Active, _holds.PermissionFor(1, 1));
        Assert.False(_holds.TryFindDeciding(1, 1, out _));
    }

    [Fact]
    public void Each_scope_covers_its_own_and_the_strictest_decides()
    {
        Place(HoldScope.Strategy, 2, Permission.Reducing);
        Place(HoldScope.Instrument, 0, Permission.Halted);
        Assert.Equal(Permission.Active, _holds.PermissionFor(1, 1));
        Assert.Equal(Permission.Reducing, _holds.PermissionFor(2, 1));
        Assert.Equal(Permission.Halted, _holds.PermissionFor(2, 0));
        Assert.Equal(Permission.Active, _holds.PermissionFor(0, -1));

        Place(HoldScope.Account, 0, Permission.ReadOnly);
        Assert.Equal(Permission.ReadOnly, _holds.PermissionFor(1, 1));
        Assert.Equal(Permission.ReadOnly, _holds.AccountPermission);
        Assert.True(_holds.TryFindDeciding(2, 0, out var deciding));
        Assert.Equal((3, 12_003L), (deciding.HoldId, deciding.PlacedSequence));
    }

    [Fact]
    public void Resume_releases_only_the_operators_own_kind()
    {
        Place(HoldScope.Account, 0, Permission.Reducing, HoldKind.Operator, reason: 1);
        Place(HoldScope.Account, 0, Permission.Halted, HoldKind.Reconciliation);
        Place(HoldScope.Account, 0, Permission.Halted, HoldKind.Operator, reason: 2);
        Place(HoldScope.Strategy, 1, Permission.Reducing, HoldKind.Operator);

        var released = new List<int>();
        while (_holds.TryResumeNext(HoldScope.Account, 0, out var hold)) released.Add(hold.HoldId);

        Assert.Equal([1, 3], released);
        Assert.Equal((2, Permission.Halted), (_holds.Count, _holds.AccountPermission));
        Assert.True(_holds.TryFindDeciding(0, -1, out var remaining) && remaining.Kind == HoldKind.Reconciliation);
    }

    [Fact]
    public void A_cause_that_repeats_itself_keeps_its_hold()
    {
        var first = Place(HoldScope.Account, 0, Permission.Halted, HoldKind.Feed);
        var payload = PayloadOf(HoldScope.Account, 0, Permission.Halted, HoldKind.Feed, 0);
        Assert.Equal(HoldCode.AlreadyPlaced, _holds.Place(in payload, 99, 99, out var again));
        Assert.Equal((first, 1), (again, _holds.Count));
    }

    [Fact]
    public void A_full_table_says_so_and_ids_are_never_reused()
    {
        for (var i = 1; i <= 8; i++)
            Assert.Equal(i, Place(HoldScope.Account, 0, Permission.Halted, HoldKind.Breaker, i));
        var payload = PayloadOf(HoldScope.Account, 0, Permission.Halted, HoldKind.Breaker, 9);
        Assert.Equal(HoldCode.TableFull, _holds.Place(in payload, 1, 1, out _));

        Assert.Equal(HoldCode.Done, _holds.Release(8, out var released));
        Assert.Equal("why", released.Why.ToString());
        Assert.Equal(HoldCode.UnknownHold, _holds.Release(8, out _));
        Assert.Equal(9, Place(HoldScope.Account, 0, Permission.Halted, HoldKind.Breaker, 9));
    }

    [Theory]
    [InlineData(HoldScope.Account, 1, HoldKind.Operator, Permission.Halted, HoldCode.UnknownScope)]
    [InlineData(HoldScope.Strategy, 0, HoldKind.Operator, Permission.Halted, HoldCode.UnknownScope)]
    [InlineData(HoldScope.Strategy, 4, HoldKind.Operator, Permission.Halted, HoldCode.UnknownScope)]
    [InlineData(HoldScope.Instrument, 4, HoldKind.Operator, Permission.Halted, HoldCode.UnknownScope)]
    [InlineData(HoldScope.Instrument, -1, HoldKind.Operator, Permission.Halted, HoldCode.UnknownScope)]
    [InlineData(HoldScope.None, 0, HoldKind.Operator, Permission.Halted, HoldCode.UnknownScope)]
    [InlineData(HoldScope.Account, 0, HoldKind.None, Permission.Halted, HoldCode.InvalidKind)]
    [InlineData(HoldScope.Account, 0, (HoldKind)10, Permission.Halted, HoldCode.InvalidKind)]
    [InlineData(HoldScope.Account, 0, HoldKind.Operator, Permission.Active, HoldCode.InvalidPermission)]
    [InlineData(HoldScope.Account, 0, HoldKind.Operator, (Permission)5, HoldCode.InvalidPermission)]
    public void What_is_no_hold_is_refused(
        HoldScope scope, int scopeId, HoldKind kind, Permission permission, HoldCode code)
    {
        var payload = PayloadOf(scope, scopeId, permission, kind, 0);
        Assert.Equal(code, _holds.Place(in payload, 1, 1, out _));
        Assert.Equal(0, _holds.Count);
    }

    [Fact]
    public void Permissions_equal_a_scan_of_the_holds_also_after_restores() =>
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => RunRandomly(new Random(seed))));

    private static void RunRandomly(Random random)
    {
        var registry = new StateRegistry();
        var table = new HoldTable(registry, Limits);
        for (var step = 0; step < 100; step++)
        {
            var payload = PayloadOf(
                (HoldScope)random.Next(4), random.Next(4), (Permission)random.Next(5), (HoldKind)random.Next(10),
                random.Next(3));
            if (random.Next(2) == 0) table.Place(in payload, step, step, out _);
            else table.Release(random.Next(1, table.NextHoldId + 1), out _);
            if (random.Next(10) == 0) registry.NotifyRestored();

            for (var strategy = 0; strategy <= 3; strategy++)
                for (var instrument = -1; instrument < 4; instrument++)
                {
                    var expected = table.TryFindDeciding(strategy, instrument, out var hold)
                        ? hold.Permission
                        : Permission.Active;
                    Assert.Equal(expected, table.PermissionFor(strategy, instrument));
                }
        }
        Assert.Equal(table.Count, Enumerable.Range(0, table.Capacity).Count(slot => table.TryReadSlot(slot, out _)));
        Assert.Equal(registry.FoldDigest(), registry.ComputeDigest());
    }

    private static HoldPayload PayloadOf(
        HoldScope scope, int scopeId, Permission permission, HoldKind kind, int reason) =>
        new()
        {
            Scope = scope,
            ScopeId = scopeId,
            Permission = permission,
            HoldKind = kind,
            ReasonCode = reason,
            Who = AsciiText32.From("who"),
            Why = AsciiText32.From("why"),
        };

    private int Place(
        HoldScope scope, int scopeId, Permission permission, HoldKind kind = HoldKind.Operator, int reason = 0)
    {
        var payload = PayloadOf(scope, scopeId, permission, kind, reason);
        Assert.Equal(HoldCode.Done, _holds.Place(in payload, 12_000 + _holds.NextHoldId, 5, out var id));
        return id;
    }
}
