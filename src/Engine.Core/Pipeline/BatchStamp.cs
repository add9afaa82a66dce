namespace Engine.Core.Pipeline;

/// <summary>
/// Times of one batch of the journal, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.
/// </summary>
/// <param name="LastPosition">Ring position of its last record.</param>
/// <param name="DurableTicks">When it could be acted upon; equal to <paramref name="WrittenTicks"/> without a
/// sync.</param>
public readonly record struct BatchStamp(long LastPosition, long BegunTicks, long WrittenTicks, long DurableTicks);
