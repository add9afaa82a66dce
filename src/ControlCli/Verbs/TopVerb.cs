using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Rows;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Verbs;

/// <summary><c>top</c>: rates and machinery of a running engine, live.</summary>
internal static class TopVerb
{
    private const long NsPerMs = 1_000_000;

    private static readonly (string Label, string JsonName, Func<V1.EngineStatus, long> Read)[] Counters =
    [
        ("records", "recordsPerSecond", status => status.DurableSequence),
        ("quotes", "quotesPerSecond", status => status.Counters?.Quotes ?? 0),
        ("trades", "tradesPerSecond", status => status.Counters?.Trades ?? 0),
        ("signals", "signalsPerSecond", status => status.Counters?.Signals ?? 0),
        ("orders", "ordersPerSecond", status => status.Counters?.Orders ?? 0),
        ("denials", "denialsPerSecond", status => status.Counters?.Denials ?? 0),
        ("executions", "executionsPerSecond", status => status.Counters?.Executions ?? 0),
    ];

    public static Command Create(CliConsole console)
    {
        var interval = SharedOptions.Duration("--interval", "Time between pictures", "1s");
        var count = SharedOptions.WholeNumber("--count", "N", "Stop after so many pictures.", 1);
        var command = new VerbCommand("top",
            "Show rates per second between two pictures, lanes, ring, threads, lags and memory: redrawn on a terminal, "
            + "else one line per interval; -o json: one object, or as many as --count says.",
            "enginectl top",
            "enginectl top -o json | jq .threads",
            "enginectl top --interval 5s --count 12 -o json");
        return OnlineVerb.Complete(command, console,
            call => RunAsync(
                call, call.Get(interval) / NsPerMs, call.Get(count) ?? (call.IsJson ? 1 : long.MaxValue)),
            [interval, count]);
    }

    private static async Task<ExitCode> RunAsync(OnlineCall call, long intervalMs, long count)
    {
        call.IsWatching = true;
        var request = new V1.WatchInternalsRequest { IntervalMs = (int)Math.Min(intervalMs, int.MaxValue) };
        using var stream = call.Link.Status.WatchInternals(request, cancellationToken: call.Cancel);
        V1.EngineStatus? before = null;
        V1.EngineInternals? machineBefore = null;
        var watch = Stopwatch.StartNew();
        while (await stream.ResponseStream.MoveNext(call.Cancel))
        {
            var machine = stream.ResponseStream.Current;
            var now = call.Link.Check(await call.Link.Status.GetStatusAsync(
                new V1.GetStatusRequest(), cancellationToken: call.Cancel));
            if (before is not null && machineBefore is not null)
            {
                var seconds = Math.Max(watch.Elapsed.TotalSeconds, 0.001);
                Show(call, before, now, new MachineRows(machineBefore, machine, seconds));
                if (--count == 0) break;
            }
            (before, machineBefore) = (now, machine);
            watch.Restart();
        }
        return ExitCode.Ok;
    }

    private static void Show(OnlineCall call, V1.EngineStatus before, V1.EngineStatus now, MachineRows machine)
    {
        var rates = Counters
            .Select(counter => (counter.Label, counter.JsonName,
                Rate: (long)Math.Round((counter.Read(now) - counter.Read(before)) / machine.Seconds)))
            .ToArray();
        call.ShowPicture(Picture, Line);

        string Line()
        {
            var header = call.HeaderOf(now);
            var shown = string.Join("  ", rates.Select(rate =>
                string.Create(CultureInfo.InvariantCulture, $"{rate.Label}/s {rate.Rate}")));
            return string.Create(CultureInfo.InvariantCulture,
                $"{IsoTime.Format(now.EngineTimeNs)}  {EngineHeader.ShownMode(header.Mode)} {header.Account}  "
                + $"{now.Phase} {now.Permission}  {shown}  lag {now.LagRecords}  ring {machine.Now.Ring.Occupied}  "
                + $"stalls {machine.Now.Threads.Sum(thread => thread.Stalls)}");
        }

        Report Picture()
        {
            var report = new Report().Header(call.HeaderOf(now))
                .Field("Time", "time", Cell.Time(now.EngineTimeNs))
                .Field("Phase", "phase", Cell.Of(now.Phase.ToString()))
                .Field("Permission", "permission", StatusRow.PermissionCell(now.Permission.ToString()))
                .Field("Sequence", "sequence", Cell.Whole(now.Sequence))
                .Field("Durable", "durableSequence", Cell.Whole(now.DurableSequence))
                .Field("Lag", "lagRecords", Cell.Whole(now.LagRecords))
                .Field("Open orders", "openOrders", Cell.Whole(now.OpenOrders))
                .Field("Open positions", "openPositions", Cell.Whole(now.OpenPositions));
            foreach (var (label, name, rate) in rates) report.Field(label + "/s", name, Cell.Whole(rate));
            machine.AddTo(report);
            return report;
        }
    }
}
