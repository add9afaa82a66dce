namespace Engine.Core.Pipeline;

/// <summary>One step of an orderly stop and what came of it.</summary>
/// <param name="IsDone">False if its deadline passed; the detail says what remains.</param>
public sealed record ShutdownStep(string Name, TimeSpan Elapsed, bool IsDone, string Detail);
