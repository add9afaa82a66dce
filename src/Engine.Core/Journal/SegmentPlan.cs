namespace Engine.Core.Journal;

/// <summary>
/// Which segment each group of a run goes to: pure arithmetic, so that the logic thread can seal a group's checksums
/// before the journal thread has seen it. <see cref="JournalWriter"/> arrives at the same places from the group flags.
/// Rules: a group that does not fit into the rest of the segment goes to the next one; groups never span segments; a
/// group with <see cref="Events.EventFlags.EndsSegment"/> is the last of its segment.
/// </summary>
public sealed class SegmentPlan
{
    private readonly int _runEpoch;
    private readonly int _capacityRecords;
    private int _usedRecords;
    private bool _isEnded;
    private int _ends;
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

    /// <summary>
    /// Segments that were ended before they were full. It rises before the group that ends one is published, so the
    /// journal thread has to look at the flags of records only where this differs from what it has seen.
    /// </summary>
    public int Ends => Volatile.Read(ref _ends);

    /// <summary>Advances by one group and returns the checksum seed of the segment it lies in.</summary>
    public uint Place(int groupRecords)
    {
        // Always on: a group that fits nowhere would be lost.
        if ((uint)(groupRecords - 1) >= (uint)_capacityRecords) ThrowDoesNotFit(groupRecords);

        if (_isEnded || groupRecords > _capacityRecords - _usedRecords) Roll();
        _usedRecords += groupRecords;
        return _seed;
    }

    /// <summary>The group placed last is the last of its segment.</summary>
    public void EndSegment()
    {
        _isEnded = true;
        Volatile.Write(ref _ends, _ends + 1);
    }

    private void Roll()
    {
        SegmentNumber++;
        _isEnded = false;
        _usedRecords = 0;
        _seed = RecordChecksum.Seed(_runEpoch, SegmentNumber);
    }

    private void ThrowDoesNotFit(int groupRecords) =>
        throw new ArgumentOutOfRangeException(nameof(groupRecords), groupRecords,
            $"A group has 1 to {_capacityRecords} records, the capacity of a segment.");
}
