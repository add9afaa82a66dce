using System.Diagnostics;
using Engine.Core.Journal;
using Engine.Core.Pipeline;

namespace LoadTest.Probes;

/// <summary>The real journal folder; calls of the device that take long are noted with their thread.</summary>
internal sealed class TimedStorage(IJournalStorage inner) : IJournalStorage
{
    private const int SlowCallsMax = 131_072;

    private static readonly long SlowTicks = Stopwatch.Frequency / 500; // 2 ms.

    // Made beforehand: what notes a call runs on the thread whose allocations are counted.
    private readonly SlowCall[] _slow = new SlowCall[SlowCallsMax];
    private int _count;

    /// <summary>Those that were noted; the first <see cref="SlowCallsMax"/> of a run.</summary>
    public IReadOnlyCollection<SlowCall> SlowCalls => _slow[..Math.Min(Volatile.Read(ref _count), SlowCallsMax)];

    public string BootId => inner.BootId;

    public string Describe(string name) => inner.Describe(name);

    public IStorageFile Create(string name) => new TimedFile(inner.Create(name), this);

    public IStorageFile Open(string name, bool isWritable) => new TimedFile(inner.Open(name, isWritable), this);

    public bool Exists(string name) => inner.Exists(name);

    public IReadOnlyList<string> List() => inner.List();

    public void Rename(string oldName, string newName) => inner.Rename(oldName, newName);

    public void Delete(string name) => inner.Delete(name);

    public void SyncDirectory() => inner.SyncDirectory();

    public StorageSpace Space() => inner.Space();

    public IDisposable Lock(string name) => inner.Lock(name);

    private void Note(string operation, string file, long fromTicks)
    {
        var now = Stopwatch.GetTimestamp();
        if (now - fromTicks < SlowTicks) return;

        var index = Interlocked.Increment(ref _count) - 1;
        if (index < SlowCallsMax)
            _slow[index] = new SlowCall(operation, file, ThreadCpu.CallingThread(), fromTicks, now);
    }

    private sealed class TimedFile(IStorageFile file, TimedStorage owner) : IStorageFile
    {
        public string Name => file.Name;

        public long Length => file.Length;

        public int Read(Span<byte> destination, long offset) => file.Read(destination, offset);

        public void Write(ReadOnlySpan<byte> source, long offset)
        {
            var from = Stopwatch.GetTimestamp();
            file.Write(source, offset);
            owner.Note("write", Name, from);
        }

        public void SyncData()
        {
            var from = Stopwatch.GetTimestamp();
            file.SyncData();
            owner.Note("fdatasync", Name, from);
        }

        public void SyncAll()
        {
            var from = Stopwatch.GetTimestamp();
            file.SyncAll();
            owner.Note("fsync", Name, from);
        }

        public void Preallocate(long length) => file.Preallocate(length);

        public void SetLength(long length) => file.SetLength(length);

        public void Dispose() => file.Dispose();
    }
}
