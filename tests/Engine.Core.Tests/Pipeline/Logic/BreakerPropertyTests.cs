using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>Goal: over random histories a breaker has tripped exactly if an independent model says so.</summary>
public sealed class BreakerPropertyTests
{
    private const int StepsMax = 60;

    [Fact]
    public void Breakers_trip_and_reset_exactly_where_the_reference_does()
    {
        var campaign = int.TryParse(Environment.GetEnvironmentVariable("BREAKER_HISTORIES"), out var n) ? n : 60;
        var step = Gen.Zip(Gen.Choose(0, 99), Gen.Choose(0, 999));
        var history = step.ArrayOf(StepsMax);
        var trips = 0;
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(campaign), Prop.ForAll(
            history.ToArbitrary(), steps => trips += Run(steps)));
        Assert.True(trips > campaign / 2, $"{trips} trips in {campaign} histories prove little");
    }

    private static int Run((int Action, int Value)[] steps)
    {
        var bench = new BreakerBench(
            BreakerKind.Latency, $"{BreakerReference.LatencyLimitNs}ns", BreakerReference.Settings);
        var reference = new BreakerReference();
        reference.Note(BreakerKind.Volatility, bench.Logic.NowNs, LogicBench.Price);
        reference.AfterInput(bench.Logic.NowNs);
        foreach (var (action, value) in steps)
        {
            Do(bench, reference, action, value);
            reference.AfterInput(bench.Logic.NowNs);
            foreach (var kind in BreakerReference.Kinds)
            {
                var isInstrument = kind == BreakerKind.Volatility;
                var state = bench.Logic.View.Breakers.StateOf(
                    kind, isInstrument ? HoldScope.Instrument : HoldScope.Account, 0);
                Assert.True(reference.IsTripped(kind) == state.IsTripped, $"{kind} after {action}, {value}");
            }
        }
        var model = bench.NewModel();
        Assert.Null(bench.Logic.Replay(model).Divergence);
        Assert.Equal(bench.Logic.Chain.StateDigest, model.Chain.ComputeStateDigest());
        return bench.Of(EventKind.BreakerTripped).Count();
    }

    private static void Do(BreakerBench bench, BreakerReference reference, int action, int value)
    {
        var logic = bench.Logic;
        switch (action)
        {
            case < 30:
                logic.NowNs += value * (LogicBench.Second / (action < 15 ? 1_000 : 100));
                logic.Tick();
                break;
            case < 50:
                Submit(bench, reference, value);
                break;
            case < 62:
                logic.Report(EventKind.OrderCanceled, 99_999);
                reference.Note(BreakerKind.ErrorRate, logic.NowNs, 1);
                break;
            case < 75:
                var price = LogicBench.Price + (value % 330);
                logic.Quote(0, price, price);
                reference.Note(BreakerKind.Volatility, logic.NowNs, price);
                break;
            case < 82:
                logic.Vitals(latencyNs: value * 2, journalLagNs: 0);
                reference.Latency(logic.NowNs, value * 2);
                break;
            default:
                Reset(bench, reference, value);
                break;
        }
    }

    // The market is quoted first: the order is allowed unless something is held.
    private static void Submit(BreakerBench bench, BreakerReference reference, int value)
    {
        var logic = bench.Logic;
        var price = logic.View.Market.Market(0).LastGoodMid;
        logic.Quote(0, price, price);
        reference.Note(BreakerKind.Volatility, logic.NowNs, price);
        var isHalted = reference.IsHalted;
        var id = bench.Submit(limitPrice: price - 10);
        var order = logic.Journal.Last(e => e.Kind is EventKind.OrderRequested or EventKind.OrderDenied);
        Assert.Equal(isHalted ? EventKind.OrderDenied : EventKind.OrderRequested, order.Kind);
        if (isHalted) return;

        reference.Note(BreakerKind.OrderRate, logic.NowNs, 1);
        reference.AfterInput(logic.NowNs);
        var isRejected = value % 3 == 0;
        logic.Report(isRejected ? EventKind.OrderRejected : EventKind.OrderAccepted, id);
        reference.Note(BreakerKind.RejectRatio, logic.NowNs, isRejected ? 1 : 0);
        if (isRejected) return;
        reference.AfterInput(logic.NowNs);
        logic.Report(EventKind.OrderCanceled, id);
    }

    private static void Reset(BreakerBench bench, BreakerReference reference, int value)
    {
        var kind = BreakerReference.Kinds[value % BreakerReference.Kinds.Length];
        var isInstrument = kind == BreakerKind.Volatility;
        var command = OperatorCommand.ResetBreaker(
            Issuer.Of(), kind, isInstrument ? HoldScope.Instrument : HoldScope.Account, 0,
            setsBaseline: value % 2 == 0);
        var expected = reference.Reset(kind, bench.Logic.NowNs, value % 2 == 0);
        Assert.Equal(expected, bench.Logic.Answer(command).Code);
    }
}
