namespace Engine.Grpc;

/// <summary>How the process ends. Service managers decide by it whether to restart.</summary>
internal enum ExitCode
{
    /// <summary>Stopped in order, nothing left behind.</summary>
    Clean = 0,

    /// <summary>Stopped in order, but orders were still working.</summary>
    WorkRemaining = 3,

    /// <summary>Did not start: a setting, the journal or a file is not usable. Restarting does not help.</summary>
    RefusedToStart = 4,

    /// <summary>Halted: a stage failed, a row is bad, or it was aborted. Look before you restart.</summary>
    Halted = 5,

    /// <summary>The command line is wrong.</summary>
    Usage = 64,
}
