using System.Collections.Concurrent;
using Engine.Core.Journal;

namespace CrashHost;

/// <summary>The real disk, on which the process dies at the armed step.</summary>
internal sealed class CrashingStorage(IJournalStorage inner, CrashSwitch crash) : IJournalStorage
{
    private readonly ConcurrentDictionary<string, CrashingFile> _created = new(StringComparer.Ordinal);
    private int _isRecovering = 1;
    private int _firstSegment; // Of this run.

    public string BootId => inner.BootId;

    /// <summary>True until the engine is wired: the time of the point during-recovery.</summary>
    public bool IsRecovering => Volatile.Read(ref _isRecovering) != 0;

    public void EndRecovery() => Volatile.Write(ref _isRecovering, 0);

    public string Describe(string name) => inner.Describe(name);

    public IStorageFile Create(string name)
    {
        if (_firstSegment == 0 && TrySegmentNumber(name, out var number)) _firstSegment = number;
        Step(name, "create", isBefore: true);
        var file = new CrashingFile(inner.Create(name), name, this, crash);
        _created[name] = file;
        Step(name, "create", isBefore: false);
        return file;
    }

    public IStorageFile Open(string name, bool isWritable)
    {
        Recovering($"open {name}");
        return new CrashingFile(inner.Open(name, isWritable), name, this, crash);
    }

    public bool Exists(string name) => inner.Exists(name);

    public IReadOnlyList<string> List() => inner.List();

    public void Rename(string oldName, string newName)
    {
        Step(oldName, "rename", isBefore: true);
        inner.Rename(oldName, newName);
        if (_created.TryRemove(oldName, out var file)) file.CurrentName = newName;
        Step(oldName, "rename", isBefore: false);
        if (IsSpare(newName)) Step(newName, "rename to it", isBefore: false);
    }

    public void Delete(string name)
    {
        if (!inner.Exists(name)) return; // No step: nothing can happen.
        Step(name, "delete", isBefore: true);
        inner.Delete(name);
    }

    public void SyncDirectory()
    {
        Recovering("sync of the folder");
        inner.SyncDirectory();
    }

    public StorageSpace Space() => inner.Space();

    public IDisposable Lock(string name) => inner.Lock(name);

    /// <summary>A step of start-up.</summary>
    public void Recovering(string detail)
    {
        if (IsRecovering) crash.Reach(CrashPoint.DuringRecovery, detail);
    }

    /// <summary>A step that belongs to the points of the file's kind.</summary>
    public void Step(string name, string what, bool isBefore)
    {
        var detail = $"{(isBefore ? "before" : "after")} {what} of {name}";
        Recovering(detail);
        if (IsSnapshot(name)) crash.Reach(CrashPoint.Snapshot, detail);
        if (!IsRecovering && (IsSpare(name) || IsManifest(name))) crash.Reach(CrashPoint.Recycle, detail);
        if (IsLaterSegment(name)) crash.Reach(CrashPoint.SegmentRoll, detail);
    }

    public static bool IsSnapshot(string name) => name.StartsWith("snapshot-", StringComparison.Ordinal);

    public static bool IsSpare(string name) => JournalFormat.TryParseSpareName(name, out _);

    public static bool IsSegment(string name) => TrySegmentNumber(name, out _);

    public bool IsLaterSegment(string name) =>
        !IsRecovering && TrySegmentNumber(name, out var number) && number > _firstSegment;

    private static bool IsManifest(string name) =>
        name.StartsWith(JournalFormat.ManifestName, StringComparison.Ordinal);

    private static bool TrySegmentNumber(string name, out int number) => JournalFormat.TryParseSegmentName(
        name.EndsWith(JournalFormat.TemporarySuffix, StringComparison.Ordinal)
            ? name[..^JournalFormat.TemporarySuffix.Length] : name,
        out number);
}
