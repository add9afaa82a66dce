namespace Engine.Core.Pipeline;

/// <summary>
/// Where and how urgently a thread runs. Priorities below normal are for readers, such as the follower.
/// </summary>
public sealed record StageThreadOptions(int? Cpu = null, ThreadPriority Priority = ThreadPriority.Normal);
