using Engine.Core.Journal;

namespace Engine.Core.Pipeline;

/// <summary>The journal's device as it was found last.</summary>
/// <param name="MeasuredTicks">Stopwatch timestamp: a device that does not answer shows by its age.</param>
public sealed record DiskReading(StorageSpace Space, DiskLevel Level, long MeasuredTicks);
