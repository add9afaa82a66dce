using Grpc.Core;

namespace ControlCli.Online;

/// <summary>Turns the status of a failed call into one line with the remedy, and an exit code.</summary>
internal static class RpcFailures
{
    private const string CodeNameTrailer = "engine-code-name";

    /// <param name="key">Of a command that may have been applied all the same; null for a question.</param>
    public static CliException Explain(RpcException failure, EngineLink link, string? key)
    {
        var target = link.Target;
        var detail = OneLine(failure.Status.Detail);
        var codeName = failure.Trailers.GetValue(CodeNameTrailer);
        var named = codeName is null || detail.Contains(codeName, StringComparison.Ordinal)
            ? detail : $"{codeName}: {detail}";
        return failure.StatusCode switch
        {
            StatusCode.Unavailable when TlsFailures.Explain(failure, link) is { } tls => tls,
            StatusCode.Unavailable when IsTransport(failure) => new(ExitCode.Unreachable,
                $"No engine answers at {target.Address} ({target.Origin}): {detail} Start it, or name another with "
                + $"--endpoint, --journal or --context.{Repeat(key)}"),
            StatusCode.Unavailable => new(ExitCode.Unreachable,
                $"The engine at {target.Address} does not take the call: {detail}"),
            StatusCode.DeadlineExceeded => new(ExitCode.TimedOut,
                $"The engine at {target.Address} has not answered in time.{Repeat(key)}"),
            StatusCode.Unauthenticated => new(ExitCode.Refused,
                $"The engine at {target.Address} wants to know who asks: {detail} Give a token with --token-file or "
                + $"${Credentials.TokenVariable}."),
            StatusCode.PermissionDenied => new(ExitCode.Refused, $"Not allowed: {named}"),
            StatusCode.FailedPrecondition => new(
                ExitCode.Refused,
                named.StartsWith("Refused", StringComparison.Ordinal) ? named : $"Refused: {named}"),
            StatusCode.AlreadyExists => new(ExitCode.Refused,
                $"Refused: {named} The key {key} belongs to another request; leave --key out for a new one."),
            StatusCode.ResourceExhausted => new(ExitCode.Refused, $"The engine is at a limit: {named}"),
            StatusCode.InvalidArgument => new(ExitCode.Usage, named),
            StatusCode.NotFound or StatusCode.OutOfRange => new(ExitCode.Negative, named),
            StatusCode.Unimplemented => new(ExitCode.Unhealthy,
                $"This engine cannot do that: {named} See 'enginectl version' for its build."),
            StatusCode.Cancelled => new(ExitCode.TimedOut, $"The call was given up.{Repeat(key)}"),
            _ => new(ExitCode.Unhealthy,
                $"The engine at {target.Address} failed ({failure.StatusCode}): {named}{Repeat(key)}"),
        };
    }

    /// <summary>Nobody was there, or the connection broke; the engine itself said nothing.</summary>
    public static bool IsTransport(RpcException failure) =>
        failure.StatusCode == StatusCode.Unavailable && failure.Status.DebugException is not null;

    private static string Repeat(string? key) => key is null ? ""
        : $" The command may have been applied all the same: repeat it with --key {key}.";

    private static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 || line[^1] is '.' or '!' or '?' ? line : line + ".";
    }
}
