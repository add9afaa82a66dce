namespace Engine.Core.Metrics;

/// <summary>What became of a command, as it is counted.</summary>
public enum CommandOutcome
{
    Done,

    /// <summary>It had been applied before, under the same key.</summary>
    Repeated,

    /// <summary>Nothing was changed.</summary>
    Refused,
}
