using System.CommandLine;
using ControlCli.Journals;
using ControlCli.Output;
using ControlCli.Rows;

namespace ControlCli.Verbs;

/// <summary><c>replay state</c>: the whole state at a sequence or a time.</summary>
internal static class ReplayStateVerb
{
    public static Command Create(CliConsole console)
    {
        var place =
            SharedOptions.Place(
            "--at", "Behind the group of a sequence, behind everything up to a time in UTC, or at the end.");
        var command =
            new VerbCommand(
            "state", "Show positions, working orders, holds and equity as they were at a sequence or time.",
            "enginectl replay state -j ./journal --at end",
            "enginectl replay state -j ./journal --at 2013-10-08T14:30:00Z",
            "enginectl replay state -j ./journal --at 120034 -o json");
        return SharedOptions.Complete(command, console, call => Run(call, call.Get(place)), [place]);
    }

    private static ExitCode Run(VerbCall call, JournalPlace place)
    {
        var replay = JournalReplay.ToState(call.Journal, call.Console, place);
        var view = replay.View;
        var state = view.State;
        new Report().Header(FileRows.Header(call.Journal))
            .Field("Sequence", "sequence", Cell.Whole(replay.Cursor.LastSequence))
            .Field("Time", "time", Cell.Time(state.EngineTimeNs))
            .Field("Run", "runEpoch", Cell.Whole(replay.Cursor.RunEpoch))
            .Field("Phase", "phase", Cell.Name(state.Phase))
            .Field("Permission", "permission", Cell.Name(view.Holds.AccountPermission))
            .Field("Quotes", "quotes", Cell.Whole(state.QuoteCount))
            .Field("Trades", "trades", Cell.Whole(state.TradeCount))
            .Field("Orders", "orderCount", Cell.Whole(state.OrderCount))
            .Field("Denied", "deniedCount", Cell.Whole(state.DeniedCount))
            .Field("Executions", "executionCount", Cell.Whole(state.ExecutionCount))
            .Field("State digest", "stateDigest", Cell.Digest(replay.Model.Chain.ComputeStateDigest()))
            .Listing("ACCOUNT", "currencies", LedgerRow.Columns, FileRows.Ledgers(view))
            .Listing("POSITIONS", "positions", PositionRow.Columns, FileRows.Positions(view, includesFlat: false))
            .Listing("WORKING ORDERS", "orders", OrderRow.Columns,
                FileRows.Orders(view).Where(order => order.IsWorking))
            .Listing("HOLDS", "holds", HoldRow.Columns, FileRows.Holds(view))
            .Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }
}
