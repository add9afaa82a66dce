using System.CommandLine;
using ControlCli.Journals;
using ControlCli.Output;

namespace ControlCli.Verbs;

/// <summary><c>positions</c>: what the account holds at the end of the journal.</summary>
internal static class PositionsVerb
{
    public static Command Create(CliConsole console)
    {
        var all = new Option<bool>("--all") { Description = "Also instruments that were traded and are flat again." };
        var command = new VerbCommand("positions", "Show what the account holds at the end of the journal.",
            "enginectl positions --journal ./journal",
            "enginectl positions -j ./journal --all -o json");
        return SharedOptions.Complete(command, console, call => Run(call, call.Get(all)), [all]);
    }

    private static ExitCode Run(VerbCall call, bool includesFlat)
    {
        var replay = JournalReplay.ToState(call.Journal, call.Console, JournalPlace.End);
        new Report()
            .Field("", "sequence", Cell.Whole(replay.Cursor.LastSequence))
            .Field("", "time", Cell.Time(replay.View.State.EngineTimeNs))
            .Listing(
                "", "positions", StateColumns.Positions(replay.View),
                StateColumns.PositionIds(replay.View, includesFlat))
            .Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }
}
