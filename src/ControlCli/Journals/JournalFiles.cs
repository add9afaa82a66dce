using ControlCli.Output;
using Engine.Core.Journal;
using Engine.Core.Replay;

namespace ControlCli.Journals;

/// <summary>
/// A journal folder, open for reading without lock: also while an engine writes it, then up to what it has written.
/// </summary>
internal sealed class JournalFiles
{
    private readonly CliConsole _console;
    private JournalManifest? _manifest;

    private JournalFiles(DiskStorage storage, CliConsole console)
    {
        Storage = storage;
        _console = console;
    }

    public DiskStorage Storage { get; }

    public string Folder => Storage.Folder;

    public JournalManifest Manifest => _manifest ??= ReadManifest();

    /// <summary>
    /// Records that are kept of the runs that have ended; 0 if the last one has not, because nobody has counted it yet.
    /// </summary>
    public long KnownRecords => Manifest.Runs.All(run => run.End is not null)
        ? Manifest.Runs.Sum(run => run.End!.Records) - (Manifest.Recycled?.Records ?? 0)
        : 0;

    /// <summary>Names as they stand before the first record that is kept: for a walk from there.</summary>
    public JournalNames NamesAtBeginning() => RecycledNames.Of(Storage, Manifest);

    /// <exception cref="CliException">There is no journal.</exception>
    public static JournalFiles Open(string folder, CliConsole console)
    {
        if (!Directory.Exists(folder))
        {
            throw new CliException(ExitCode.Unreachable,
                $"There is no folder '{folder}': give the folder of a journal with --journal.");
        }
        var storage = new DiskStorage(folder);
        if (!storage.Exists(JournalFormat.ManifestName))
        {
            throw new CliException(ExitCode.Unreachable,
                $"'{folder}' is not a journal (it has no {JournalFormat.ManifestName}): "
                + "give the folder that the engine was started with.");
        }
        return new JournalFiles(storage, console);
    }

    /// <summary>Shows every record from the first on, or until the visitor has enough.</summary>
    public void Walk(string work, RecordVisitor visit)
    {
        using var progress = new ProgressLine(_console, work, KnownRecords, "records");
        using var reader = JournalReader.Open(Storage);
        var done = 0L;
        while (reader.Read() is { IsEmpty: false } records)
        {
            foreach (ref readonly var record in records)
                if (!visit(in record)) return;
            done += records.Length;
            progress.Report(done);
        }
    }

    /// <summary>The configuration that the newest run with one was started with.</summary>
    public string? NewestConfigText()
    {
        for (var i = Manifest.Runs.Count - 1; i >= 0; i--)
            if (JournalConfig.Find(Storage, Manifest.Runs[i]) is { } text) return text;
        return null;
    }

    public long LengthOf(string name)
    {
        using var file = Storage.Open(name, isWritable: false);
        return file.Length;
    }

    private JournalManifest ReadManifest()
    {
        using var reader = JournalReader.Open(Storage);
        return reader.Manifest;
    }
}
