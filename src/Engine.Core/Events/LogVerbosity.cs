namespace Engine.Core.Events;

/// <summary>Journaled. How much the process tells its log; each level with those above it.</summary>
public enum LogVerbosity
{
    /// <summary>As the settings say.</summary>
    None = 0,

    /// <summary>What failed.</summary>
    Error = 1,

    /// <summary>
    /// What an operator should look at: denied calls, a venue that is lost, a reload that was refused.
    /// </summary>
    Warning = 2,

    /// <summary>What the run does.</summary>
    Information = 3,

    /// <summary>What the web server says of connections and calls, besides.</summary>
    Debug = 4,
}
