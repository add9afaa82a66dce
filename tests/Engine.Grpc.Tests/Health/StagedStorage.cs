using Engine.Core.Journal;

namespace Engine.Grpc.Tests.Health;

/// <summary>The real folder, with a device that is as full and as slow as the test wants it.</summary>
internal sealed class StagedStorage(string folder) : IJournalStorage
{
    private readonly DiskStorage _disk = DiskStorage.CreateOrOpen(folder);

    /// <summary>What the device says it has; null asks the real one.</summary>
    public StorageSpace? SpaceLeft { get; set; }

    /// <summary>Writes wait until this is set.</summary>
    public ManualResetEventSlim MayWrite { get; } = new(initialState: true);

    public string BootId => _disk.BootId;

    public string Describe(string name) => _disk.Describe(name);

    public IStorageFile Create(string name) => new StagedFile(_disk.Create(name), MayWrite);

    public IStorageFile Open(string name, bool isWritable) => new StagedFile(_disk.Open(name, isWritable), MayWrite);

    public bool Exists(string name) => _disk.Exists(name);

    public IReadOnlyList<string> List() => _disk.List();

    public void Rename(string oldName, string newName) => _disk.Rename(oldName, newName);

    public void Delete(string name) => _disk.Delete(name);

    public void SyncDirectory() => _disk.SyncDirectory();

    public StorageSpace Space() => SpaceLeft ?? _disk.Space();

    public IDisposable Lock(string name) => _disk.Lock(name);

    private sealed class StagedFile(IStorageFile file, ManualResetEventSlim mayWrite) : IStorageFile
    {
        public string Name => file.Name;

        public long Length => file.Length;

        public int Read(Span<byte> destination, long offset) => file.Read(destination, offset);

        public void Write(ReadOnlySpan<byte> source, long offset)
        {
            mayWrite.Wait();
            file.Write(source, offset);
        }

        public void SyncData() => file.SyncData();

        public void SyncAll() => file.SyncAll();

        public void Preallocate(long length) => file.Preallocate(length);

        public void SetLength(long length) => file.SetLength(length);

        public void Dispose() => file.Dispose();
    }
}
