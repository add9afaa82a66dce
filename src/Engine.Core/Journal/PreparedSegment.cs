namespace Engine.Core.Journal;

/// <summary>A segment file with its header, ready for records.</summary>
internal sealed class PreparedSegment(int number, IStorageFile file, byte[] header, SegmentLeftover leftover)
{
    public int Number { get; } = number;

    public IStorageFile File { get; } = file;

    /// <summary>What the file holds of the segment that it was before.</summary>
    public SegmentLeftover Leftover { get; } = leftover;

    /// <summary>The header's bytes; the roll puts the first sequence in and writes them once more.</summary>
    public byte[] Header { get; } = header;
}
