using System.Net;
using System.Security.Cryptography.X509Certificates;
using Engine.Core.Events;
using Grpc.Core;

namespace Engine.Grpc.Access;

/// <summary>
/// Who a caller is and whether he may call a method. Without any credentials in the configuration the callers of this
/// machine are <c>local</c>: an admin in paper, a viewer in live, where what changes something always needs a name.
/// </summary>
internal sealed class AccessPolicy(LiveAccess access, EngineMode mode)
{
    public const string LocalPrincipal = "local";

    private const string Scheme = "Bearer ";

    private readonly Caller _local =
        new(LocalPrincipal, mode == EngineMode.Live ? OperatorRole.Viewer : OperatorRole.Admin);

    /// <summary>The caller by what he shows.</summary>
    /// <param name="authorization">The header of that name; null if there is none.</param>
    /// <exception cref="RpcException">UNAUTHENTICATED; the text says what to show, never what was shown.</exception>
    public Caller Identify(string? authorization, X509Certificate2? certificate, IPAddress? peer)
    {
        var options = access.Current;
        if (authorization is not null)
        {
            if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
                throw Unknown("The authorization must be 'Bearer ' and a token.");
            return options.Tokens.Find(authorization[Scheme.Length..].Trim())
                ?? throw Unknown("The token is not known to this engine; ask its administrator for one, or leave it "
                    + "out where none is needed.");
        }
        if (certificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } name)
        {
            if (options.Principals.TryGetValue(name, out var caller)) return caller;
            throw Unknown("The name in the client's certificate has no role; give it one (control.principals).");
        }
        if (!options.HasCredentials && peer is not null && IPAddress.IsLoopback(peer)) return _local;
        throw Unknown("This engine wants to know who calls: give a token (authorization: Bearer ...).");
    }

    /// <exception cref="RpcException">PERMISSION_DENIED, or UNAUTHENTICATED where a name would help.</exception>
    public void Check(Caller caller, string method)
    {
        if (MethodRoles.IsAllowed(method, caller.Role)) return;

        if (mode == EngineMode.Live && caller == _local && MethodRoles.IsMutation(method))
        {
            throw Unknown("In live mode whoever changes something must be known, on this machine too: give a token "
                + "(control.tokens).");
        }
        throw new RpcException(new Status(StatusCode.PermissionDenied, MethodRoles.IsKnown(method)
            ? $"The role {caller.Role.ToString().ToLowerInvariant()} of {caller.Principal} may not call {method[1..]}."
            : "Nobody has been allowed to call this method."));
    }

    private static RpcException Unknown(string text) => new(new Status(StatusCode.Unauthenticated, text));
}
