using System.CommandLine;
using System.Globalization;
using System.Text;
using ControlCli.Journals;
using ControlCli.Output;
using Engine.Core.Events;

namespace ControlCli.Verbs;

/// <summary><c>journal cat</c>: one line per record.</summary>
internal static class JournalCatVerb
{
    private const int SequenceWidth = 10;
    private const int KindWidth = 24;
    private const int SymbolWidth = 8;

    public static Command Create(CliConsole console)
    {
        var from = SharedOptions.WholeNumber("--from", "SEQ", "First sequence to show.", 1);
        var to = SharedOptions.WholeNumber("--to", "SEQ", "Last sequence to show.", 1);
        var limit = SharedOptions.WholeNumber("--limit", "N", "Stop after this many records.", 1);
        var kinds = SharedOptions.Kinds();
        var instrument = new Option<string>("--instrument", "-i")
        {
            HelpName = "SYMBOL",
            Description = "Only records of this instrument.",
        };
        var command = new VerbCommand("cat", "Show records, one per line; decisions are indented under their input.",
            "enginectl journal cat -j ./journal --from 1000 --limit 20",
            "enginectl journal cat -j ./journal --kind OrderRequested,Execution --instrument AIG",
            "enginectl journal cat -j ./journal --kind OrderDenied -o json | jq .code");
        return SharedOptions.Complete(command, console, call =>
        {
            var filter = new RecordFilter(
                call.Get(from) ?? 1, call.Get(to) ?? long.MaxValue, call.Get(kinds) ?? [], call.Get(instrument) ?? "");
            return Run(call, filter, call.Get(limit) ?? long.MaxValue);
        }, [from, to, kinds, instrument, limit]);
    }

    private static ExitCode Run(VerbCall call, RecordFilter filter, long limit)
    {
        if (filter.FirstSequence > filter.LastSequence)
            throw new CliException(ExitCode.Usage, "--from lies behind --to: give the lower sequence first.");

        var names = call.Journal.NamesAtBeginning();
        var json = new JsonRecordWriter(call.Console.Output);
        var shown = 0L;
        call.Journal.Walk("reading", (in record) =>
        {
            if (record.Sequence > filter.LastSequence) return false;
            names.Note(in record);
            if (!filter.Takes(in record, names)) return true;

            if (call.IsJson) json.Write(in record, names);
            else WriteLine(call.Console, in record, names);
            return ++shown < limit;
        });
        if (filter.Symbol.Length > 0 && shown == 0 && !names.Symbols.Contains(filter.Symbol))
            throw UnknownSymbol(filter.Symbol, names);
        return ExitCode.Ok;
    }

    /// <summary>A symbol that the journal does not know, with those it does.</summary>
    public static CliException UnknownSymbol(string symbol, JournalNames names)
    {
        const int ShownMax = 20;
        var known = names.Symbols.Take(ShownMax).ToArray();
        return new CliException(ExitCode.Negative, known.Length == 0
            ? $"The journal has no instrument '{symbol}', nor any other yet."
            : $"The journal has no instrument '{symbol}': give one of {string.Join(", ", known)}.");
    }

    private static void WriteLine(CliConsole console, in EngineEvent record, JournalNames names)
    {
        var kind = record.IsContinuation ? "  ..." : record.IsInput ? record.Kind.ToString() : "  " + record.Kind;
        var line = new StringBuilder();
        line.Append(record.Sequence.ToString(CultureInfo.InvariantCulture).PadLeft(SequenceWidth)).Append("  ");
        line.Append(IsoTime.Format(record.TimestampNs)).Append("  ");
        line.Append(console.Paint(kind.PadRight(KindWidth), PaintOf(record.Kind))).Append("  ");
        line.Append(names.Symbol(record.InstrumentId).PadRight(SymbolWidth)).Append("  ");
        line.Append(RecordSummary.Of(in record, names));
        console.Output.WriteLine(line.ToString().TrimEnd());
    }

    private static Paint PaintOf(EventKind kind) => kind switch
    {
        EventKind.Execution => Paint.Good,
        EventKind.OrderDenied or EventKind.OrderRejected or EventKind.InputRefused or EventKind.StrategyDisabled
            or EventKind.OrderBecameUnknown or EventKind.ReconciliationDifference => Paint.Bad,
        EventKind.HoldPlaced or EventKind.HoldReleased or EventKind.PhaseChanged => Paint.Warning,
        _ => Paint.None,
    };
}
