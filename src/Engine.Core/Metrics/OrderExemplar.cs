namespace Engine.Core.Metrics;

/// <summary>An order that stands for the latencies of its bucket, so that somebody can look it up.</summary>
/// <param name="JournalSequence">Of the record that requested it.</param>
/// <param name="Ticks">When it was measured, by <see cref="System.Diagnostics.Stopwatch"/>.</param>
public readonly record struct OrderExemplar(long OrderId, long JournalSequence, long ValueNs, long Ticks);
