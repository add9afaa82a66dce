namespace Engine.Core.Journal;

/// <summary>
/// A journal folder that is nowhere: for a run that leaves nothing, such as the warm-up. It has the size of what is
/// written, syncs cost nothing, and it is gone with the object. Any thread.
/// </summary>
public sealed class MemoryStorage : IJournalStorage
{
    private const long TotalBytes = 1L << 40;

    private readonly SortedDictionary<string, MemoryFile> _files = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public string BootId => "memory";

    public string Describe(string name) => "memory:/" + name;

    public IStorageFile Create(string name)
    {
        lock (_gate)
        {
            var file = new MemoryFile(name);
            return _files.TryAdd(name, file)
                ? file
                : throw JournalWriteException.For("create", Describe(name), FileExists);
        }
    }

    public IStorageFile Open(string name, bool isWritable)
    {
        lock (_gate)
        {
            return _files.TryGetValue(name, out var file)
                ? file
                : throw JournalReadException.For("open", Describe(name), NoSuchFile);
        }
    }

    public bool Exists(string name)
    {
        lock (_gate) return _files.ContainsKey(name);
    }

    public IReadOnlyList<string> List()
    {
        lock (_gate) return [.. _files.Keys];
    }

    public void Rename(string oldName, string newName)
    {
        lock (_gate)
        {
            if (!_files.Remove(oldName, out var file))
                throw JournalWriteException.For("rename", Describe(oldName), NoSuchFile);
            _files[newName] = file;
        }
    }

    public void Delete(string name)
    {
        lock (_gate) _files.Remove(name);
    }

    public void SyncDirectory()
    {
    }

    public StorageSpace Space() => new(TotalBytes, TotalBytes);

    public IDisposable Lock(string name) => new MemoryFile(name);

    private const int NoSuchFile = 2;
    private const int FileExists = 17;

    private sealed class MemoryFile(string name) : IStorageFile
    {
        private readonly Lock _gate = new();
        private byte[] _bytes = [];
        private long _length;

        public string Name { get; } = name;

        public long Length
        {
            get
            {
                lock (_gate) return _length;
            }
        }

        public int Read(Span<byte> destination, long offset)
        {
            lock (_gate)
            {
                if (offset >= _length) return 0;
                var count = (int)Math.Min(destination.Length, _length - offset);
                _bytes.AsSpan((int)offset, count).CopyTo(destination);
                return count;
            }
        }

        public void Write(ReadOnlySpan<byte> source, long offset)
        {
            lock (_gate)
            {
                Extend(offset + source.Length);
                source.CopyTo(_bytes.AsSpan((int)offset));
            }
        }

        public void SyncData()
        {
        }

        public void SyncAll()
        {
        }

        public void Preallocate(long length)
        {
            lock (_gate) Extend(length);
        }

        public void SetLength(long length)
        {
            lock (_gate)
            {
                if (length < _length) _bytes.AsSpan((int)length, (int)(_length - length)).Clear();
                Extend(length);
                _length = length;
            }
        }

        /// <summary>Several may have it open; it goes with the storage.</summary>
        public void Dispose()
        {
        }

        private void Extend(long length)
        {
            if (length > _bytes.Length) Array.Resize(ref _bytes, checked((int)Math.Max(length, _bytes.Length * 2L)));
            _length = Math.Max(_length, length);
        }
    }
}
