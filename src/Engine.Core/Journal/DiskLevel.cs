namespace Engine.Core.Journal;

/// <summary>How much room the journal's device has left, and what the engine does about it.</summary>
public enum DiskLevel
{
    Ok = 0,

    /// <summary>Tell the operator.</summary>
    Warn = 1,

    /// <summary>Only what reduces exposure.</summary>
    Reduce = 2,

    /// <summary>Stop trading while the shutdown still fits.</summary>
    Halt = 3,
}
