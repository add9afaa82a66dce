using Engine.Rpc.Hosting;
using Grpc.Core;

namespace ControlCli.Online;

/// <summary>
/// Connections that end in the handshake: whose certificate is not believed, and what to do about it.
/// </summary>
internal static class TlsFailures
{
    /// <summary>Null if the call failed for another reason.</summary>
    public static CliException? Explain(RpcException failure, EngineLink link)
    {
        var target = link.Target;
        if (Explain(failure.Status.DebugException, target.Address, target) is { } rejected) return rejected;
        var isTls = target.Address.StartsWith("https:", StringComparison.Ordinal);
        if (!isTls || link.HasAnswered || !HasHungUp(failure.Status.DebugException)) return null;

        return new CliException(ExitCode.Refused, target.Tls?.Certificate is null
            ? $"The engine at {target.Address} has hung up before its first answer: it wants a certificate (mutual "
                + "TLS), or has just ended. Give one with --cert FILE --cert-key FILE."
            : $"The engine at {target.Address} has hung up on the certificate of --cert: give one that its "
                + "control.tls.clientAuthorities have signed, for a client, and whose time is not over.");
    }

    /// <summary>Null if the server was believed.</summary>
    public static CliException? Explain(Exception? failure, string address, EngineTarget target)
    {
        var cause = failure;
        while (cause is not (null or PeerRejectedException)) cause = cause.InnerException;
        return cause is not PeerRejectedException rejected ? null : new CliException(ExitCode.Unreachable,
            $"The engine at {address} is not believed, and nothing was sent: {rejected.Message}. "
            + RemedyFor(rejected.Reason, target));
    }

    // The handshake ends well for a client before the server has looked at what the client shows, or does not show: the
    // connection was there, and breaks before anything was answered.
    private static bool HasHungUp(Exception? failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is not HttpRequestException request) continue;
            return request.HttpRequestError is not (HttpRequestError.ConnectionError
                or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError or HttpRequestError.VersionNegotiationError);
        }
        return failure is IOException;
    }

    private static string RemedyFor(PeerRejection reason, EngineTarget target) => reason switch
    {
        PeerRejection.UnknownAuthority => target.Tls?.Authorities is null
            ? "Give the authorities that have signed it with --ca FILE."
            : "Give the right ones with --ca FILE, or see whether this is the engine that you mean.",
        PeerRejection.WrongName => "Use the name that it is for, or give the engine one that is for this name too "
            + "(control.tls.certificate).",
        PeerRejection.Expired => "Give the engine a new one (control.tls.certificate, then SIGHUP).",
        PeerRejection.NotYetValid => "Compare the clocks of both machines, or give the engine another one "
            + "(control.tls.certificate).",
        _ => "Give the engine a certificate for servers (control.tls.certificate).",
    };
}
