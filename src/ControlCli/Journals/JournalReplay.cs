using System.Diagnostics;
using ControlCli.Output;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Loading;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Replay;
using Engine.Core.Snapshots;

namespace ControlCli.Journals;

/// <summary>
/// A replay of a journal up to a place, through the same chain that trades: every decision on the way is compared with
/// the recorded one. Afterwards the model is at rest and can be read.
/// </summary>
internal sealed class JournalReplay
{
    private readonly JournalFiles _journal;
    private readonly ReplayRequest _request;
    private readonly ModelFactory _factory = new(new StrategyCatalog());
    private readonly List<string> _skippedSnapshots = [];
    private TradingModel? _model;

    private JournalReplay(JournalFiles journal, ReplayRequest request)
    {
        _journal = journal;
        _request = request;
        LoadSnapshot();
        if (_model is null && journal.Manifest.Recycled is { } recycled) throw NoStart(recycled);

        _model ??= CreateModel(journal.Manifest.Runs[0].Epoch);
        Runner = new ReplayRunner(_model) { ComparesStateHashes = request.Settings.Count == 0 };
    }

    public TradingModel Model => _model!;

    public LogicView View => Model.Chain.View;

    public ReplayRunner Runner { get; }

    /// <summary>Empty if it began with the first record.</summary>
    public string SnapshotFile { get; private set; } = "";

    public IReadOnlyList<string> SkippedSnapshots => _skippedSnapshots;

    public TimeSpan Elapsed { get; private set; }

    public LogicCursor Cursor => Model.Chain.Cursor;

    /// <summary>Replays; a divergence is in the runner.</summary>
    /// <exception cref="CliException">There is nothing to replay, or the replay cannot go on.</exception>
    public static JournalReplay Run(JournalFiles journal, CliConsole console, ReplayRequest request)
    {
        if (journal.Manifest.Runs.Count == 0) throw Empty(journal);

        var replay = new JournalReplay(journal, request);
        replay.Feed(console);
        if (replay.Cursor.LastSequence == 0 && replay.Runner.Divergence is null) throw replay.NothingThere();
        return replay;
    }

    /// <summary>The state at the end of the journal.</summary>
    /// <exception cref="CliException">This build decides otherwise than the journal says.</exception>
    public static JournalReplay ToState(JournalFiles journal, CliConsole console, JournalPlace place)
    {
        var replay = Run(journal, console, new ReplayRequest { Place = place });
        if (replay.Runner.Divergence is { } divergence)
        {
            var kind = (divergence.Recorded ?? divergence.Replayed!.Value).Kind;
            throw new CliException(ExitCode.Unhealthy,
                $"This build decides otherwise than the journal says at sequence {divergence.Sequence} ({kind}), "
                + "so it cannot show the journal's state: see 'replay verify', or use the build that wrote it "
                + $"({journal.Manifest.Runs[^1].Build}).");
        }
        return replay;
    }

    private void Feed(CliConsole console)
    {
        var watch = Stopwatch.StartNew();
        using var progress = new ProgressLine(console, "replaying", _journal.KnownRecords, "records");
        using var reader = JournalReader.Open(_journal.Storage, Cursor.LastSequence + 1);
        try
        {
            while (reader.Read() is { IsEmpty: false } records)
            {
                var count = CountUpToPlace(records);
                if (!Runner.Feed(records[..count]) || count < records.Length) break;
                progress.Report(Cursor.RecordCount);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or OverflowException)
        {
            throw new CliException(ExitCode.Unhealthy,
                $"The replay cannot go on behind sequence {Cursor.LastSequence}: {exception.Message} "
                + "Use the build that wrote the journal.");
        }
        Elapsed = watch.Elapsed;
        if (!_request.Place.IsEnd && _request.Place.Sequence != long.MaxValue
            && Cursor.LastSequence < _request.Place.Sequence && Runner.Divergence is null && reader.Read().IsEmpty)
        {
            throw new CliException(ExitCode.Negative,
                $"The journal ends at sequence {Cursor.LastSequence}, before {_request.Place.Sequence}: "
                + "give a lower one, or end.");
        }
    }

    // Before the first group that lies behind the place; a group that holds the sequence is replayed whole.
    private int CountUpToPlace(ReadOnlySpan<EngineEvent> records)
    {
        if (_request.Place.IsEnd) return records.Length;
        for (var i = 0; i < records.Length; i++)
        {
            ref readonly var record = ref records[i];
            if (record.IsInput
                && (record.Sequence > _request.Place.Sequence || record.TimestampNs > _request.Place.TimeNs)) return i;
        }
        return records.Length;
    }

    private void LoadSnapshot()
    {
        // Without beginning, the oldest snapshot stands for it: from there the most is replayed.
        var isWhole = _journal.Manifest.Recycled is null;
        if (!_request.UsesSnapshot && isWhole) return;

        var catalog = new SnapshotCatalog(_journal.Storage);
        var choice = _request.UsesSnapshot
            ? catalog.FindNewest(_request.Place.Sequence, _journal.Manifest)
            : catalog.FindOldest(_request.Place.Sequence, _journal.Manifest);
        while (choice.Info is { } late && late.EngineTimeNs > _request.Place.TimeNs)
            choice = catalog.FindNewest(late.Sequence - 1, _journal.Manifest);
        if (_request.Place.IsEnd) _skippedSnapshots.AddRange(choice.Skipped);
        if (choice is not { FileName: { } file, Info: { } info }) return;

        var model = CreateModel(info.RunEpoch);
        try
        {
            SnapshotReader.Load(_journal.Storage, file, model.All);
        }
        catch (SnapshotException exception)
        {
            _skippedSnapshots.Add($"{file}: {exception.Reason}");
            return;
        }
        model.Chain.Restore(new LogicCursor(
            info.Sequence, info.RecordCount, info.RecordsDigest, info.RecordsSinceStateHash, info.RunEpoch));
        (_model, SnapshotFile) = (model, file);
    }

    private TradingModel CreateModel(int runEpoch)
    {
        var model = _factory.Create(Rewrite(ConfigTextFrom(runEpoch)));
        if (_request.Settings.Count > 0) model.Chain.ConfigRewrite = Rewrite;
        return model;
    }

    // A run that died before its configuration was journaled left nothing that depends on it.
    private string ConfigTextFrom(int runEpoch)
    {
        foreach (var run in _journal.Manifest.Runs)
            if (run.Epoch >= runEpoch && JournalConfig.Find(_journal.Storage, run) is { } text) return text;
        throw Empty(_journal);
    }

    private string Rewrite(string configText)
    {
        if (_request.Settings.Count == 0) return configText;

        var config = CanonicalConfig.Parse(configText);
        foreach (var (key, value) in _request.Settings)
        {
            if (!config.Keys.Contains(key))
            {
                throw new CliException(ExitCode.Usage,
                    $"--set: the journaled configuration has no setting '{key}'; "
                    + "'journal describe --config' lists them.");
            }
            config.Set(key, value);
        }
        return config.ToText();
    }

    private CliException NoStart(RecycledPart recycled)
    {
        var reasons = _skippedSnapshots.Count == 0 ? "" : $" ({string.Join("; ", _skippedSnapshots)})";
        return new CliException(
            _request.Place.IsEnd ? ExitCode.Unhealthy : ExitCode.Negative,
            $"The journal begins with sequence {recycled.FirstSequence} (segments 1 to {recycled.LastSegment} were "
            + $"recycled), and no snapshot stands for what was before{reasons}: give a later place, or a copy of the "
            + "journal from before.");
    }

    private CliException NothingThere()
    {
        using var reader = JournalReader.Open(_journal.Storage);
        var records = reader.Read();
        return records.IsEmpty
            ? Empty(_journal)
            : new CliException(ExitCode.Negative,
                $"The journal begins at {IsoTime.Format(records[0].TimestampNs)} with sequence {records[0].Sequence}: "
                + "give a later place.");
    }

    private static CliException Empty(JournalFiles journal) =>
        new(ExitCode.Negative,
            $"The journal '{journal.Folder}' has no run with a configuration yet: start the engine on it first.");
}
