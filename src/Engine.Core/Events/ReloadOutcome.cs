namespace Engine.Core.Events;

/// <summary>Journaled. What came of reading the settings again.</summary>
public enum ReloadOutcome : byte
{
    None = 0,

    /// <summary>All that has changed is in force.</summary>
    Applied = 1,

    /// <summary>Nothing of it is: the text says why.</summary>
    Refused = 2,

    /// <summary>The settings are as they were.</summary>
    Unchanged = 3,
}
