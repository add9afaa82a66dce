using System.CommandLine;
using System.Globalization;
using ControlCli.Journals;
using ControlCli.Output;
using Engine.Core.Events;

namespace ControlCli.Verbs;

/// <summary><c>journal stats</c>: how much of what.</summary>
internal static class JournalStatsVerb
{
    private const int TenthsPerSecond = 10;
    private const long NsPerSecond = 1_000_000_000;

    private static readonly IReadOnlyList<Column<KeyValuePair<EventKind, long>>> KindColumns =
    [
        new("KIND", "kind", pair => Cell.Of(pair.Key.ToString())),
        new("NUMBER", "kindNumber", pair => Cell.Whole((int)pair.Key)),
        new("RECORDS", "records", pair => Cell.Whole(pair.Value)),
    ];

    private static readonly IReadOnlyList<Column<(EventKind Kind, string Code, long Count)>> CodeColumns =
    [
        new("KIND", "kind", row => Cell.Of(row.Kind.ToString())),
        new("CODE", "code", row => Cell.Of(row.Code)),
        new("COUNT", "count", row => Cell.Whole(row.Count)),
    ];

    public static Command Create(CliConsole console)
    {
        var command = new VerbCommand("stats",
            "Count records by kind, lane and instrument, and orders and denials by code.",
            "enginectl journal stats --journal ./journal",
            "enginectl journal stats -j ./journal -o json | jq .kinds");
        return SharedOptions.Complete(command, console, Run);
    }

    private static ExitCode Run(VerbCall call)
    {
        var counts = new JournalCounts(call.Journal.NamesAtBeginning());
        call.Journal.Walk("counting", counts.Note);

        var spanNs = counts.LastTimeNs - counts.FirstTimeNs;
        new Report()
            .Field("Records", "records", Cell.Whole(counts.Records))
            .Field("Inputs", "inputs", Cell.Whole(counts.Inputs))
            .Field("Decisions", "decisions", Cell.Whole(counts.Records - counts.Inputs - counts.Continuations))
            .Field("First sequence", "firstSequence", Cell.Whole(counts.FirstSequence))
            .Field("Last sequence", "lastSequence", Cell.Whole(counts.LastSequence))
            .Field("First time", "firstTime", Cell.Time(counts.FirstTimeNs))
            .Field("Last time", "lastTime", Cell.Time(counts.LastTimeNs))
            .Field("Records/s", "recordsPerSecond", Cell.Of(PerSecond(counts.Records, spanNs)))
            .Field("State hashes", "stateHashes", Cell.Whole(counts.StateHashes))
            .Field("Last state hash", "lastStateHash",
                counts.StateHashes == 0 ? Cell.Empty : Cell.Digest(counts.LastStateDigest))
            .Listing("KINDS", "kinds", KindColumns, counts.Kinds)
            .Listing("LANES", "lanes", LaneColumns(counts), counts.Lanes.Values)
            .Listing("INSTRUMENTS", "instruments", InstrumentColumns(counts), counts.Instruments.Values)
            .Listing("ORDERS AND REFUSALS", "codes", CodeColumns, counts.Codes)
            .Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    // Of event time: how dense the data is, not how fast a machine was.
    private static string PerSecond(long records, long spanNs)
    {
        if (spanNs <= 0) return "";
        var tenths = (Int128)records * NsPerSecond * TenthsPerSecond / spanNs;
        return string.Create(CultureInfo.InvariantCulture, $"{tenths / TenthsPerSecond}.{tenths % TenthsPerSecond}");
    }

    private static IReadOnlyList<Column<LaneCounts>> LaneColumns(JournalCounts counts) =>
    [
        new("LANE", "lane", lane => Cell.Whole(lane.LaneId)),
        new("NAME", "name", lane => Cell.Of(lane.LaneId switch
        {
            LaneIds.Control => "control",
            LaneIds.Clock => "clock",
            LaneIds.Venue => "venue",
            _ => "source",
        })),
        new("INPUTS", "inputs", lane => Cell.Whole(lane.Inputs)),
        new("DECISIONS", "decisions", lane => Cell.Whole(lane.Decisions)),
        new("FIRST TIME", "firstTime", lane => Cell.Time(lane.FirstTimeNs)),
        new("LAST TIME", "lastTime", lane => Cell.Time(lane.LastTimeNs)),
        new("PATH", "path", lane => Cell.Of(counts.Names.Sources.GetValueOrDefault(lane.LaneId, ""))),
    ];

    private static IReadOnlyList<Column<InstrumentCounts>> InstrumentColumns(JournalCounts counts) =>
    [
        new("SYMBOL", "symbol", row => Cell.Of(counts.Names.Symbol(row.InstrumentId))),
        new("ID", "instrumentId", row => Cell.Whole(row.InstrumentId)),
        new("QUOTES", "quotes", row => Cell.Whole(row.Quotes)),
        new("TRADES", "trades", row => Cell.Whole(row.Trades)),
        new("VOLUME", "volume", row => Size(counts, row.InstrumentId, row.Volume)),
        new("BARS", "bars", row => Cell.Whole(row.Bars)),
        new("ORDERS", "orders", row => Cell.Whole(row.Orders)),
        new("DENIED", "denied", row => Cell.Whole(row.Denied)),
        new("EXECUTIONS", "executions", row => Cell.Whole(row.Executions)),
    ];

    private static Cell Size(JournalCounts counts, int instrumentId, long size) =>
        Cell.Decimal(size, counts.Names.Instrument(instrumentId)?.SizeExponent ?? 0);
}
