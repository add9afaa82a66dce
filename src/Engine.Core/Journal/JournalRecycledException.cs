namespace Engine.Core.Journal;

/// <summary>
/// What was to be read is gone by the rules of retention: no damage. The message says where the journal begins now.
/// </summary>
public sealed class JournalRecycledException(string manifest, long sequence, RecycledPart recycled)
    : Exception(
        $"{manifest}: the record with sequence {sequence} was recycled by retention (segments 1 to "
        + $"{recycled.LastSegment}, up to sequence {recycled.LastSequence}); read from sequence "
        + $"{recycled.FirstSequence}, or from a copy that was made before.")
{
    /// <summary>First sequence that is kept.</summary>
    public long FirstSequence { get; } = recycled.FirstSequence;
}
