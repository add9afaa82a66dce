namespace Engine.Core.Events;

/// <summary>
/// Journaled. What a principal may do at most; roles are levels but for <see cref="Emergency"/>, which may only take
/// risk away.
/// </summary>
public enum OperatorRole : byte
{
    None = 0,

    /// <summary>Reads.</summary>
    Viewer = 1,

    /// <summary>Halts, cancels and pauses, nothing else.</summary>
    Emergency = 2,

    /// <summary>Runs the engine within its limits.</summary>
    Operator = 3,

    /// <summary>Loosens limits, releases any hold, arms.</summary>
    Admin = 4,
}
