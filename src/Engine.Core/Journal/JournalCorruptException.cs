namespace Engine.Core.Journal;

/// <summary>
/// The journal is damaged where it must not be. Names the exact place; nothing is repaired silently.
/// </summary>
public sealed class JournalCorruptException(
    string file, long recordIndex, long byteOffset, long expectedSequence, string reason)
    : Exception(Text(file, recordIndex, byteOffset, expectedSequence, reason))
{
    public string FileName { get; } = file;

    /// <summary>Record within the segment from 0; -1 where the damage is not in a record.</summary>
    public long RecordIndex { get; } = recordIndex;

    public long ByteOffset { get; } = byteOffset;

    /// <summary>Sequence that should be at this place; -1 if none is known.</summary>
    public long ExpectedSequence { get; } = expectedSequence;

    public string Reason { get; } = reason;

    public static JournalCorruptException InFile(string file, string reason) => new(file, -1, 0, -1, reason);

    private static string Text(string file, long record, long offset, long sequence, string reason)
    {
        var place = record < 0 ? file : $"{file}, record {record}, byte {offset}";
        var expected = sequence < 0 ? "" : $" (expected sequence {sequence})";
        return $"Journal damaged at {place}{expected}: {reason}. "
            + "Keep the folder as it is, run 'enginectl journal verify' on a copy, and restore the file from a backup.";
    }
}
