using Engine.Core.Events;
using Engine.Core.Journal;

namespace CrashHost;

/// <summary>A file in which a write may stop half-way, for ever.</summary>
internal sealed class CrashingFile(IStorageFile inner, string name, CrashingStorage storage, CrashSwitch crash)
    : IStorageFile
{
    private bool _hasRecords;

    public string Name => inner.Name;

    /// <summary>Follows the renames, which <see cref="Name"/> does not.</summary>
    public string CurrentName { get; set; } = name;

    public long Length => inner.Length;

    public int Read(Span<byte> destination, long offset)
    {
        storage.Recovering($"read of {CurrentName} at {offset}");
        return inner.Read(destination, offset);
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        if (storage.IsRecovering) TearIfArmed(CrashPoint.DuringRecovery, source, offset);
        else if (CrashingStorage.IsSnapshot(CurrentName)) TearIfArmed(CrashPoint.Snapshot, source, offset);
        else if (CrashingStorage.IsSpare(CurrentName) && offset == 0) TearIfArmed(CrashPoint.Recycle, source, offset);
        else if (CrashingStorage.IsSegment(CurrentName)) WriteSegment(source, offset);
        inner.Write(source, offset);
    }

    public void SyncData()
    {
        storage.Recovering($"sync of {CurrentName}");
        if (_hasRecords) crash.Reach(CrashPoint.BeforeSync, CurrentName);
        inner.SyncData();
    }

    public void SyncAll()
    {
        storage.Step(CurrentName, "sync", isBefore: true);
        inner.SyncAll();
    }

    public void Preallocate(long length) => inner.Preallocate(length);

    public void SetLength(long length)
    {
        storage.Recovering($"truncation of {CurrentName} to {length}");
        inner.SetLength(length);
    }

    public void Dispose() => inner.Dispose();

    // Header first, then records; without zeros ahead nothing else is written to a segment under its own name.
    private void WriteSegment(ReadOnlySpan<byte> source, long offset)
    {
        var isPrepared = !CurrentName.EndsWith(JournalFormat.TemporarySuffix, StringComparison.Ordinal);
        if (offset == 0 || (isPrepared && !_hasRecords))
        {
            if (storage.IsLaterSegment(CurrentName)) TearIfArmed(CrashPoint.SegmentRoll, source, offset);
        }
        if (offset == 0 || !isPrepared) return;

        _hasRecords = true;
        var point = crash.IsFlattenAnswered ? CrashPoint.FlattenWrite : CrashPoint.MidBatchWrite;
        var fatal = crash.Take(point, source.Length / EngineEvent.SizeInBytes);
        if (fatal == 0) return;

        // Whole records up to the fatal one, and some bytes of that: different ones each time.
        var bytes = (int)((fatal - 1) * EngineEvent.SizeInBytes) + (int)(fatal * 37 % EngineEvent.SizeInBytes);
        inner.Write(source[..bytes], offset);
        crash.Die($"{bytes} of {source.Length} bytes written to {CurrentName} at {offset}");
    }

    // Once before anything is written and once with half of it there.
    private void TearIfArmed(string point, ReadOnlySpan<byte> source, long offset)
    {
        if (!crash.IsArmed(point)) return;
        crash.Reach(point, $"before write of {source.Length} bytes to {CurrentName} at {offset}");
        inner.Write(source[..(source.Length / 2)], offset); // Written again as a whole if the process lives on.
        crash.Reach(point, $"half of {source.Length} bytes written to {CurrentName} at {offset}");
    }
}
