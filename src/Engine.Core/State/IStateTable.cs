namespace Engine.Core.State;

/// <summary>A table of entities as snapshots, digests and the state-hash test see it.</summary>
public interface IStateTable
{
    /// <summary>Stable number of the snapshot part. Never reused for another table.</summary>
    int PartId { get; }

    /// <summary>Version of the entity layout. A changed layout gets a new version and an upcaster.</summary>
    int Version { get; }

    int EntityBytes { get; }

    int Capacity { get; }

    Type EntityType { get; }

    /// <summary>Folds what changed since the last call into the digest: old hashes out, new hashes in.</summary>
    ulong FoldDigest();

    /// <summary>
    /// Digest of the whole table from its bytes alone. Equals <see cref="FoldDigest"/> or the state is corrupt.
    /// </summary>
    ulong ComputeDigest();

    /// <summary>Entities that are not all zero.</summary>
    int CountUsed();

    /// <summary>The bytes of one entity; empty span if it is all zero.</summary>
    ReadOnlySpan<byte> ReadBytes(int index);

    /// <summary>Replaces one entity, as a snapshot restores it.</summary>
    void WriteBytes(int index, ReadOnlySpan<byte> bytes);

    /// <summary>All entities become zero.</summary>
    void Clear();

    /// <summary>
    /// Makes the system give the table all its memory now, content unchanged: else each page costs a fault on the
    /// thread that first writes there, and memory seems to grow with the events.
    /// </summary>
    void Prefault();
}
