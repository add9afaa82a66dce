namespace Engine.Core.State;

/// <summary>
/// All state tables of one engine in registration order: what a snapshot holds and a state hash covers. A table that is
/// not registered here is not state.
/// </summary>
public sealed class StateRegistry
{
    private readonly List<IStateTable> _tables = [];
    private readonly List<Action> _restored = [];

    public IReadOnlyList<IStateTable> Tables => _tables;

    /// <exception cref="ArgumentException">A table with this part id is registered already.</exception>
    public StateTable<T> Add<T>(int partId, int version, int capacity)
        where T : unmanaged
    {
        if (Find(partId) is not null)
            throw new ArgumentException($"Part {partId} is registered twice.", nameof(partId));

        var table = new StateTable<T>(partId, version, capacity);
        _tables.Add(table);
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
        if (existing is not null) _tables.Remove(existing);
        return Add<T>(partId, version, capacity);
    }

    /// <summary>Drops the parts from first to last: their owner is gone.</summary>
    public void RemoveParts(int firstPartId, int lastPartId) =>
        _tables.RemoveAll(table => table.PartId >= firstPartId && table.PartId <= lastPartId);

    /// <summary>
    /// Registers work that rebuilds what is derived from the tables (indexes, sums) after a snapshot was read.
    /// </summary>
    public void OnRestored(Action rebuild) => _restored.Add(rebuild);

    /// <summary>Takes in all tables of another registry as they are now, so that both go into one snapshot.</summary>
    public void Include(StateRegistry other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var table in other._tables)
        {
            if (Find(table.PartId) is not null)
                throw new ArgumentException($"Part {table.PartId} is registered twice.", nameof(other));
            _tables.Add(table);
        }
        _restored.AddRange(other._restored);
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

    private IStateTable? Find(int partId)
    {
        foreach (var table in _tables)
            if (table.PartId == partId) return table;
        return null;
    }
}
