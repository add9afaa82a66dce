namespace Engine.Grpc.Services;

/// <summary>Limits of the control and status services, with their bounds.</summary>
internal static class ControlLimits
{
    /// <summary>Characters of a reason. What is longer is refused, not cut: it would be the end that matters.</summary>
    public const int ReasonCharactersMax = 1_000;

    public const int KeyCharactersMax = 64;

    public const int OperatorNameCharactersMax = 32;

    /// <summary>Characters of the name of a strategy or symbol in a request.</summary>
    public const int NameCharactersMax = 64;

    /// <summary>How long a command is waited for where the caller gives no deadline of his own.</summary>
    public static readonly TimeSpan AnswerWait = TimeSpan.FromSeconds(30);

    /// <summary>How long the end of the server waits until those who watch a stop have read its result.</summary>
    public static readonly TimeSpan StopResultWait = TimeSpan.FromSeconds(2);
}
