using Engine.Core.Events;

namespace Engine.Core.Journal;

/// <summary>
/// A journal that this process owns: locked, its predecessor sealed, ready for one run. The order of a life:
/// <see cref="Open"/>, replay what is there, <see cref="StartRun"/>, write, <see cref="Seal"/>, dispose.
/// Without the seal the run counts as unclean and the next open decides its end.
/// </summary>
public sealed class JournalFolder : IDisposable
{
    private readonly IJournalStorage _storage;
    private readonly JournalOptions _options;
    private readonly IDisposable _lock;
    private readonly Lock _manifestGate = new(); // Retention writes the manifest from a thread of its own.
    private JournalManifest _manifest;
    private JournalWriter? _writer;

    private JournalFolder(
        IJournalStorage storage, JournalOptions options, IDisposable folderLock, JournalManifest manifest,
            RecoveryResult recovery)
    {
        _storage = storage;
        _options = options;
        _lock = folderLock;
        _manifest = manifest;
        Recovery = recovery;
        Spares = SpareSegments.Open(
            storage, options.SegmentRecords, options.Retention.IsRecycling ? options.Retention.Spares : 0);
        Claims = new ReaderClaims(() => Manifest, storage.Describe(JournalFormat.ManifestName));
    }

    /// <summary>What opening found and did.</summary>
    public RecoveryResult Recovery { get; }

    public JournalManifest Manifest
    {
        get => Volatile.Read(ref _manifest);
        private set => Volatile.Write(ref _manifest, value);
    }

    /// <summary>Who reads this journal while it is written, so that retention leaves what they need.</summary>
    public ReaderClaims Claims { get; }

    internal SpareSegments Spares { get; }

    /// <summary>Segment of the last record; that of the run before while there is none.</summary>
    internal int CurrentSegment => _writer?.SegmentNumber ?? 0;

    /// <summary>The run in progress.</summary>
    /// <exception cref="InvalidOperationException">No run was started.</exception>
    public JournalRun Run => _writer is null
        ? throw new InvalidOperationException("No run was started; call StartRun first.")
        : Manifest.Runs[^1];

    /// <summary>Locks the folder, checks whose journal it is, and seals a predecessor that died.</summary>
    /// <exception cref="JournalLockedException">Another engine has it; the message names the process.</exception>
    /// <exception cref="JournalMismatchException">It is a journal of another mode, account or engine.</exception>
    /// <exception cref="JournalCorruptException">It is damaged where it must not be.</exception>
    public static JournalFolder Open(IJournalStorage storage, EngineMode mode, string account, JournalOptions options)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentException.ThrowIfNullOrEmpty(account);
        Validate(mode, options);

        var folderLock = storage.Lock(JournalFormat.LockName);
        try
        {
            foreach (var name in storage.List())
                if (name.EndsWith(JournalFormat.TemporarySuffix, StringComparison.Ordinal)) storage.Delete(name);

            var manifest = ManifestFile.Exists(storage)
                ? ManifestFile.Read(storage)
                : CreateManifest(storage, mode, account, options);
            RefuseOthers(storage, manifest, mode, account, options);
            RemoveGivenUp(storage, manifest);
            (manifest, var recovery) = JournalRecovery.Recover(storage, manifest, options);
            return new JournalFolder(storage, options, folderLock, manifest, recovery);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>Adds the run to the manifest, sets the reserve aside and prepares the first segment.</summary>
    public JournalWriter StartRun()
    {
        if (_writer is not null) throw new InvalidOperationException("One run per opened journal.");

        var segmentBytes = JournalFormat.OffsetOf(_options.SegmentRecords);
        ReserveFile.Ensure(_storage, _options.ReserveBytes < 0 ? segmentBytes + (1 << 20) : _options.ReserveBytes);
        var run = new JournalRun
        {
            Epoch = Recovery.NextEpoch,
            FirstSegment = Recovery.NextSegment,
            FirstSequence = Recovery.NextSequence,
            StartedUtc = _options.StartedUtc.ToUniversalTime(),
            Build = _options.Build,
            BootId = _storage.BootId,
            Durability = _options.Durability,
            SegmentRecords = _options.SegmentRecords,
            UnsyncedRecordsMax = _options.UnsyncedRecordsMax,
            KeepsChain = _options.KeepsChain,
            State = RunState.Open,
        };

        // The manifest first: a segment that no run knows would be refused, a run without segment is just empty.
        var manifest = Manifest with { Runs = [.. Manifest.Runs, run] };
        ManifestFile.Write(_storage, manifest);
        Manifest = manifest;
        _writer = new JournalWriter(_storage, Spares, run, _options.HasPreparationThread);
        return _writer;
    }

    /// <summary>The arithmetic by which the logic thread seals the groups of this run. One per run.</summary>
    public SegmentPlan CreatePlan()
    {
        var plan = new SegmentPlan(Run.Epoch, Run.FirstSegment, Run.SegmentRecords);
        _writer!.Follow(plan); // Run has made sure that there is one.
        return plan;
    }

    /// <summary>The chain of this journal, for a low-priority thread that the caller ends before the seal.</summary>
    public HashChainWriter OpenChain() => HashChainWriter.Open(_storage, Manifest);

    /// <summary>Up to here the run's writer has synced.</summary>
    internal long SyncedSequence => _writer?.SyncedSequence ?? 0;

    /// <summary>Takes old segments away, for a low-priority thread that the caller ends before the seal.</summary>
    /// <param name="findConfig">The configuration that a run journaled at its start; null if it did not.</param>
    public JournalRetention OpenRetention(Func<JournalRun, string?> findConfig)
    {
        ArgumentNullException.ThrowIfNull(findConfig);
        _ = Run; // Makes sure that there is one.
        return new JournalRetention(_storage, this, _options.Retention, findConfig);
    }

    /// <summary>Gives the reserved space back; true if there was any. The next start sets it aside again.</summary>
    public bool ReleaseReserve() => ReserveFile.Release(_storage);

    /// <summary>
    /// Orderly end of the run: syncs, closes and trims the files, closes the chain, seals the manifest.
    /// </summary>
    /// <exception cref="InvalidOperationException">The writer has failed: leave the decision to recovery.</exception>
    public void Seal(JournalWriter writer)
    {
        if (writer != _writer) throw new ArgumentException("The writer belongs to another run.", nameof(writer));

        writer.Sync();
        var run = Run;
        var last = writer.WrittenSequence;
        var end = new RunEnd
        {
            IsClean = true,
            LastSequence = last,
            LastSegment = writer.SegmentNumber,
            Records = last - run.FirstSequence + 1,
            LastSegmentBytes = last < run.FirstSequence ? 0 : JournalFormat.OffsetOf(writer.UsedRecords),
            NextSequence = last + 1,
        };
        writer.Dispose();
        lock (_manifestGate)
        {
            Manifest = JournalRecovery.Replace(_storage, Manifest, run with { State = RunState.Closing, End = end });
            Manifest = JournalRecovery.Close(_storage, Manifest, chainRecordsMax: long.MaxValue);
        }
    }

    /// <summary>From now on the journal begins behind this part; its files may be used for something else.</summary>
    internal void GiveUp(RecycledPart part)
    {
        lock (_manifestGate)
        {
            var manifest = Manifest with { FormatVersion = JournalFormat.RecyclingVersion, Recycled = part };
            ManifestFile.Write(_storage, manifest);
            Manifest = manifest;
        }
    }

    /// <summary>Closes the files and drops the lock. An unsealed run stays open for the next start to decide.</summary>
    public void Dispose()
    {
        _writer?.Dispose();
        _lock.Dispose();
    }

    // The process died between giving them up and using them again.
    private static void RemoveGivenUp(IJournalStorage storage, JournalManifest manifest)
    {
        foreach (var number in SegmentFiles.Numbers(storage))
            if (number <= manifest.Recycled?.LastSegment) storage.Delete(JournalFormat.SegmentName(number));
    }

    private static void Validate(EngineMode mode, JournalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (mode == EngineMode.None) throw new ArgumentException("A journal has a mode.", nameof(mode));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.SegmentRecords);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            options.SegmentRecords, (int.MaxValue - SegmentHeader.SizeInBytes) / EngineEvent.SizeInBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.UnsyncedRecordsMax);
    }

    private static JournalManifest CreateManifest(
        IJournalStorage storage, EngineMode mode, string account, JournalOptions options)
    {
        if (SegmentFiles.Numbers(storage).Count > 0)
            throw JournalCorruptException.InFile(
                storage.Describe(JournalFormat.ManifestName), "the manifest is missing, but segments exist");

        var manifest = new JournalManifest
        {
            FormatVersion = JournalFormat.Version,
            Mode = mode,
            Account = account,
            EngineId = options.EngineId,
            Runs = [],
        };
        ManifestFile.Write(storage, manifest);
        return manifest;
    }

    private static void RefuseOthers(
        IJournalStorage storage, JournalManifest manifest, EngineMode mode, string account, JournalOptions options)
    {
        var place = storage.Describe(JournalFormat.ManifestName);
        if (manifest.Mode != mode)
            throw new JournalMismatchException(
                $"{place} is a journal of mode {manifest.Mode}, the engine was started in mode {mode}: use "
                    + "another journal folder.");
        if (manifest.Account != account)
            throw new JournalMismatchException(
                $"{place} is a journal of account '{manifest.Account}', the engine was started for '{account}': "
                    + "use another journal folder.");
        if (manifest.EngineId != options.EngineId)
            throw new JournalMismatchException(
                $"{place} is a journal of engine '{manifest.EngineId}', this one is '{options.EngineId}': use "
                    + "another journal folder.");
    }
}
