namespace Engine.Core.Replay;

/// <summary>A model at the end of a journal, and how it got there.</summary>
/// <param name="SnapshotFile">The snapshot it started from; null if it replayed from the first record.</param>
/// <param name="ReplayedRecords">Records of the tail behind the snapshot.</param>
/// <param name="SkippedSnapshots">Newer snapshots that could not be used, each with its reason.</param>
public sealed record RecoveredModel(
    TradingModel Model, string? SnapshotFile, long ReplayedRecords, IReadOnlyList<string> SkippedSnapshots);
