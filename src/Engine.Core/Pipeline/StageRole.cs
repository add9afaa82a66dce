namespace Engine.Core.Pipeline;

/// <summary>The logical stages that a layout places on threads. The lower-case name is the one in settings.</summary>
public enum StageRole
{
    Source,
    Logic,
    Journal,
    Gateway,
    Follower,
}
