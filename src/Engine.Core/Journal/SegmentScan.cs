using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Journal;

/// <summary>One segment of an open run, read to its end: how far it is intact, and what lies behind that.</summary>
internal sealed record SegmentScan
{
    public const int ChunkRecords = 8_192;

    /// <summary>Leading intact records.</summary>
    public int Valid { get; private set; }

    /// <summary>Of these, the ones in complete groups.</summary>
    public int GroupEnd { get; private set; }

    /// <summary>First intact record behind the first bad one; -1 if there is none.</summary>
    public int FirstValidBehind { get; private set; } = -1;

    /// <summary>Highest sequence of any intact record; 0 if there is none.</summary>
    public long HighestSequence { get; private set; }

    /// <summary>Slots behind the last complete group that something was written to.</summary>
    public int NonZeroBehind { get; private set; }

    /// <summary>
    /// Byte after the last slot that something was written to; at least the end of the intact records.
    /// </summary>
    public long NonZeroEnd { get; private set; }

    /// <summary>Whether nothing was written yet where the first bad record is.</summary>
    public bool IsUnwrittenAtEnd { get; private set; } = true;

    /// <param name="firstSequence">0 if unknown: then a record counts as intact by its checksum alone.</param>
    /// <param name="buffer">Of <see cref="ChunkRecords"/>, for whoever reads one segment after the other.</param>
    public static SegmentScan Read(
        IStorageFile file, SegmentHeader header, long firstSequence, EngineEvent[]? buffer = null)
    {
        var scan = new SegmentScan();
        buffer ??= new EngineEvent[ChunkRecords];
        var seed = RecordChecksum.Seed(header.RunEpoch, header.SegmentNumber);
        var isPrefix = firstSequence != 0;
        for (var first = 0; first < header.RecordCapacity; first += ChunkRecords)
        {
            var chunk = buffer.AsSpan(0, Math.Min(ChunkRecords, header.RecordCapacity - first));
            var bytes = MemoryMarshal.AsBytes(chunk);
            bytes[file.Read(bytes, JournalFormat.OffsetOf(first))..].Clear();
            var good = 0;
            if (isPrefix)
            {
                good = RecordChecksum.CountValid(chunk, seed, firstSequence + first);
                scan.TakePrefix(chunk[..good], first);
                isPrefix = good == chunk.Length;
                if (!isPrefix) scan.IsUnwrittenAtEnd = header.Leftover.IsUnwritten(in chunk[good], first + good);
            }
            if (!isPrefix) scan.TakeBehind(chunk, good, first, header.Leftover, seed, firstSequence);
        }
        scan.CountOpenGroup();
        return scan;
    }

    private void TakePrefix(ReadOnlySpan<EngineEvent> records, int first)
    {
        if (records.IsEmpty) return;

        Valid = first + records.Length;
        HighestSequence = records[^1].Sequence;
        for (var i = records.Length - 1; i >= 0; i--)
        {
            if (!records[i].IsLastOfGroup) continue;
            GroupEnd = first + i + 1;
            return;
        }
    }

    private void TakeBehind(
        ReadOnlySpan<EngineEvent> chunk, int from, int first, SegmentLeftover leftover, uint seed, long firstSequence)
    {
        for (var i = from; i < chunk.Length; i++)
        {
            i += leftover.CountUnwritten(chunk[i..], first + i); // Usually all there is.
            if (i == chunk.Length) return;

            ref readonly var record = ref chunk[i];

            NonZeroBehind++;
            NonZeroEnd = JournalFormat.OffsetOf(first + i + 1);
            if (firstSequence != 0 && record.Sequence != firstSequence + first + i) continue;
            if (!RecordChecksum.IsValid(in record, seed)) continue;

            if (FirstValidBehind < 0) FirstValidBehind = first + i;
            HighestSequence = Math.Max(HighestSequence, record.Sequence);
        }
    }

    private void CountOpenGroup()
    {
        NonZeroBehind += Valid - GroupEnd;
        NonZeroEnd = Math.Max(NonZeroEnd, JournalFormat.OffsetOf(Valid));
    }
}
