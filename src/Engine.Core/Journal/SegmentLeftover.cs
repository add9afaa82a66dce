using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Journal;

/// <summary>
/// What a recycled file still holds of the segment that it was before: that many intact records from its start, and
/// zeros behind them. A place where nothing was written since is therefore known byte for byte, and can be told from a
/// torn or damaged one. A file that was written with zeros has none.
/// </summary>
public readonly record struct SegmentLeftover(int RunEpoch, int SegmentNumber, long FirstSequence, int Records)
{
    /// <summary>How many leading slots are as the file had them when it was taken into use.</summary>
    /// <param name="slots">Consecutive slots of the file.</param>
    /// <param name="index">Of the first of them.</param>
    public int CountUnwritten(ReadOnlySpan<EngineEvent> slots, int index)
    {
        var count = 0;
        if (index < Records)
        {
            var old = slots[..Math.Min(slots.Length, Records - index)];
            count = RecordChecksum.CountValid(
                old, RecordChecksum.Seed(RunEpoch, SegmentNumber), FirstSequence + index);
            if (count < old.Length) return count;
        }
        var at = MemoryMarshal.AsBytes(slots[count..]).IndexOfAnyExcept((byte)0);
        return at < 0 ? slots.Length : count + (at / EngineEvent.SizeInBytes);
    }

    /// <summary>Nothing was written to the slot since the file was taken into use.</summary>
    public bool IsUnwritten(in EngineEvent slot, int index) =>
        CountUnwritten(MemoryMarshal.CreateReadOnlySpan(in slot, 1), index) == 1;
}
