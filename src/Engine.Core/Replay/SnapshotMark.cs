namespace Engine.Core.Replay;

/// <summary>The newest snapshot of this run.</summary>
/// <param name="Sequence">Of the last record that it covers.</param>
/// <param name="TakenTicks">When, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</param>
public sealed record SnapshotMark(long Sequence, long TakenTicks);
