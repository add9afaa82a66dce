namespace Engine.Core.Snapshots;

/// <summary>Where one part lies in a snapshot file.</summary>
internal readonly record struct SnapshotPart(int PartId, int Version, int EntityBytes, int Used, int FirstEntityAt);
