using Engine.Core.Events;

namespace Engine.Core.Snapshots;

/// <summary>What a snapshot stands for: the state after a sequence, and what is needed to go on from there.</summary>
public sealed record SnapshotInfo
{
    /// <summary>The state includes this record and nothing after it; the end of a group.</summary>
    public required long Sequence { get; init; }

    public required long EngineTimeNs { get; init; }

    public required int RunEpoch { get; init; }

    /// <summary>SHA-256 of the canonical configuration in effect.</summary>
    public required Sha256Text ConfigSha256 { get; init; }

    /// <summary>Rolling digest of all records up to <see cref="Sequence"/>.</summary>
    public required ulong RecordsDigest { get; init; }

    public required long RecordCount { get; init; }

    /// <summary>Records since the last journaled state hash, so that the next one comes at the same place.</summary>
    public required int RecordsSinceStateHash { get; init; }

    /// <summary>Digest of all state tables.</summary>
    public required ulong StateDigest { get; init; }

    public required string Build { get; init; }

    /// <summary>By content: inline arrays have no equality of their own.</summary>
    public bool Equals(SnapshotInfo? other)
    {
        if (other is null) return false;

        Span<byte> mine = stackalloc byte[SnapshotFormat.HeaderBytes];
        Span<byte> theirs = stackalloc byte[SnapshotFormat.HeaderBytes];
        SnapshotFormat.WriteHeader(mine, this, partCount: 0);
        SnapshotFormat.WriteHeader(theirs, other, partCount: 0);
        return mine.SequenceEqual(theirs);
    }

    public override int GetHashCode() => HashCode.Combine(Sequence, RunEpoch, RecordsDigest, StateDigest);
}
