namespace Engine.Core.Pipeline;

/// <summary>How far what follows is behind what leads.</summary>
/// <param name="DurableRecords">Published and not durable.</param>
/// <param name="FollowerRecords">Durable and not seen by the follower; null in a backtest, which has none.</param>
/// <param name="HashChainRecords">Durable and not in the hash chain; null without a chain of its own thread.</param>
/// <param name="SnapshotRecords">Durable since the newest snapshot of this run; null before the first.</param>
/// <param name="SnapshotAgeNs">Since that was taken.</param>
public sealed record LagGauge(
    long DurableRecords, long? FollowerRecords, long? HashChainRecords, long? SnapshotRecords, long? SnapshotAgeNs);
