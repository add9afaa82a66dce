namespace Engine.Core.Metrics;

/// <summary>A latency of the catalogue. Unit: nanoseconds.</summary>
/// <param name="Name">Lower case with underscores: what exporters and commands call it.</param>
/// <param name="From">What starts the clock.</param>
/// <param name="To">What stops it.</param>
/// <param name="Samples">What gives a sample.</param>
public sealed record LatencyEntry(LatencySpan Span, string Name, string From, string To, string Samples);
