using System.Security.Cryptography;

namespace Engine.Core.Journal;

/// <summary>
/// Brings a journal whose lock we hold to a state in which every run is sealed: a predecessor that died is examined,
/// its
/// torn tail is kept aside and cut, and the manifest says so. Each step can be repeated, so a crash in here is
/// harmless:
/// 1 copy what will be cut; 2 sync what is kept; 3 write the decision (Closing); 4 trim the files; 5 close the chain;
/// 6 write the seal.
/// </summary>
internal static class JournalRecovery
{
    /// <summary>
    /// A chain lagging further is left to the next run's chain writer: start-up must not wait for it.
    /// </summary>
    private const long ChainCloseRecordsMax = (256L << 20) / 128;

    /// <summary>
    /// Sequences that may have been given and lost without a trace are surely fewer: 32 GB of records in the page
    /// cache.
    /// </summary>
    private const long LostRecordsMax = 1L << 28;

    public static (JournalManifest Manifest, RecoveryResult Result) Recover(
        IJournalStorage storage, JournalManifest manifest, JournalOptions options)
    {
        var known = 0L;
        SegmentInventory.Check(storage, manifest);
        if (manifest.Runs is [.., var last])
        {
            if (last.State == RunState.Open) (manifest, known) = Decide(storage, manifest, last, options);
            if (manifest.Runs[^1].State == RunState.Closing) manifest = Close(storage, manifest, ChainCloseRecordsMax);
            if (last.State == RunState.Sealed) SegmentInventory.CheckLastSegment(storage, last);
        }
        return (manifest, Summary(manifest, known));
    }

    /// <summary>Trims the files of the last run to its decided end and seals it.</summary>
    public static JournalManifest Close(IJournalStorage storage, JournalManifest manifest, long chainRecordsMax)
    {
        var run = manifest.Runs[^1];
        var end = run.End!;
        foreach (var number in SegmentFiles.Numbers(storage))
            if (number > end.LastSegment) storage.Delete(JournalFormat.SegmentName(number));
        var first = Math.Max(manifest.FirstSegmentOf(run), end.LastSegment - 1);
        for (var number = first; number <= end.LastSegment; number++)
            MakeDurable(storage, run, end, number);
        storage.SyncDirectory();

        if (run.KeepsChain) end = end with { ChainHash = CloseChain(storage, manifest, chainRecordsMax) };
        return Replace(storage, manifest, run with { State = RunState.Sealed, End = end });
    }

    /// <summary>
    /// Before the decision: what it keeps may so far lie in the page cache only, and after a power loss between
    /// decision and trim the next start would look for records that are gone.
    /// </summary>
    private static void KeepDurable(IJournalStorage storage, JournalRun run, int firstSegment, TailExamination tail)
    {
        for (var number = Math.Max(firstSegment, tail.LastSegment - 1); number <= tail.LastSegment; number++)
        {
            using var file = storage.Open(JournalFormat.SegmentName(number), isWritable: true);
            WriteAgain(file, run, number == tail.LastSegment
                ? tail.LastSegmentBytes
                : UsedBytes(storage, run, file, number));
            file.SyncAll();
        }
        storage.SyncDirectory();
    }

    // Where the records of a segment end that another one follows: it may have been ended early.
    private static long UsedBytes(IJournalStorage storage, JournalRun run, IStorageFile file, int number)
    {
        var own = SegmentFiles.ReadHeader(storage, file, number, run);
        using var following = storage.Open(JournalFormat.SegmentName(number + 1), isWritable: false);
        var next = SegmentFiles.ReadHeader(storage, following, number + 1, run);
        return Math.Min(file.Length, JournalFormat.OffsetOf(next.FirstSequence - own.FirstSequence));
    }

    private static void MakeDurable(IJournalStorage storage, JournalRun run, RunEnd end, int number)
    {
        using var file = storage.Open(JournalFormat.SegmentName(number), isWritable: true);
        if (number == end.LastSegment && file.Length > end.LastSegmentBytes) file.SetLength(end.LastSegmentBytes);
        if (!end.IsClean)
            WriteAgain(file, run, number == end.LastSegment ? file.Length : UsedBytes(storage, run, file, number));
        file.SyncAll();
    }

    /// <summary>
    /// If a sync of the dead run failed, its pages may be marked clean although the device never took them, and another
    /// sync would succeed without writing. What may be so is written once more, and then synced.
    /// </summary>
    private static void WriteAgain(IStorageFile file, JournalRun run, long length)
    {
        var tailBytes = Math.Min(length - SegmentHeader.SizeInBytes, (long)run.UnsyncedRecordsMax * 128);
        var buffer = new byte[Math.Max(SegmentHeader.SizeInBytes, checked((int)tailBytes))];
        file.Write(buffer.AsSpan(0, file.Read(buffer.AsSpan(0, SegmentHeader.SizeInBytes), 0)), 0);
        var tail = buffer.AsSpan(0, (int)tailBytes);
        file.Write(tail[..file.Read(tail, length - tailBytes)], length - tailBytes);
    }

    /// <summary>Writes the manifest with another last run.</summary>
    public static JournalManifest Replace(IJournalStorage storage, JournalManifest manifest, JournalRun lastRun)
    {
        manifest = manifest with { Runs = [.. manifest.Runs.SkipLast(1), lastRun] };
        ManifestFile.Write(storage, manifest);
        return manifest;
    }

    private static (JournalManifest Manifest, long Known) Decide(
        IJournalStorage storage, JournalManifest manifest, JournalRun run, JournalOptions options)
    {
        var isOtherBoot = run.BootId != storage.BootId;
        var chain = HashChain.Read(storage);
        var known = Math.Max(chain.DurableSequence(run.Epoch), options.KnownDurableSequence);
        var firstSegment = manifest.FirstSegmentOf(run);
        var tail = TailExamination.Of(storage, run, firstSegment, known, isOtherBoot);
        var cutFiles = new List<CutFile>();
        foreach (var (segment, fromByte, toByte) in tail.Cuts)
            cutFiles.Add(KeepAside(storage, run.Epoch, segment, fromByte, toByte));

        var mayHaveLost = tail.CutRecords > 0 || (isOtherBoot && run.Durability == Durability.Written);
        var end = new RunEnd
        {
            IsClean = false,
            LastSequence = tail.LastSequence,
            LastSegment = tail.LastSegment,
            Records = tail.LastSequence - run.FirstSequence + 1,
            LastSegmentBytes = chain.HasClosed(run.Epoch, tail.LastSegment)
                // Its padding is in the chain: a segment was begun behind it.
                ? JournalFormat.OffsetOf(run.SegmentRecords)
                : tail.LastSegmentBytes,
            NextSequence = mayHaveLost ? JumpFrom(tail.HighestSequence) : tail.LastSequence + 1,
            IsOtherBoot = isOtherBoot,
            CutRecords = tail.CutRecords,
            CutFiles = cutFiles,
        };
        KeepDurable(storage, run, firstSegment, tail);
        manifest = Replace(storage, manifest, run with { State = RunState.Closing, End = end });
        return (manifest, tail.KnownDurableSequence);
    }

    private static CutFile KeepAside(IJournalStorage storage, int epoch, int segment, long fromByte, long toByte)
    {
        // An open run has at most two undecided segments, each at most 2 GB by EngineLimits.
        var bytes = new byte[checked((int)(toByte - fromByte))];
        using (var file = storage.Open(JournalFormat.SegmentName(segment), isWritable: false))
        {
            if (file.Read(bytes, fromByte) != bytes.Length)
                throw JournalCorruptException.InFile(
                    storage.Describe(file.Name), "the file became shorter while it was read");
        }
        var name = JournalFormat.CutName(epoch, segment);
        WholeFile.Replace(storage, name, bytes);
        return new CutFile(name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static long JumpFrom(long highestSequence) =>
        (((highestSequence + LostRecordsMax) / JournalFormat.SequenceJump) + 1) * JournalFormat.SequenceJump;

    private static string? CloseChain(IJournalStorage storage, JournalManifest manifest, long recordsMax)
    {
        if (manifest.Runs[^1].End!.Records == 0) return null;

        using var chain = HashChainWriter.Open(storage, manifest);
        if (chain.LagRecords(manifest.Runs[^1].End!.LastSequence) > recordsMax) return null;

        chain.CatchUp(manifest);
        return chain.HeadHash;
    }

    private static RecoveryResult Summary(JournalManifest manifest, long known)
    {
        var end = manifest.Runs is [.., var last] ? last.End : null;
        var cutFiles = new List<CutFile>();
        var cutRecords = 0L;
        for (var i = manifest.Runs.Count - 1; i >= 0; i--)
        {
            // A run without records has not journaled what was cut before it: report it again.
            var before = manifest.Runs[i].End!;
            cutRecords += before.CutRecords;
            cutFiles.AddRange(before.CutFiles);
            if (before.Records > 0) break;
        }
        return new RecoveryResult
        {
            IsNew = end is null,
            WasUnclean = end is { IsClean: false },
            IsOtherBoot = end is { IsOtherBoot: true },
            LastSequence = LastSequence(manifest),
            NextSequence = end?.NextSequence ?? 1,
            NextEpoch = manifest.Runs.Count == 0 ? 1 : manifest.Runs[^1].Epoch + 1,
            NextSegment = end is null ? 1 : end.LastSegment + 1,
            CutRecords = cutRecords,
            CutFiles = cutFiles,
            KnownDurableSequence = known,
        };
    }

    /// <summary>
    /// Of the last run that has records: a run without any ends before the number it would have started with.
    /// </summary>
    private static long LastSequence(JournalManifest manifest)
    {
        for (var i = manifest.Runs.Count - 1; i >= 0; i--)
            if (manifest.Runs[i].End is { Records: > 0 } end) return end.LastSequence;
        return 0;
    }
}
