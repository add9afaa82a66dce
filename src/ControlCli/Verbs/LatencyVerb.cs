using System.CommandLine;
using System.Globalization;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Rows;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Verbs;

/// <summary><c>latency</c>: percentiles of every latency of a running engine, once or live.</summary>
internal static class LatencyVerb
{
    private const int NsPerMs = 1_000_000;
    private const int TrendMax = 30;

    public static Command Create(CliConsole console)
    {
        var watch = new Option<bool>("--watch", "-w")
        {
            Description = "Go on: redrawn on a terminal, else one line (-o json: one object) each.",
        };
        var interval = SharedOptions.Duration("--interval", "With --watch, time between pictures", "1s");
        var count = SharedOptions.WholeNumber("--count", "N", "With --watch, stop after so many pictures.", 1);
        var command = new VerbCommand("latency",
            "Show percentiles of every latency since the start of the run, with the largest of the last ten seconds.",
            "enginectl latency",
            "enginectl latency --watch",
            "enginectl latency -o json | jq '.latencies[] | select(.name == \"tick_to_order\") | .p99Ns'");
        return OnlineVerb.Complete(command, console,
            call =>
            {
                call.IsWatching = call.Get(watch);
                return RunAsync(call, call.Get(interval) / NsPerMs, call.IsWatching ? call.Get(count) : 1);
            },
            [watch, interval, count]);
    }

    private static async Task<ExitCode> RunAsync(OnlineCall call, long intervalMs, long? count)
    {
        var status = await call.Link.IdentifyAsync(call.Cancel);
        var request = new V1.WatchLatencyRequest { IntervalMs = (int)Math.Min(intervalMs, int.MaxValue) };
        using var stream = call.Link.Status.WatchLatency(request, cancellationToken: call.Cancel);
        var trends = new Dictionary<string, List<long>>(StringComparer.Ordinal);
        for (var left = count ?? long.MaxValue; left > 0 && await stream.ResponseStream.MoveNext(call.Cancel); left--)
        {
            var report = stream.ResponseStream.Current;
            var rows = report.Spans.Select(span => new LatencyRow(span, Grown(trends, span))).ToArray();
            Show(call, call.HeaderOf(status), report, rows);
        }
        return ExitCode.Ok;
    }

    private static List<long> Grown(Dictionary<string, List<long>> trends, V1.LatencyFigures span)
    {
        if (!trends.TryGetValue(span.Name, out var trend)) trends[span.Name] = trend = [];
        if (trend.Count == TrendMax) trend.RemoveAt(0);
        trend.Add(span.RecentMaxNs);
        return trend;
    }

    private static void Show(
        OnlineCall call, EngineHeader header, V1.LatencyReport picture, IReadOnlyList<LatencyRow> rows)
    {
        if (call.IsWatching) call.ShowPicture(Picture, () => Line(header, picture));
        else Picture().Write(call.Console, call.IsJson);

        Report Picture() => new Report().Header(header)
            .Field("Run", "runEpoch", Cell.Whole(picture.RunEpoch))
            .Field("Sequence", "sequence", Cell.Whole(picture.Sequence))
            .Listing("", "latencies", LatencyRow.Columns, rows);
    }

    private static string Line(EngineHeader header, V1.LatencyReport picture)
    {
        var shown = picture.Spans.Where(span => span.Count > 0).Select(span =>
            $"{span.Name} {Nanoseconds.Text(span.P50Ns)} / {Nanoseconds.Text(span.P99Ns)} / "
            + Nanoseconds.Text(span.RecentMaxNs));
        return string.Create(CultureInfo.InvariantCulture,
            $"{EngineHeader.ShownMode(header.Mode)} {header.Account}  sequence {picture.Sequence}  "
            + $"p50 / p99 / max 10s: {string.Join(",  ", shown)}");
    }
}
