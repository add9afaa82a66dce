namespace Engine.Core.Journal;

/// <summary>
/// The quick check at every start: the segment files are the ones the manifest tells of, and the last is whole.
/// </summary>
internal static class SegmentInventory
{
    /// <exception cref="JournalCorruptException">A file is missing, damaged in its header, or nobody's.</exception>
    public static void Check(IJournalStorage storage, JournalManifest manifest)
    {
        var numbers = SegmentFiles.Numbers(storage);
        var at = 0;
        foreach (var run in manifest.Runs)
        {
            if (run.State != RunState.Sealed) return; // The last one; its examination or its closing looks for itself.

            for (var number = manifest.FirstSegmentOf(run); number <= run.End!.LastSegment; number++)
            {
                if (at >= numbers.Count || numbers[at] != number) throw Missing(storage, number, run);

                CheckHeader(storage, number, run);
                at++;
            }
        }
        if (at < numbers.Count)
            throw JournalCorruptException.InFile(
                storage.Describe(JournalFormat.SegmentName(numbers[at])), "no run of the manifest has this segment");
    }

    /// <exception cref="JournalCorruptException">A record of the last segment of a sealed run is damaged.</exception>
    public static void CheckLastSegment(IJournalStorage storage, JournalRun run)
    {
        var end = run.End!;
        if (end.LastSegment < run.FirstSegment) return;

        using var file = storage.Open(JournalFormat.SegmentName(end.LastSegment), isWritable: false);
        var place = storage.Describe(file.Name);
        if (file.Length != end.LastSegmentBytes)
            throw JournalCorruptException.InFile(
                place, $"the file has {file.Length} bytes, the seal says {end.LastSegmentBytes}");

        var header = SegmentFiles.ReadHeader(storage, file, end.LastSegment, run);
        var scan = SegmentScan.Read(file, header, header.FirstSequence);
        var expected = end.LastSequence - header.FirstSequence + 1;
        if (scan.GroupEnd == expected && scan.Valid == expected) return;

        throw new JournalCorruptException(
            place, scan.Valid, JournalFormat.OffsetOf(scan.Valid), header.FirstSequence + scan.Valid,
            "the record's checksum or sequence is wrong in a sealed run");
    }

    private static void CheckHeader(IJournalStorage storage, int number, JournalRun run)
    {
        using var file = storage.Open(JournalFormat.SegmentName(number), isWritable: false);
        if (!SegmentFiles.ReadHeader(storage, file, number, run).IsUsed)
            throw JournalCorruptException.InFile(
                storage.Describe(file.Name), "a segment of a sealed run was never used");
    }

    private static JournalCorruptException Missing(IJournalStorage storage, int number, JournalRun run) =>
        JournalCorruptException.InFile(
            storage.Describe(JournalFormat.SegmentName(number)), $"the segment of run {run.Epoch} is missing");
}
