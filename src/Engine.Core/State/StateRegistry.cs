namespace Engine.Core.State;

/// <summary>
/// All state tables of one engine in the order of their part ids: what a snapshot holds and a state hash covers. A
/// table that is not registered here is not state. The order says nothing of when a table came, so that an engine that
/// was configured anew and one that was started with that configuration have the same digest.
/// </summary>
public sealed class StateRegistry
{
    private readonly List<IStateTable> _tables = [];
    private readonly List<Action> _restored = [];
    private readonly List<StateRegistry> _included = [];
    private StateRegistry? _includer;

    public IReadOnlyList<IStateTable> Tables => _tables;

    /// <exception cref="ArgumentException">A table with this part id is registered already.</exception>
    public StateTable<T> Add<T>(int partId, int version, int capacity)
        where T : unmanaged
    {
        if (Find(partId) is not null)
            throw new ArgumentException($"Part {partId} is registered twice.", nameof(partId));

        var table = new StateTable<T>(partId, version, capacity);
        Insert(table);
        return table;
    }

    /// <summary>
    /// The table of this part if it has the same shape, content included; else a new, empty one in its place. For parts
    /// whose owner may be configured anew.
    /// </summary>
    public StateTable<T> AddOrKeep<T>(int partId, int version, int capacity)
        where T : unmanaged
    {
        var existing = Find(partId);
        if (existing is StateTable<T> same && same.Version == version && same.Capacity == capacity) return same;
        if (existing is not null) Remove(existing);
        return Add<T>(partId, version, capacity);
    }

    /// <summary>Drops the parts from first to last: their owner is gone.</summary>
    public void RemoveParts(int firstPartId, int lastPartId)
    {
        for (var i = _tables.Count - 1; i >= 0; i--)
            if (_tables[i].PartId >= firstPartId && _tables[i].PartId <= lastPartId) Remove(_tables[i]);
    }

    /// <summary>
    /// Registers work that rebuilds what is derived from the tables (indexes, sums) after a snapshot was read.
    /// </summary>
    public void OnRestored(Action rebuild) => _restored.Add(rebuild);

    /// <summary>
    /// Takes in all tables of another registry, those that it gets later too, so that both go into one snapshot.
    /// </summary>
    public void Include(StateRegistry other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._includer is not null) throw new ArgumentException("It is included already.", nameof(other));

        foreach (var table in other._tables) Insert(table);
        _included.Add(other);
        other._includer = this;
    }

    /// <summary>Takes over the content of every table of an equally built registry.</summary>
    /// <exception cref="ArgumentException">The other has other tables.</exception>
    public void CopyFrom(StateRegistry other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._tables.Count != _tables.Count)
            throw new ArgumentException("The registries hold different tables.", nameof(other));

        foreach (var table in _tables)
        {
            var source = other.Find(table.PartId);
            if (source is null || source.Capacity != table.Capacity || source.EntityBytes != table.EntityBytes)
                throw new ArgumentException($"Part {table.PartId} differs in shape.", nameof(other));

            table.Clear();
            for (var i = 0; i < source.Capacity; i++)
                if (source.ReadBytes(i) is { Length: > 0 } bytes) table.WriteBytes(i, bytes);
        }
        NotifyRestored();
    }

    /// <summary>Called once after the tables were filled from a snapshot.</summary>
    public void NotifyRestored()
    {
        foreach (var rebuild in _restored) rebuild();
        foreach (var registry in _included) registry.NotifyRestored();
    }

    /// <summary>
    /// Gives every table its memory; see <see cref="IStateTable.Prefault"/>. Before the run, not during it.
    /// </summary>
    public void Prefault()
    {
        foreach (var table in _tables) table.Prefault();
    }

    /// <summary>Digest of everything, in time proportional to what changed since the last call.</summary>
    public ulong FoldDigest()
    {
        var digest = 0ul;
        for (var i = 0; i < _tables.Count; i++) digest = StateDigest.Append(digest, _tables[i].FoldDigest());
        return digest;
    }

    /// <summary>The same digest, recomputed from all bytes.</summary>
    public ulong ComputeDigest()
    {
        var digest = 0ul;
        foreach (var table in _tables) digest = StateDigest.Append(digest, table.ComputeDigest());
        return digest;
    }

    private void Insert(IStateTable table)
    {
        if (Find(table.PartId) is not null) throw new ArgumentException($"Part {table.PartId} is registered twice.");

        var index = _tables.Count;
        while (index > 0 && _tables[index - 1].PartId > table.PartId) index--;
        _tables.Insert(index, table);
        _includer?.Insert(table);
    }

    private void Remove(IStateTable table)
    {
        _tables.Remove(table);
        _includer?.Remove(table);
    }

    private IStateTable? Find(int partId)
    {
        foreach (var table in _tables)
            if (table.PartId == partId) return table;
        return null;
    }
}
