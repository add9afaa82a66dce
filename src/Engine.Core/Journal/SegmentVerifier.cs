using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Journal;

/// <summary>Checks every byte of one segment of a sealed run.</summary>
internal sealed class SegmentVerifier(IJournalStorage storage, Action<VerifyFinding> report)
{
    private const int ChunkRecords = 8_192;

    private EngineEvent[] _chunk = [];

    /// <summary>Returns the sequence that the next segment starts with, as far as this one tells.</summary>
    public long Check(JournalRun run, int number, long expected, bool isLast)
    {
        var name = JournalFormat.SegmentName(number);
        if (!storage.Exists(name))
        {
            report(new VerifyFinding(name, -1, 0, expected, "the segment is missing"));
            return NextStart(run, number) ?? expected;
        }
        using var file = storage.Open(name, isWritable: false);
        var length = isLast ? run.End!.LastSegmentBytes : JournalFormat.OffsetOf(run.SegmentRecords);
        if (file.Length != length)
            report(new VerifyFinding(name, -1, file.Length, -1, $"the file has {file.Length} bytes, not {length}"));
        if (SegmentFiles.TryReadHeader(file, number, run, out var problem) is not { } header)
            report(new VerifyFinding(name, -1, 0, expected, problem!));
        else if (header.FirstSequence != expected)
            report(new VerifyFinding(
                name, -1, 24, expected, $"the segment starts with sequence {header.FirstSequence}"));

        var end = isLast ? run.End!.LastSequence + 1 : NextStart(run, number);
        var leftover = SegmentFiles.TryReadHeader(file, number, run, out _)?.Leftover ?? default;
        return CheckRecords(run, file, number, expected, end, leftover);
    }

    /// <summary>First sequence of the segment after; null if its header cannot be read.</summary>
    private long? NextStart(JournalRun run, int number)
    {
        var name = JournalFormat.SegmentName(number + 1);
        if (number >= run.End!.LastSegment || !storage.Exists(name)) return null;

        using var file = storage.Open(name, isWritable: false);
        return SegmentFiles.TryReadHeader(file, number + 1, run, out _)?.FirstSequence;
    }

    private long CheckRecords(
        JournalRun run, IStorageFile file, int number, long first, long? end, SegmentLeftover leftover)
    {
        var seed = RecordChecksum.Seed(run.Epoch, number);
        var capacity = (int)Math.Clamp(
            (file.Length - SegmentHeader.SizeInBytes) / EngineEvent.SizeInBytes, 0, run.SegmentRecords);

        var chunkRecords = Math.Min(ChunkRecords, run.SegmentRecords);
        if (_chunk.Length < chunkRecords) _chunk = GC.AllocateUninitializedArray<EngineEvent>(chunkRecords);

        // Where no successor tells how many records there are, they end at the first that was not written.
        var total = end is { } next ? Math.Clamp(next - first, 0, run.SegmentRecords) : long.MaxValue;
        var isGroupOpen = false;
        for (var index = 0; index < capacity; index += _chunk.Length)
        {
            var chunk = _chunk.AsSpan(0, Math.Min(_chunk.Length, capacity - index));
            var bytes = file.Read(MemoryMarshal.AsBytes(chunk), JournalFormat.OffsetOf(index));
            chunk = chunk[..(bytes / EngineEvent.SizeInBytes)];
            var records = (int)Math.Clamp(total - index, 0, chunk.Length);
            if (total == long.MaxValue && FirstUnwritten(chunk, index, leftover) is var none
                && none < chunk.Length)
            {
                records = none;
                total = index + none;
            }
            for (var i = 0; (i += RecordChecksum.CountValid(chunk[i..records], seed, first + index + i)) < records; i++)
                Report(file, index + i, first + index + i, "the record's checksum or sequence is wrong");
            if (records > 0) isGroupOpen = !chunk[records - 1].IsLastOfGroup;
            CheckPadding(file, chunk[records..], index + records, leftover);
        }
        if (total == long.MaxValue) total = capacity;
        if (capacity < total) Report(file, capacity, first + capacity, "the record is missing");
        if (isGroupOpen) Report(file, (int)total - 1, first + total - 1, "the group is not complete");
        return end ?? first + total;
    }

    private static int FirstUnwritten(ReadOnlySpan<EngineEvent> records, int index, SegmentLeftover leftover)
    {
        for (var i = 0; i < records.Length; i++)
            if (leftover.IsUnwritten(in records[i], index + i)) return i;
        return records.Length;
    }

    private void CheckPadding(IStorageFile file, ReadOnlySpan<EngineEvent> padding, int index, SegmentLeftover leftover)
    {
        var at = leftover.CountUnwritten(padding, index);
        if (at == padding.Length) return;

        var isZero = index + at >= leftover.Records;
        var inRecord = isZero ? MemoryMarshal.AsBytes(padding[at..]).IndexOfAnyExcept((byte)0) : 0;
        report(new VerifyFinding(
            file.Name, index + at, JournalFormat.OffsetOf(index + at) + inRecord, -1,
            isZero ? "the padding is not zero" : "the padding is not what the segment before had left"));
    }

    private void Report(IStorageFile file, int index, long sequence, string reason) =>
        report(new VerifyFinding(file.Name, index, JournalFormat.OffsetOf(index), sequence, reason));
}
