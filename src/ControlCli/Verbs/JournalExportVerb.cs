using System.CommandLine;
using System.Text;
using ControlCli.Journals;

namespace ControlCli.Verbs;

/// <summary><c>journal export</c>: all fields of every record for other programs.</summary>
internal static class JournalExportVerb
{
    private const int BufferChars = 1 << 20;
    private const string JsonLines = "jsonl";

    public static Command Create(CliConsole console)
    {
        var format = new Option<string>("--format", "-f")
        {
            HelpName = "csv|jsonl",
            Description = "One row, or one JSON object, per record.",
            DefaultValueFactory = _ => SharedOptions.Csv,
        };
        format.AcceptOnlyFromAmong(SharedOptions.Csv, JsonLines);
        var output = new Option<string>("--out")
        {
            HelpName = "FILE",
            Description = "File to write; without it the output.",
        };
        var kinds = SharedOptions.Kinds();
        var command = new VerbCommand("export",
            "Write all fields of every record; decimals are exact, symbols resolved.",
            "enginectl journal export -j ./journal --kind Execution,InstrumentDefined --out executions.csv",
            "enginectl journal export -j ./journal --format jsonl | jq 'select(.kind == \"OrderDenied\")'");
        return SharedOptions.Complete(command, console, call =>
        {
            var filter = new RecordFilter(1, long.MaxValue, call.Get(kinds) ?? [], "");
            var wanted = call.Get(kinds) is { Length: > 0 } given ? given : null;
            var isCsv = call.Get(format) == SharedOptions.Csv;
            if (call.Get(output) is not { } path)
            {
                Export(call, call.Console.Output, filter, wanted, isCsv);
                return ExitCode.Ok;
            }
            ExportToFile(call, path, writer => Export(call, writer, filter, wanted, isCsv));
            return ExitCode.Ok;
        }, [format, output, kinds], [SharedOptions.Table]);
    }

    // Under another name until it is whole: nobody takes half an export for one.
    private static void ExportToFile(VerbCall call, string path, Func<TextWriter, long> export)
    {
        var target = Path.GetFullPath(path);
        if (!Directory.Exists(Path.GetDirectoryName(target)))
            throw new CliException(
                ExitCode.Unhealthy, $"'{path}' cannot be written: its folder does not exist; create it first.");

        var temporary = target + ".tmp";
        long count;
        using (var writer = new StreamWriter(temporary, append: false, new UTF8Encoding(false), BufferChars))
        {
            writer.NewLine = "\n";
            count = export(writer);
        }
        File.Move(temporary, target, overwrite: true);
        call.Console.Error.WriteLine(FormattableString.Invariant($"enginectl: wrote {count} records to {path}."));
    }

    private static long Export(
        VerbCall call, TextWriter writer, RecordFilter filter, Engine.Core.Events.EventKind[]? kinds, bool isCsv)
    {
        IRecordWriter records = isCsv ? new CsvRecordWriter(writer, kinds) : new JsonRecordWriter(writer);
        var names = call.Journal.NamesAtBeginning();
        var count = 0L;
        call.Journal.Walk("exporting", (in record) =>
        {
            names.Note(in record);
            if (!filter.Takes(in record, names)) return true;
            records.Write(in record, names);
            count++;
            return true;
        });
        return count;
    }
}
