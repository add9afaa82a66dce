namespace Measuring;

/// <summary>A dense stretch of a recording.</summary>
/// <param name="First">Index of its first event.</param>
public readonly record struct Burst(int First, int Count, long StartNs);
