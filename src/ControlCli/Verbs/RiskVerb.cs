using System.CommandLine;
using ControlCli.Journals;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Rows;
using Engine.Core.Config;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Verbs;

/// <summary><c>risk</c> and <c>limits show</c>: what may be traded, and how much.</summary>
internal static class RiskVerb
{
    // What may be traded, and how much the engine has room for.
    private static readonly string[] Prefixes = ["limits.", "risk."];

    private static readonly IReadOnlyList<Column<LimitRow>> Columns =
    [
        new("LIMIT", "key", limit => Cell.Of(limit.Key)),
        new("BASELINE", "baseline", limit => Cell.Of(limit.Baseline)),
        new("EFFECTIVE", "effective", limit =>
            Cell.Of(limit.Effective).With(limit.Effective == limit.Baseline ? Paint.None : Paint.Warning)),
        new("CEILING", "ceiling", limit => Cell.Of(limit.Ceiling)),
    ];

    public static Command Create(CliConsole console)
    {
        var command = new VerbCommand("risk", "Show permission, holds, limits and exposure.",
            "enginectl risk",
            "enginectl risk --journal ./journal -o json");
        return OnlineVerb.Complete(command, console, RunAsync, offline: Run);
    }

    public static Command CreateShow(CliConsole console)
    {
        var command = new VerbCommand("show", "Show every limit: that of the file, that in force, and its ceiling.",
            "enginectl limits show",
            "enginectl limits show -o json | jq '.limits[] | select(.effective != .baseline)'");
        return OnlineVerb.Complete(command, console, ShowAsync, offline: Show);
    }

    private static async Task<ExitCode> ShowAsync(OnlineCall call)
    {
        var report = await call.ReportAsync();
        var list = await call.Link.Status.GetLimitsAsync(new V1.GetLimitsRequest(), cancellationToken: call.Cancel);
        report.Field("", "sequence", Cell.Whole(list.Sequence))
            .Listing("", "limits", Columns, list.Lines.Select(Row)).Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static ExitCode Show(VerbCall call)
    {
        new Report().Header(FileRows.Header(call.Journal)).Field("", "sequence", Cell.Empty)
            .Listing("", "limits", Columns, FromFiles(call)).Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> RunAsync(OnlineCall call)
    {
        var status = RemoteRows.Status(await call.Link.IdentifyAsync(call.Cancel));
        var list = await call.Link.Status.GetLimitsAsync(new V1.GetLimitsRequest(), cancellationToken: call.Cancel);
        Write(call.Console, call.IsJson, await call.ReportAsync(), status, list.Lines.Select(Row));
        return ExitCode.Ok;
    }

    private static ExitCode Run(VerbCall call)
    {
        var replay = JournalReplay.ToState(call.Journal, call.Console, JournalPlace.End);
        Write(call.Console, call.IsJson, new Report().Header(FileRows.Header(call.Journal)),
            FileRows.Status(replay, call.Journal), FromFiles(call));
        return ExitCode.Ok;
    }

    private static void Write(
        CliConsole console, bool isJson, Report report, StatusRow status, IEnumerable<LimitRow> limits) =>
        report
            .Field("Phase", "phase", Cell.Of(status.Phase))
            .Field("Permission", "permission", StatusRow.PermissionCell(status.Permission))
            .Field("Sequence", "sequence", Cell.Whole(status.Sequence))
            .Listing("HOLDS", "holds", HoldRow.Columns, status.Holds)
            .Listing("EXPOSURE", "currencies", LedgerRow.Columns, status.Ledgers)
            .Listing("LIMITS", "limits", Columns, limits)
            .Write(console, isJson);

    private static LimitRow Row(V1.LimitList.Types.Line line) =>
        new(line.Key, line.Baseline, line.Effective, line.Ceiling);

    // Files say what the newest run was started with.
    private static IEnumerable<LimitRow> FromFiles(VerbCall call)
    {
        var text = call.Journal.NewestConfigText() ?? throw new CliException(ExitCode.Negative,
            $"The journal '{call.Journal.Folder}' has no run with a configuration yet: start the engine on it first.");
        var config = CanonicalConfig.Parse(text);
        foreach (var key in config.Keys.Where(key => Prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))))
            yield return new LimitRow(key, config.Root.GetText(key, ""), config.Root.GetText(key, ""), "");
    }

    private sealed record LimitRow(string Key, string Baseline, string Effective, string Ceiling);
}
