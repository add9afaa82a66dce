namespace Engine.Core.Pipeline;

/// <summary>
/// Where and how urgently a thread runs. Priorities below normal are for readers, such as the follower.
/// </summary>
public sealed record StageThreadOptions(int? Cpu = null, ThreadPriority Priority = ThreadPriority.Normal)
{
    /// <summary>Above all ordinary threads; 0 = not.</summary>
    public int RealtimePriority { get; init; }

    /// <summary>Why it must not have it although it was asked for; null if it may.</summary>
    public string? PriorityRefused { get; init; }
}
