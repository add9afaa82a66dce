namespace Engine.Core.Gateway;

/// <summary>
/// Times of a durable record, in ticks of <see cref="System.Diagnostics.Stopwatch"/>; 0 for what nobody noted.
/// </summary>
/// <param name="IngestTicks">When the input that caused it came into the process.</param>
/// <param name="DurableTicks">When it became durable.</param>
public readonly record struct RecordTimes(long IngestTicks, long DurableTicks);
