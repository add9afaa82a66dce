using System.CommandLine;
using ControlCli.Journals;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Rows;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Verbs;

/// <summary><c>pnl</c>: profit by strategy and instrument, and the account.</summary>
internal static class ProfitVerb
{
    public static Command Create(CliConsole console)
    {
        var command = new VerbCommand("pnl",
            "Show profit and loss by strategy and instrument, and the account.",
            "enginectl pnl",
            "enginectl pnl --journal ./journal",
            "enginectl pnl -j ./journal -o json | jq .currencies");
        return OnlineVerb.Complete(command, console, RunAsync, offline: Run);
    }

    private static async Task<ExitCode> RunAsync(OnlineCall call)
    {
        var status = await call.Link.IdentifyAsync(call.Cancel);
        var list = await call.Link.Status.ListPositionsAsync(
            new V1.ListPositionsRequest { IncludeFlat = true }, cancellationToken: call.Cancel);
        Add(await call.ReportAsync(), list.Sequence, list.EngineTimeNs, list.Shares.Select(RemoteRows.Share),
                RemoteRows.Ledgers(status),
                RemoteRows.Day(status))
            .Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static ExitCode Run(VerbCall call)
    {
        var replay = JournalReplay.ToState(call.Journal, call.Console, JournalPlace.End);
        Add(new Report().Header(FileRows.Header(call.Journal)), replay.Cursor.LastSequence,
                replay.View.State.EngineTimeNs, FileRows.Shares(replay.View), FileRows.Ledgers(replay.View),
                FileRows.Day(replay.View))
            .Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static Report Add(
        Report report, long sequence, long timeNs, IEnumerable<ShareRow> shares, IEnumerable<LedgerRow> ledgers,
        DaysRow day) => day.AddTo(
        report
            .Field("Sequence", "sequence", Cell.Whole(sequence))
            .Field("Time", "time", Cell.Time(timeNs)))
            .Listing("STRATEGIES", "strategies", ShareRow.Columns, shares)
            .Listing("ACCOUNT", "currencies", LedgerRow.Columns, ledgers)
            .Listing("DAY", "day", DayRow.Columns, day.Currencies);
}
