namespace Engine.Core.Snapshots;

/// <summary>The snapshot to start from, if there is one, and which newer ones were passed over and why.</summary>
public sealed record SnapshotChoice(string? FileName, SnapshotInfo? Info, IReadOnlyList<string> Skipped);
