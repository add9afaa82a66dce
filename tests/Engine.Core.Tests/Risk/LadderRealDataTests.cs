using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Strategies;
using Engine.Core.Tests.MarketData;
using Engine.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Engine.Core.Tests.Risk;

/// <summary>
/// Goal: on a real day a strategy that goes for a target never holds more than a tenth of it at ten percent. Method:
/// the same backtest twice; a strategy that asks at every quote for what its target lacks, which is the hardest case:
/// it asks for the rest again and again.
/// </summary>
public sealed class LadderRealDataTests(ITestOutputHelper output)
{
    private const long Target = 1_000;
    private const long PeriodNs = 600_000_000_000;
    private const int SizeExponent = 4; // Of instruments.default.sizeExponent.

    [SharedDataFact]
    public void At_ten_percent_a_target_is_never_exceeded_by_a_tenth_over_a_real_day()
    {
        var whole = Run("100");
        var tenth = Run("10");
        output.WriteLine($"100 %: {whole}\n 10 %: {tenth}");

        var one = FixedPoint.PowerOfTen(SizeExponent);
        Assert.Equal((Target * one, -Target * one), (whole.Highest, whole.Lowest));
        Assert.Equal((Target / 10 * one, -Target / 10 * one), (tenth.Highest, tenth.Lowest)); // Reached, not exceeded.
        Assert.InRange(tenth.HighestWithWorking, 1, Target / 10 * one);
        Assert.True(tenth.LimitDenials > 1_000, "It asked for the rest again and again.");
        Assert.True(tenth.Flat > 5, "It came back to flat, period after period.");
    }

    private sealed record Outcome(
        long Highest, long Lowest, long HighestWithWorking, int Orders, int LimitDenials, int Flat);

    private static Outcome Run(string percent)
    {
        using var folder = new TempFolder();
        var config = CanonicalConfig.Parse(
            $"""
             mode=backtest
             journal.directory={folder.Path}
             data.files.0={Path.Combine(SharedData.Root!, "ticks", "us_equity", "IBM_20131008.csv.gz")}
             strategies.target.type=target
             risk.strategies.target.maxPosition={Target}
             risk.strategies.target.sizeFactor={percent}
             risk.maxIdenticalRejects=1000000000
             risk.staleQuoteMs=600000
             limits.instrumentsMax=32
             limits.instrumentsPerLaneMax=32
             limits.stateHashIntervalRecords=65536

             """);
        var catalog = new ScriptedCatalog().Add("target", () => new ScriptedStrategy { Quoted = GoForTarget });
        var storage = DiskStorage.CreateOrOpen(folder.Path);
        using (var engine = TradingEngine.Open(new EngineSetup(config, catalog, "test"), storage))
            Assert.Null(engine.Run().Shutdown.Fault);
        return Audit(storage);
    }

    // Long, flat, short, flat, ten minutes each; one order at a time.
    private static void GoForTarget(StrategyContext context, int instrumentId, in QuotePayload quote)
    {
        foreach (ref readonly var order in context.Orders.Working)
            if (order.StrategyId == context.StrategyId) return;
        var target = (context.NowNs / PeriodNs % 4) switch
        {
            0 => Target,
            2 => -Target,
            _ => 0,
        } * FixedPoint.PowerOfTen(SizeExponent);
        var lacks = target - context.Position(instrumentId).Quantity;
        if (lacks == 0) return;
        context.Submit(OrderTicket.Market(
            instrumentId, lacks > 0 ? Side.Buy : Side.Sell, Math.Abs(lacks), TimeInForce.ImmediateOrCancel));
    }

    // From the records alone: what was sent and what was executed.
    private static Outcome Audit(IJournalStorage storage)
    {
        var (position, highest, lowest, withWorking) = (0L, 0L, 0L, 0L);
        var (orders, denials, flat) = (0, 0, 0);
        using var reader = JournalReader.Open(storage);
        for (var records = reader.Read(); !records.IsEmpty; records = reader.Read())
        {
            foreach (ref readonly var record in records)
            {
                if (record.Kind == EventKind.OrderRequested)
                {
                    orders++;
                    var signed = record.Order.Side == Side.Buy ? record.Order.Quantity : -record.Order.Quantity;
                    withWorking = Math.Max(withWorking, Math.Abs(position + signed));
                }
                if (record is { Kind: EventKind.OrderDenied, Order.Code: RiskCode.StrategyPositionLimit }) denials++;
                if (record.Kind != EventKind.Execution) continue;

                position += record.Execution.Side == Side.Buy ? record.Execution.Quantity : -record.Execution.Quantity;
                (highest, lowest) = (Math.Max(highest, position), Math.Min(lowest, position));
                if (position == 0) flat++;
            }
        }
        return new Outcome(highest, lowest, withWorking, orders, denials, flat);
    }
}
