using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Gateway;

/// <summary>
/// Goal: what is under way is never taken for a difference, what differs is always found, and booking all of it leaves
/// nothing. Method: random orders, fills, delays, partial answers and questions, with and without a venue that moves
/// positions and cash by itself.
/// </summary>
public sealed class ReconciliationPropertyTests
{
    private static readonly FsCheck.Config Runs = FsCheck.Config.QuickThrowOnFailure.WithMaxTest(150);

    [Fact]
    public void Reports_under_way_never_make_a_difference() => Check.One(Runs, Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var world = new ReconciliationWorld(seed);
            for (var step = 0; step < 200; step++) world.Step();
            world.ComeToRest();
            var differences = world.Bench.Journal.Where(e => e.Kind == EventKind.ReconciliationDifference)
                .Select(e => e.Difference).Select(d => (d.Kind, d.Id, d.Engine, d.Venue, d.Confirmations));
            Assert.Empty(differences);
            Assert.DoesNotContain(world.Bench.Journal, e => e.Kind == EventKind.HoldPlaced);
            Assert.True(world.Bench.View.Reconciliation.Comparisons > 0);
        }));

    [Fact]
    public void Booking_every_proposed_correction_leaves_no_difference_and_a_balanced_ledger() =>
        Check.One(Runs, Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var world = new ReconciliationWorld(seed);
            var random = new Random(seed);
            for (var step = 0; step < 120; step++)
            {
                world.Step();
                if (random.Next(30) == 0) world.Plant();
            }
            world.ComeToRest();
            RequireFoundAsPlanted(world);

            var profits = ProfitOfStrategies(world);
            var realized = world.Bench.View.Portfolio.Currency(0).RealizedProfit;
            var drawdown = world.Bench.View.Portfolio.Currency(0).Drawdown;
            foreach (var finding in Findings(world))
            {
                Assert.True(finding.IsConfirmed);
                Assert.Equal(CommandCode.Done, world.Bench.Answer(Correction(finding)).Code);
                Assert.Equal(CommandCode.NoSuchDifference, world.Bench.Answer(Correction(finding)).Code);
                world.RequireLedgerIsBalanced();
            }
            Assert.Equal(profits, ProfitOfStrategies(world));
            Assert.Equal(realized, world.Bench.View.Portfolio.Currency(0).RealizedProfit);
            Assert.Equal(drawdown, world.Bench.View.Portfolio.Currency(0).Drawdown);
            world.ComeToRest();
            Assert.Empty(Findings(world));
        }));

    private static void RequireFoundAsPlanted(ReconciliationWorld world)
    {
        var found = Findings(world);
        for (var i = 0; i < ReconciliationWorld.Instruments; i++)
        {
            Assert.Equal(world.Planted[i], DifferenceOf(found, ReconciliationKind.Position, i));
            Assert.Equal(world.PlantedCash[i], DifferenceOf(found, ReconciliationKind.CashFlow, i));
        }
    }

    private static long DifferenceOf(FindingState[] found, ReconciliationKind kind, int instrument) => found
        .Where(finding => finding.Kind == kind && finding.Id == instrument)
        .Select(finding => finding.Venue - finding.Engine).SingleOrDefault();

    private static FindingState[] Findings(ReconciliationWorld world)
    {
        var findings = new FindingState[world.Bench.View.Findings.Count];
        for (var i = 0; i < findings.Length; i++) findings[i] = world.Bench.View.Findings[i];
        return findings;
    }

    private static long[] ProfitOfStrategies(ReconciliationWorld world) =>
        [.. Enumerable.Range(0, ReconciliationWorld.Instruments)
            .Select(id => world.Bench.View.StrategyPositions.Position(0, id).Quantity)];

    private static OperatorCommand Correction(FindingState finding)
    {
        var issuer = Issuer.Of(OperatorRole.Admin);
        return finding.Kind == ReconciliationKind.CashFlow
            ? OperatorCommand.AdoptCash(issuer, (int)finding.Id, finding.Venue)
            : OperatorCommand.AdoptPosition(issuer, (int)finding.Id, finding.Venue, LogicBench.Price);
    }
}
