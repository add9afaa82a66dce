namespace Engine.Core.Events;

/// <summary>Journaled. What happened to an execution that had been counted.</summary>
public enum RestatementKind : byte
{
    None = 0,

    /// <summary>The venue took it back.</summary>
    Busted = 1,

    /// <summary>The venue gave it another price, quantity or commission.</summary>
    Corrected = 2,

    /// <summary>The order that it belongs to was found.</summary>
    Attributed = 3,

    /// <summary>An operator had booked it, and executions of the venue have taken its place.</summary>
    Superseded = 4,
}
