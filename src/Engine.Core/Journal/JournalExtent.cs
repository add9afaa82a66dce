namespace Engine.Core.Journal;

/// <summary>What a journal occupies.</summary>
/// <param name="FirstSequence">Of the first record that is kept.</param>
/// <param name="Bytes">Of the segment files as they are, prepared space included.</param>
public sealed record JournalExtent(long FirstSequence, int Segments, long Bytes)
{
    /// <summary>Reads the folder; takes no lock.</summary>
    /// <exception cref="JournalReadException">A file cannot be read.</exception>
    public static JournalExtent Of(IJournalStorage storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        var manifest = ManifestFile.Read(storage);
        var numbers = SegmentFiles.Numbers(storage);
        long bytes = 0;
        foreach (var number in numbers)
        {
            var name = JournalFormat.SegmentName(number);
            if (!storage.Exists(name)) continue; // Recycled since it was listed.

            using var file = storage.Open(name, isWritable: false);
            bytes += file.Length;
        }
        return new JournalExtent(manifest.FirstSequence(), numbers.Count, bytes);
    }
}
