namespace Engine.Core.Journal;

/// <summary>Finds segments and reads their headers.</summary>
internal static class SegmentFiles
{
    /// <summary>Numbers of all segment files, ascending.</summary>
    public static List<int> Numbers(IJournalStorage storage)
    {
        var numbers = new List<int>();
        foreach (var name in storage.List())
            if (JournalFormat.TryParseSegmentName(name, out var number)) numbers.Add(number);
        numbers.Sort();
        return numbers;
    }

    /// <summary>The header, or the first thing that is wrong with it for this run.</summary>
    public static SegmentHeader? TryReadHeader(IStorageFile file, int number, JournalRun run, out string? problem)
    {
        var bytes = new byte[SegmentHeader.SizeInBytes];
        var count = file.Read(bytes, 0);
        if (SegmentHeader.TryRead(bytes.AsSpan(0, count), out problem) is not { } header) return null;

        if (header.SegmentNumber != number) problem = $"the header says segment {header.SegmentNumber}";
        else if (header.RunEpoch != run.Epoch)
            problem = $"the header says run {header.RunEpoch}, the manifest {run.Epoch}";
        else if (header.RecordCapacity != run.SegmentRecords)
            problem = $"the header says {header.RecordCapacity} records, the manifest {run.SegmentRecords}";
        else if (header.Leftover.Records < 0 || header.Leftover.Records > header.RecordCapacity)
            problem = $"the header says {header.Leftover.Records} records of a segment before";
        else if (header.FirstSequence < 0) problem = $"the header says first sequence {header.FirstSequence}";
        return problem is null ? header : null;
    }

    /// <exception cref="JournalCorruptException">The header is damaged or another run's.</exception>
    public static SegmentHeader ReadHeader(IJournalStorage storage, IStorageFile file, int number, JournalRun run) =>
        TryReadHeader(file, number, run, out var problem)
        ?? throw JournalCorruptException.InFile(storage.Describe(file.Name), problem!);
}
