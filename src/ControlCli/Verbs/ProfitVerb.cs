using System.CommandLine;
using ControlCli.Journals;
using ControlCli.Output;
using Engine.Core.Events;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Portfolio;

namespace ControlCli.Verbs;

/// <summary><c>pnl</c>: profit by strategy and instrument, and the account.</summary>
internal static class ProfitVerb
{
    public static Command Create(CliConsole console)
    {
        var command = new VerbCommand("pnl",
            "Show profit and loss by strategy and instrument, and the account, at the end of the journal.",
            "enginectl pnl --journal ./journal",
            "enginectl pnl -j ./journal -o json | jq .account");
        return SharedOptions.Complete(command, console, Run);
    }

    private static ExitCode Run(VerbCall call)
    {
        var replay = JournalReplay.ToState(call.Journal, call.Console, JournalPlace.End);
        new Report()
            .Field("Sequence", "sequence", Cell.Whole(replay.Cursor.LastSequence))
            .Field("Time", "time", Cell.Time(replay.View.State.EngineTimeNs))
            .Listing("STRATEGIES", "strategies", Columns(replay.View), SharesOf(replay.View))
            .Listing("ACCOUNT", "account", StateColumns.Ledgers, StateColumns.LedgersOf(replay.View))
            .Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static IReadOnlyList<Column<(int StrategyId, int InstrumentId)>> Columns(LogicView view) =>
    [
        new("STRATEGY", "strategy", key =>
            Cell.Of(key.StrategyId == 0 ? "(none)" : StateColumns.Strategy(view, key.StrategyId))),
        new("SYMBOL", "symbol", key => Cell.Of(StateColumns.Symbol(view, key.InstrumentId))),
        new("CURRENCY", "currency", key => Cell.Of(view.Market.Instrument(key.InstrumentId).Currency.ToString())),
        new("QUANTITY", "quantity", key =>
            Cell.Decimal(Share(view, key).Quantity, view.Market.Instrument(key.InstrumentId).SizeExponent)),
        new("REALISED", "realizedProfit", key => Cell.Money(Share(view, key).RealizedProfit)),
        new("UNREALISED", "unrealizedProfit", key => Cell.Money(
            view.StrategyPositions.TryUnrealizedProfit(key.StrategyId, key.InstrumentId, out var profit) ? profit
                : FixedPoint.Absent)),
        new("COMMISSIONS", "commissions", key => Cell.Money(Share(view, key).Commissions)),
        new("NET", "netProfit", key => Cell.Money(NetProfit(view, key))),
    ];

    private static long NetProfit(LogicView view, (int StrategyId, int InstrumentId) key)
    {
        var share = Share(view, key);
        return view.StrategyPositions.TryUnrealizedProfit(key.StrategyId, key.InstrumentId, out var profit)
            ? share.RealizedProfit + profit - share.Commissions
            : FixedPoint.Absent;
    }

    // Strategy 0 holds what no strategy of this engine caused.
    private static IEnumerable<(int StrategyId, int InstrumentId)> SharesOf(LogicView view)
    {
        for (var strategy = 0; strategy <= view.Strategies.Count; strategy++)
        {
            for (var instrument = 0; instrument < view.Market.InstrumentCount; instrument++)
            {
                var share = view.StrategyPositions.Position(strategy, instrument);
                if (share.Quantity != 0 || share.RealizedProfit != 0 || share.Commissions != 0 || share.CostBasis != 0)
                    yield return (strategy, instrument);
            }
        }
    }

    private static StrategyPositionState Share(LogicView view, (int StrategyId, int InstrumentId) key) =>
        view.StrategyPositions.Position(key.StrategyId, key.InstrumentId);
}
