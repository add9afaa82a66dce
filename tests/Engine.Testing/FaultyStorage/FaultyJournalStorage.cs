using Engine.Core.Journal;

namespace Engine.Testing.FaultyStorage;

/// <summary>
/// A journal folder in memory that loses what was not synced: on <see cref="Crash"/> it drops, tears (512-byte sectors)
/// and reorders the writes since the last sync, and takes back names that no directory sync has confirmed. One thread.
/// </summary>
public sealed class FaultyJournalStorage : IJournalStorage
{
    private readonly Dictionary<string, FaultyFileContent> _names = new(StringComparer.Ordinal);
    private readonly List<Action<Dictionary<string, FaultyFileContent>>> _pendingNames = [];
    private Dictionary<string, FaultyFileContent> _durableNames = new(StringComparer.Ordinal);
    private bool _isLocked;
    private int _boot = 1;

    public FaultPlan Faults { get; } = new();

    public string BootId => $"boot-{_boot}";

    public string Describe(string name) => $"faulty:/{name}";

    public IStorageFile Create(string name)
    {
        Count();
        if (_names.ContainsKey(name)) throw JournalWriteException.For("create", Describe(name), 17);

        var content = new FaultyFileContent();
        Change(names => names[name] = content);
        return new FaultyFile(this, name, content);
    }

    public IStorageFile Open(string name, bool isWritable) =>
        _names.TryGetValue(name, out var content)
            ? new FaultyFile(this, name, content)
            : throw JournalReadException.For("open", Describe(name), 2);

    public bool Exists(string name) => _names.ContainsKey(name);

    public IReadOnlyList<string> List() => [.. _names.Keys.Order(StringComparer.Ordinal)];

    public void Rename(string oldName, string newName)
    {
        Count();
        if (!_names.TryGetValue(oldName, out var content))
            throw JournalWriteException.For("rename", Describe(oldName), 2);

        Change(names =>
        {
            names.Remove(oldName);
            names[newName] = content;
        });
    }

    public void Delete(string name)
    {
        Count();
        if (_names.ContainsKey(name)) Change(names => names.Remove(name));
    }

    public void SyncDirectory()
    {
        Count();
        _durableNames = new Dictionary<string, FaultyFileContent>(_names, StringComparer.Ordinal);
        _pendingNames.Clear();
    }

    public StorageSpace Space() => new(Faults.CapacityBytes - UsedBytes(), Faults.CapacityBytes);

    public IDisposable Lock(string name)
    {
        if (_isLocked) throw new JournalLockedException("faulty:/", "process 1");
        _isLocked = true;
        return new Unlocker(this);
    }

    /// <summary>The process dies; the machine goes on. Everything written is there.</summary>
    public void KillProcess() => _isLocked = false;

    /// <summary>The machine loses power: unsynced writes and names survive or not, as the seed says.</summary>
    public void Crash(int seed)
    {
        var random = new Random(seed);
        var survivors = random.Next(_pendingNames.Count + 1);
        // In order: the file system journals its names.
        for (var i = 0; i < survivors; i++) _pendingNames[i](_durableNames);
        _pendingNames.Clear();
        _names.Clear();
        foreach (var (name, content) in _durableNames.OrderBy(n => n.Key, StringComparer.Ordinal))
        {
            content.Crash(random);
            _names[name] = content;
        }
        _isLocked = false;
        _boot++;
    }

    /// <summary>Damages one byte, in the cache and on the platter.</summary>
    public void Flip(string name, long offset, byte mask = 1) => _names[name].Flip(offset, mask);

    /// <summary>All bytes of a file.</summary>
    public byte[] Bytes(string name)
    {
        var content = _names[name];
        var bytes = new byte[content.Length];
        content.Read(bytes, 0);
        return bytes;
    }

    internal void Count() => Faults.OnOperation?.Invoke(++Faults.Operations);

    internal bool HasRoom(long moreBytes) => moreBytes <= 0 || UsedBytes() + moreBytes <= Faults.CapacityBytes;

    private void Change(Action<Dictionary<string, FaultyFileContent>> change)
    {
        change(_names);
        _pendingNames.Add(change);
    }

    private long UsedBytes()
    {
        if (Faults.CapacityBytes == long.MaxValue) return 0;
        return _names.Values.Sum(c => c.Length);
    }

    private sealed class Unlocker(FaultyJournalStorage storage) : IDisposable
    {
        public void Dispose() => storage._isLocked = false;
    }
}
