namespace Engine.Grpc.Access;

/// <summary>Limits of access control, with their bounds.</summary>
internal static class AccessLimits
{
    /// <summary>Tokens, and principals of certificates, each.</summary>
    public const int CredentialsMax = 256;

    /// <summary>Characters of a token. More are refused unread.</summary>
    public const int TokenCharactersMax = 512;

    /// <summary>Characters of the name of a principal; the journal keeps as many.</summary>
    public const int PrincipalCharactersMax = 32;

    public const int CallsPerSecondDefault = 500;

    public const int CallsPerSecondMax = 100_000;

    public const int CallsBurstDefault = 5_000;

    public const int CallsBurstMax = 100_000;

    /// <summary>Clients whose rate is kept at a time. When there are more, the new ones share one rate.</summary>
    public const int ClientsMax = 4_096;

    /// <summary>Principals, methods and reasons whose denials are counted in an interval; the rest is counted
    /// together.</summary>
    public const int DenialsMax = 32;

    /// <summary>The same of callers that nobody knows: they can be as many as they like.</summary>
    public const int UnknownDenialsMax = 4;

    /// <summary>How often counted denials are told.</summary>
    public static readonly TimeSpan DenialsInterval = TimeSpan.FromSeconds(10);
}
