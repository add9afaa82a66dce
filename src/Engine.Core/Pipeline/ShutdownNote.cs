namespace Engine.Core.Pipeline;

/// <summary>Something that happened in an orderly stop.</summary>
/// <param name="Number">Of the step, from 1.</param>
/// <param name="IsDone">False when the step begins.</param>
/// <param name="Remaining">What the step left undone, or waits for; empty if nothing.</param>
public sealed record ShutdownNote(int Number, string Name, bool IsDone, string Remaining)
{
    /// <summary>The exit code of the process, in the last note.</summary>
    public int? ExitCode { get; init; }
}
