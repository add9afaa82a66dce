namespace Engine.Core.Events;

/// <summary>Journaled. What may be traded, from free to nothing; the most restrictive hold wins.</summary>
public enum Permission : byte
{
    None = 0,
    Active = 1,

    /// <summary>Only what reduces exposure, and cancels.</summary>
    Reducing = 2,

    /// <summary>Only cancels, protective legs and emergency exits.</summary>
    Halted = 3,

    /// <summary>Nothing leaves the process.</summary>
    ReadOnly = 4,
}
