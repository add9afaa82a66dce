using System.CommandLine;
using ControlCli.Journals;
using ControlCli.Online;
using ControlCli.Output;
using Engine.Core.Events;
using Grpc.Core;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Verbs;

/// <summary><c>events tail</c>: the newest events, and those that follow.</summary>
internal static class EventVerbs
{
    private const int LastDefault = 10;

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(60);

    private static readonly HashSet<string> OfEveryRecord =
    [
        "sequence", "causeSequence", "timestampNs", "kind", "flags", "schemaVersion", "instrumentId", "strategyId",
        "laneId", RecordFields.Symbol, RecordFields.Strategy,
    ];

    public static Command Create(CliConsole console)
    {
        var noun = new Command("events", "Events of the journal, as they happen.");
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on as the journal grows." };
        var from = SharedOptions.WholeNumber(
            "--from", "SEQ", $"First sequence to look at (default: the last {LastDefault} records).", 1);
        var limit = SharedOptions.WholeNumber("--limit", "N", "Stop after so many events.", 1);
        var kinds = SharedOptions.Kinds();
        var instrument = new Option<string>("--instrument", "-i")
        {
            HelpName = "SYMBOL",
            Description = "Only events of this instrument.",
        };
        var command = new VerbCommand("tail",
            "Show the newest events, one per line; a broken connection is taken up again without gap or repeat.",
            "enginectl events tail -f",
            "enginectl events tail -f --kind Execution,OrderDenied --instrument AIG -o json",
            "enginectl events tail --from 1200 --journal ./journal");
        noun.Subcommands.Add(OnlineVerb.Complete(command, console,
            call => RunAsync(call, call.Get(from), call.Get(limit) ?? 0, new V1.ReadEventsRequest
            {
                Kinds = { (call.Get(kinds) ?? []).Select(kind => kind.ToString()) },
                Instrument = call.Get(instrument) ?? "",
                Follow = call.Get(follow),
            }),
            [follow, from, limit, kinds, instrument],
            call => Run(call, call.Get(from), call.Get(limit) ?? long.MaxValue, call.Get(follow),
                new RecordFilter(
                    call.Get(from) ?? 1, long.MaxValue, call.Get(kinds) ?? [], call.Get(instrument) ?? ""))));
        return noun;
    }

    private static async Task<ExitCode> RunAsync(
        OnlineCall call, long? from, long limit, V1.ReadEventsRequest request)
    {
        call.IsWatching = request.Follow;
        var header = call.HeaderOf(await call.Link.IdentifyAsync(call.Cancel));
        if (!call.IsJson) call.Console.Error.WriteLine(call.Console.Paint(header.Text, header.Paint));
        var next = from ?? await FirstAsync(call);
        var shown = 0L;
        var lostSince = DateTime.MaxValue;
        while (true)
        {
            request.FromSequence = next;
            request.Limit = limit == 0 ? 0 : limit - shown;
            try
            {
                await foreach (var batch in EngineEvents.ReadAsync(call.Link, request, call.Cancel))
                {
                    lostSince = DateTime.MaxValue;
                    foreach (var record in batch.Events)
                    {
                        Line(record).Write(call.Console, call.IsJson);
                        next = record.Sequence + 1;
                        if (++shown == limit) return ExitCode.Ok;
                    }
                    next = Math.Max(next, batch.ScannedToSequence + 1);
                    call.Console.Output.Flush();
                }
                return ExitCode.Ok;
            }
            catch (RpcException failure) when (
                request.Follow && failure.StatusCode is StatusCode.Unavailable or StatusCode.ResourceExhausted)
            {
                // What came is shown, and where it ended is known: asking from there loses and repeats nothing.
                if (lostSince == DateTime.MaxValue) lostSince = DateTime.UtcNow;
                if (DateTime.UtcNow - lostSince > RetryMax) throw;
                call.Console.Error.WriteLine(
                    $"enginectl: The stream broke ({failure.Status.Detail}); it is taken up at {next}.");
            }
            await Task.Delay(RetryPause, call.Cancel);
        }
    }

    private static async Task<long> FirstAsync(OnlineCall call)
    {
        var journal = await call.Link.Journal.DescribeAsync(new V1.DescribeRequest(), cancellationToken: call.Cancel);
        return Math.Max(journal.FirstSequence, journal.DurableSequence - LastDefault + 1);
    }

    private static ExitCode Run(VerbCall call, long? from, long limit, bool follows, RecordFilter filter)
    {
        if (follows)
        {
            throw new CliException(
                ExitCode.Usage, "No engine runs on that journal, so it does not grow: leave --follow out.");
        }
        var names = new JournalNames();
        var last = new Queue<(EngineEvent Record, bool IsShown)>();
        var shown = 0L;
        call.Journal.Walk("reading", (in record) =>
        {
            names.Note(in record);
            if (from is null)
            {
                if (last.Count == LastDefault) last.Dequeue();
                last.Enqueue((record, filter.Takes(in record, names)));
                return true;
            }
            if (!filter.Takes(in record, names)) return true;
            Line(in record, names).Write(call.Console, call.IsJson);
            return ++shown < limit;
        });
        foreach (var (record, isShown) in last)
        {
            if (!isShown || shown++ >= limit) continue;
            Line(in record, names).Write(call.Console, call.IsJson);
        }
        return ExitCode.Ok;
    }

    private static EventLine Line(V1.EngineEvent record) => new(
        record.Sequence, record.CauseSequence, record.TimeNs, record.Kind, record.Instrument, record.Strategy,
        record.LaneId, [.. record.Fields.Select(field => (field.Name, field.Value))]);

    private static EventLine Line(in EngineEvent record, JournalNames names)
    {
        var fields = RecordFields.Of(in record, names);
        return new EventLine(
            record.Sequence, record.CauseSequence, record.TimestampNs, record.Kind.ToString(),
            names.Symbol(record.InstrumentId), names.Strategy(record.StrategyId), record.LaneId,
            [.. fields.Where(field => !OfEveryRecord.Contains(field.Name)).Select(field => (field.Name, field.Value))]);
    }
}
