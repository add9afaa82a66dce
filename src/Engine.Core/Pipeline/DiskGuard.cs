using System.Diagnostics;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>
/// Watches the device of the journal from the host's thread, about once a second. Below the watermarks trading is
/// restricted by journaled holds; when the next segment cannot be prepared, the reserve is given back so that the
/// current one and an orderly stop still fit.
/// </summary>
internal sealed class DiskGuard
{
    private static readonly long IntervalTicks = Stopwatch.Frequency;

    private readonly IJournalStorage _storage;
    private readonly JournalFolder _folder;
    private readonly JournalWriter _writer;
    private readonly SharedLane<EngineEvent> _control;
    private readonly Action<Exception> _requestStop;
    private readonly bool _placesHolds;
    private long _nextTicks;
    private bool _isReserveReleased;
    private DiskReading? _latest;

    /// <param name="placesHolds">False in a backtest: its outcome must not depend on the disk; it only stops.</param>
    /// <param name="requestStop">Asks for an orderly stop because of this.</param>
    public DiskGuard(
        IJournalStorage storage, JournalFolder folder, JournalWriter writer, SharedLane<EngineEvent> control,
        bool placesHolds, Action<Exception> requestStop)
    {
        _storage = storage;
        _folder = folder;
        _writer = writer;
        _control = control;
        _placesHolds = placesHolds;
        _requestStop = requestStop;
    }

    /// <summary>The level found last.</summary>
    public DiskLevel Level { get; private set; }

    /// <summary>The device as it was found last; null before the first look. Any thread may ask.</summary>
    public DiskReading? Latest => Volatile.Read(ref _latest);

    public void RunOnce()
    {
        var now = Stopwatch.GetTimestamp();
        if (now < _nextTicks) return;

        _nextTicks = now + IntervalTicks;
        if (_writer.PreparationFailure is { } failure) ReleaseReserve(failure);
        var space = _storage.Space();
        var level = DiskWatermarks.Default.Evaluate(space);
        Volatile.Write(ref _latest, new DiskReading(space, level, now));
        Apply(level);
    }

    private void ReleaseReserve(JournalWriteException failure)
    {
        if (_isReserveReleased) return;
        _isReserveReleased = _folder.ReleaseReserve();
        _writer.RetryPreparation();
        _requestStop(failure);
    }

    // A level holds until an operator releases it: room that comes back by itself may go the same way.
    private void Apply(DiskLevel level)
    {
        if (level <= Level) return;

        Level = level;
        if (level == DiskLevel.Halt && !_placesHolds) _requestStop(new IOException(
            $"the journal's device has less than {DiskWatermarks.Default.HaltPercent} % free space; "
            + "make room, then restart"));
        if (!_placesHolds || level == DiskLevel.Warn) return;

        var permission = level == DiskLevel.Halt ? Permission.Halted : Permission.Reducing;
        var hold = EngineInputs.Hold(
            HoldScope.Account, 0, HoldKind.Disk, permission, "disk guard", "journal device nearly full");
        if (!_control.TryWrite(in hold)) Level = DiskLevel.Ok; // No room in the lane: again in a second.
    }
}
