namespace Engine.Core.Journal;

/// <summary>
/// Which segment each group of a run goes to: pure arithmetic, so that the logic thread can seal a group's checksums
/// before the journal thread has seen it. <see cref="JournalWriter"/> arrives at the same places from the group flags.
/// Rule: a group that does not fit into the rest of the segment goes to the next one; groups never span segments.
/// </summary>
public sealed class SegmentPlan
{
    private readonly int _runEpoch;
    private readonly int _capacityRecords;
    private int _usedRecords;
    private uint _seed;

    public SegmentPlan(int runEpoch, int firstSegmentNumber, int capacityRecords)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(runEpoch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(firstSegmentNumber);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacityRecords);

        _runEpoch = runEpoch;
        _capacityRecords = capacityRecords;
        SegmentNumber = firstSegmentNumber;
        _seed = RecordChecksum.Seed(runEpoch, firstSegmentNumber);
    }

    /// <summary>Segment of the group placed last.</summary>
    public int SegmentNumber { get; private set; }

    /// <summary>Advances by one group and returns the checksum seed of the segment it lies in.</summary>
    public uint Place(int groupRecords)
    {
        // Always on: a group that fits nowhere would be lost.
        if ((uint)(groupRecords - 1) >= (uint)_capacityRecords) ThrowDoesNotFit(groupRecords);

        if (groupRecords > _capacityRecords - _usedRecords) Roll();
        _usedRecords += groupRecords;
        return _seed;
    }

    private void Roll()
    {
        SegmentNumber++;
        _usedRecords = 0;
        _seed = RecordChecksum.Seed(_runEpoch, SegmentNumber);
    }

    private void ThrowDoesNotFit(int groupRecords) =>
        throw new ArgumentOutOfRangeException(nameof(groupRecords), groupRecords,
            $"A group has 1 to {_capacityRecords} records, the capacity of a segment.");
}
