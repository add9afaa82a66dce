namespace ControlCli;

/// <summary>Ends a verb: one line for the user, with the remedy, and the exit code.</summary>
internal sealed class CliException(ExitCode code, string message) : Exception(message)
{
    public ExitCode Code { get; } = code;
}
