namespace ControlCli;

/// <summary>
/// What enginectl returns to the shell. Documented in docs/operations/enginectl.md; the numbers never change.
/// </summary>
internal enum ExitCode
{
    /// <summary>Done, and the answer is good.</summary>
    Ok = 0,

    /// <summary>Degraded, or a negative answer: no such order, nothing to show at that place.</summary>
    Negative = 1,

    /// <summary>Unhealthy or failed: a damaged journal, a replay that differs.</summary>
    Unhealthy = 2,

    /// <summary>There is no such journal, or it cannot be read.</summary>
    Unreachable = 3,

    /// <summary>Refused by policy.</summary>
    Refused = 4,

    /// <summary>Timed out with work remaining.</summary>
    TimedOut = 5,

    /// <summary>The command line cannot be understood.</summary>
    Usage = 64,
}
