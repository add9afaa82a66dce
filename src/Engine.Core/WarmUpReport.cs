namespace Engine.Core;

/// <summary>What the warm-up did.</summary>
/// <param name="Problem">Why it ended early; null if it went through. The engine starts all the same.</param>
public sealed record WarmUpReport(TimeSpan Elapsed, long Inputs, long Orders, string? Problem);
