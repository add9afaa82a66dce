namespace Engine.Core.Events;

/// <summary>Journaled. What a breaker does when it trips.</summary>
public enum BreakerAction : byte
{
    None = 0,

    /// <summary>Only what reduces exposure passes.</summary>
    Reducing = 1,

    /// <summary>Only cancels, protective legs and emergency exits pass.</summary>
    Halted = 2,

    /// <summary>As Halted, and the positions of the scope are closed.</summary>
    Flatten = 3,
}
