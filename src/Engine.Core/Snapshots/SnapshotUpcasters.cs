namespace Engine.Core.Snapshots;

/// <summary>
/// Turns the bytes of one entity of the layout before into the current layout (destination is all zero).
/// </summary>
public delegate void SnapshotUpcast(ReadOnlySpan<byte> old, Span<byte> current);

/// <summary>
/// How parts written by the version before are read. A part is readable at its version and, through here, at the one
/// before.
/// </summary>
public sealed class SnapshotUpcasters
{
    private readonly SortedDictionary<int, (int FromVersion, int FromBytes, SnapshotUpcast Upcast)> _upcasts = [];
    private readonly SortedSet<int> _newParts = [];

    public static SnapshotUpcasters None { get; } = new();

    /// <summary>Entities of this part written at a version are read through the function.</summary>
    public SnapshotUpcasters Add(int partId, int fromVersion, int fromEntityBytes, SnapshotUpcast upcast)
    {
        ArgumentNullException.ThrowIfNull(upcast);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fromEntityBytes);
        _upcasts.Add(partId, (fromVersion, fromEntityBytes, upcast));
        return this;
    }

    /// <summary>A part that did not exist in the version before: it may be absent and then starts all zero.</summary>
    public SnapshotUpcasters AddNewPart(int partId)
    {
        _newParts.Add(partId);
        return this;
    }

    internal bool IsNewPart(int partId) => _newParts.Contains(partId);

    internal SnapshotUpcast? Find(int partId, int fromVersion, int fromEntityBytes) =>
        _upcasts.TryGetValue(partId, out var found) && found.FromVersion == fromVersion
            && found.FromBytes == fromEntityBytes
            ? found.Upcast
            : null;
}
