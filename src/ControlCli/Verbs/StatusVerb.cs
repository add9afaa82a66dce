using System.CommandLine;
using System.Globalization;
using ControlCli.Journals;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Rows;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Verbs;

/// <summary><c>status</c>: what the engine is doing, once or as it changes.</summary>
internal static class StatusVerb
{
    private const int NsPerMs = 1_000_000;

    public static Command Create(CliConsole console)
    {
        var watch = new Option<bool>("--watch", "-w")
        {
            Description = "Go on with each change: redrawn on a terminal, else one line (-o json: one object) each.",
        };
        var interval = SharedOptions.Duration("--interval", "With --watch, shortest time between pictures", "500ms");
        var count = SharedOptions.WholeNumber("--count", "N", "With --watch, stop after so many pictures.", 1);
        var command = new VerbCommand("status",
            "Show phase, permission, holds, figures and counts. Ends with 0 whatever they are; 'health' judges.",
            "enginectl status",
            "enginectl status -o json | jq -r .permission",
            "enginectl status --watch",
            "enginectl status --journal ./journal");
        return OnlineVerb.Complete(command, console,
            call => call.Get(watch)
                ? WatchAsync(call, call.Get(interval) / NsPerMs, call.Get(count) ?? long.MaxValue)
                : RunAsync(call),
            [watch, interval, count], call => Run(call, call.Get(watch)));
    }

    private static async Task<ExitCode> RunAsync(OnlineCall call)
    {
        var status = await call.Link.IdentifyAsync(call.Cancel);
        RemoteRows.Status(status).AddTo(await call.ReportAsync()).Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static ExitCode Run(VerbCall call, bool watches)
    {
        if (watches)
        {
            throw new CliException(
                ExitCode.Usage, "No engine runs on that journal, so there is nothing to watch: leave --watch out.");
        }
        var replay = JournalReplay.ToState(call.Journal, call.Console, JournalPlace.End);
        FileRows.Status(replay, call.Journal).AddTo(new Report().Header(FileRows.Header(call.Journal)))
            .Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> WatchAsync(OnlineCall call, long intervalMs, long count)
    {
        call.IsWatching = true;
        var request = new V1.WatchStatusRequest { IntervalMs = (int)Math.Min(intervalMs, int.MaxValue) };
        using var stream = call.Link.Status.WatchStatus(request, cancellationToken: call.Cancel);
        while (count-- > 0 && await stream.ResponseStream.MoveNext(call.Cancel))
        {
            var status = call.Link.Check(stream.ResponseStream.Current);
            var row = RemoteRows.Status(status);
            var header = call.HeaderOf(status);
            call.ShowPicture(() => row.AddTo(new Report().Header(header)), () => Line(row, header));
        }
        return ExitCode.Ok;
    }

    private static string Line(StatusRow row, EngineHeader header)
    {
        var holds = row.Holds.Count == 0 ? "none" : string.Join(',', row.Holds.Select(hold => hold.Kind));
        var equity = string.Join(' ', row.Ledgers.Select(ledger => $"{ledger.Equity.Money.Text} {ledger.Currency}"));
        return string.Create(CultureInfo.InvariantCulture,
            $"{IsoTime.Format(row.TimeNs)}  {EngineHeader.ShownMode(header.Mode)} {header.Account}  "
            + $"sequence {row.Sequence}  {row.Phase}  {row.Permission}  holds {holds}  orders {row.OpenOrders}  "
            + $"positions {row.OpenPositions}  equity {equity}");
    }
}
