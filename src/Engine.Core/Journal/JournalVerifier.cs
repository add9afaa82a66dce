using System.Security.Cryptography;
using Engine.Core.Snapshots;

namespace Engine.Core.Journal;

/// <summary>
/// Checks a whole journal folder without lock and without changing it: manifest, every segment byte (header, records,
/// padding, length), numbers across segments and runs, what was cut, and the hash chain. In a sealed journal every
/// changed byte is found. An open run is checked as far as recovery could decide. Snapshots have their own check.
/// </summary>
public sealed class JournalVerifier
{
    /// <summary>Findings kept; a badly damaged journal has millions.</summary>
    public const int FindingsMax = 1_000;

    private readonly IJournalStorage _storage;
    private readonly Action<VerifyProgress>? _progress;
    private readonly List<VerifyFinding> _findings = [];
    private readonly SegmentVerifier _segments;
    private JournalManifest? _manifest;
    private int _segmentsTotal;
    private int _segmentsDone;
    private long _records;
    private long _lastSequence;

    private JournalVerifier(IJournalStorage storage, Action<VerifyProgress>? progress)
    {
        _storage = storage;
        _progress = progress;
        _segments = new SegmentVerifier(storage, Add);
    }

    /// <summary>Reads everything; progress is reported after every segment.</summary>
    public static VerifyReport Verify(IJournalStorage storage, Action<VerifyProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return new JournalVerifier(storage, progress).Run();
    }

    private VerifyReport Run()
    {
        var chained = 0L;
        try
        {
            _manifest = ManifestFile.Read(_storage);
            CheckRuns(_manifest);
            CheckInventory(_manifest);
            foreach (var run in _manifest.Runs) CheckRun(_manifest, run);
            CheckSnapshot(_manifest);
            chained = new ChainVerifier(_storage, _manifest, Add).Run();
        }
        catch (JournalCorruptException e)
        {
            Add(new VerifyFinding(
                Path.GetFileName(e.FileName), e.RecordIndex, e.ByteOffset, e.ExpectedSequence, e.Reason));
        }
        return new VerifyReport
        {
            Findings = _findings,
            Segments = _segmentsDone,
            Runs = _manifest?.Runs.Count ?? 0,
            Records = _records,
            LastSequence = _lastSequence,
            ChainedSequence = chained,
            Recycled = _manifest?.Recycled,
            HasOpenRun = _manifest is { Runs: [.., { State: not RunState.Sealed }] },
        };
    }

    private void Add(VerifyFinding finding)
    {
        if (_findings.Count < FindingsMax) _findings.Add(finding);
    }

    private void CheckRuns(JournalManifest manifest)
    {
        var (epoch, segment, sequence) = (1, 1, 1L);
        for (var i = 0; i < manifest.Runs.Count; i++)
        {
            var run = manifest.Runs[i];
            if (run.Epoch != epoch || run.FirstSegment != segment || run.FirstSequence != sequence)
                Add(InManifest($"run {run.Epoch} does not continue the run before it"));
            if (run.End is not { } end)
            {
                if (i < manifest.Runs.Count - 1) Add(InManifest($"run {run.Epoch} has no end but a successor"));
                return;
            }
            if (end.Records != end.LastSequence - run.FirstSequence + 1)
                Add(InManifest($"run {run.Epoch} has {end.Records} records, which its sequences contradict"));
            (epoch, segment, sequence) = (run.Epoch + 1, end.LastSegment + 1, end.NextSequence);
        }
    }

    private void CheckInventory(JournalManifest manifest)
    {
        var known = new HashSet<int>();
        var open = int.MaxValue;
        foreach (var run in manifest.Runs)
        {
            if (run.State != RunState.Sealed) open = run.FirstSegment;
            else
                for (var number = manifest.FirstSegmentOf(run); number <= run.End!.LastSegment; number++)
                    known.Add(number);
            foreach (var cut in run.End?.CutFiles ?? []) CheckCutFile(cut);
        }
        foreach (var number in SegmentFiles.Numbers(_storage))
        {
            // A crash may have left it behind: the manifest has given it up, and the next start removes it.
            if (number <= manifest.Recycled?.LastSegment) continue;

            if (number < open) _segmentsTotal++;
            if (number < open && !known.Contains(number))
                Add(new VerifyFinding(
                    JournalFormat.SegmentName(number), -1, 0, -1, "no run of the manifest has this segment"));
        }
    }

    private void CheckCutFile(CutFile cut)
    {
        if (!_storage.Exists(cut.Name))
        {
            Add(new VerifyFinding(cut.Name, -1, 0, -1, "the file with cut bytes is missing"));
            return;
        }
        var bytes = WholeFile.Read(_storage, cut.Name);
        if (bytes.Length != cut.Bytes || Convert.ToHexStringLower(SHA256.HashData(bytes)) != cut.Sha256)
            Add(new VerifyFinding(cut.Name, -1, 0, -1, "the cut bytes do not match the SHA-256 in the manifest"));
    }

    private void CheckRun(JournalManifest manifest, JournalRun run)
    {
        if (run.State != RunState.Sealed)
        {
            CheckOpenRun(run);
            return;
        }
        var expected = manifest.FirstSequenceOf(run);
        for (var number = manifest.FirstSegmentOf(run); number <= run.End!.LastSegment; number++)
        {
            var next = _segments.Check(run, number, expected, number == run.End.LastSegment);
            _records += Math.Max(0, next - expected);
            expected = next;
            Report();
        }
        if (run.End.Records > 0) _lastSequence = run.End.LastSequence;
    }

    /// <summary>Nothing but what recovery itself would refuse: the rest of an open run is not decided yet.</summary>
    private void CheckOpenRun(JournalRun run)
    {
        if (run.State == RunState.Closing) return; // Its files are being trimmed; the next start finishes that.

        using var reader = JournalReader.OpenKept(_storage, run.FirstSequence);
        for (var records = reader.Read(); !records.IsEmpty; records = reader.Read())
        {
            _records += records.Length;
            _lastSequence = records[^1].Sequence;
        }
        var known = HashChain.Read(_storage).DurableSequence(run.Epoch);
        if (known > _lastSequence && known >= run.FirstSequence)
            Add(new VerifyFinding(
                JournalFormat.SegmentName(reader.SegmentNumber), -1, 0, _lastSequence + 1,
                $"records are missing that were durable, up to sequence {known}"));
    }

    /// <summary>What is kept of a journal without beginning means something only together with a state.</summary>
    private void CheckSnapshot(JournalManifest manifest)
    {
        if (manifest.Recycled is not { } recycled) return;

        var choice = new SnapshotCatalog(_storage).FindNewest(long.MaxValue, manifest);
        if (choice.FileName is null)
            Add(new VerifyFinding(
                SnapshotCatalog.NameOf(recycled.SnapshotSequence), -1, 0, recycled.SnapshotSequence,
                $"no intact snapshot covers what was recycled, up to sequence {recycled.LastSequence}"));
    }

    private static VerifyFinding InManifest(string reason) => new(JournalFormat.ManifestName, -1, 0, -1, reason);

    private void Report()
    {
        _segmentsDone++;
        _progress?.Invoke(new VerifyProgress(_segmentsDone, _segmentsTotal, _records));
    }
}
