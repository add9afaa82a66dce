using Engine.Core.Events;
using Engine.Core.Journal;

namespace CrashTests.Support;

/// <summary>
/// Looks at a journal that an engine is writing, as any reader may: what the newest run has done so far.
/// </summary>
internal sealed class JournalWatch(string folder, int afterEpoch) : IDisposable
{
    private JournalReader? _reader;
    private int _firstSegment;

    public bool IsRunning { get; private set; }

    public bool IsStopping { get; private set; }

    public int Records { get; private set; }

    public int Orders { get; private set; }

    public int Executions { get; private set; }

    public int Connections { get; private set; }

    public int Disconnections { get; private set; }

    /// <summary>Segments that this run has used so far.</summary>
    public int Segments => _reader is null ? 0 : _reader.SegmentNumber - _firstSegment + 1;

    public int Reconciliations { get; private set; }

    public int Flattens { get; private set; }

    /// <summary>Epoch of the newest run; 0 if there is none.</summary>
    public static int EpochOf(string folder)
    {
        if (!Directory.Exists(folder)) return 0;
        var storage = new DiskStorage(folder);
        return ManifestFile.Exists(storage) && ManifestFile.Read(storage).Runs is [.., var last] ? last.Epoch : 0;
    }

    public bool Look(Func<JournalWatch, bool> condition)
    {
        if (_reader is null)
        {
            if (EpochOf(folder) <= afterEpoch) return false;
            var storage = new DiskStorage(folder);
            var run = ManifestFile.Read(storage).Runs[^1];
            _firstSegment = run.FirstSegment;
            _reader = JournalReader.Open(storage, run.FirstSequence);
        }
        for (var records = _reader.Read(); !records.IsEmpty; records = _reader.Read())
        {
            Records += records.Length;
            foreach (ref readonly var record in records) Take(in record);
        }
        return condition(this);
    }

    public void Dispose() => _reader?.Dispose();

    private void Take(in EngineEvent record)
    {
        switch (record.Kind)
        {
            case EventKind.PhaseChanged:
                IsRunning = record.Lifecycle.ToPhase == EnginePhase.Running;
                IsStopping = record.Lifecycle.ToPhase == EnginePhase.Stopping;
                break;
            case EventKind.OrderRequested:
                Orders++;
                break;
            case EventKind.Execution when record.Execution.IsQueryAnswer == 0:
                Executions++;
                break;
            case EventKind.VenueConnected:
                Connections++;
                break;
            case EventKind.VenueDisconnected:
                Disconnections++;
                break;
            case EventKind.FlattenCompleted:
                Flattens++;
                break;
            case EventKind.ReconciliationCompleted:
                Reconciliations++;
                break;
        }
    }
}
