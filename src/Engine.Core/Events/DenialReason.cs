namespace Engine.Core.Events;

/// <summary>Journaled. Why a call was not let in.</summary>
public enum DenialReason : byte
{
    None = 0,

    /// <summary>Nobody knows who called.</summary>
    Unauthenticated = 1,

    /// <summary>The role of the principal does not reach.</summary>
    PermissionDenied = 2,

    /// <summary>He called more often than he may.</summary>
    TooManyCalls = 3,
}
