using System.Security.Cryptography;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Rpc.Hosting;

namespace Engine.Grpc.Access;

/// <summary>
/// Settings of access control: tokens by their hash, principals of client certificates, TLS, rates. Nothing here is
/// journaled, and no error shows a value that might be a secret.
/// </summary>
/// <param name="Principals">Roles by the common name of a client's certificate.</param>
/// <param name="Tls">Null without TLS.</param>
internal sealed record AccessOptions(
    TokenBook Tokens, IReadOnlyDictionary<string, Caller> Principals, RpcTls? Tls, int CallsPerSecond, int CallsBurst)
{
    private const string RoleNames = "viewer, emergency, operator, admin";

    /// <summary>Somebody can be told apart from somebody else.</summary>
    public bool HasCredentials => Tokens.Count > 0 || Principals.Count > 0;

    /// <summary>The same certificate for callers who have none; null without TLS.</summary>
    public RpcTls? TlsWithoutClients { get; } = Tls is null ? null : Tls with { Authorities = null };

    /// <summary>What others may reach: TLS, and credentials that all have to show.</summary>
    public bool IsFitForOthers => Tls is not null && HasCredentials;

    /// <exception cref="ConfigException">A setting cannot be used; its value is not shown.</exception>
    public static AccessOptions FromConfig(ConfigSection control)
    {
        var tokens = ReadTokens(control.Section("tokens"));
        var principals = ReadPrincipals(control.Section("principals"));
        var tls = TlsFiles.Read(control.Section("tls"));
        if (principals.Count > 0 && tls?.Authorities is null)
        {
            throw ConfigException.Missing(control.KeyOf("tls.clientAuthorities"),
                "control.principals name clients by their certificates; give the authorities that sign those");
        }
        var rate = (int)control.GetLong(
            "callsPerSecond", 1, AccessLimits.CallsPerSecondMax, AccessLimits.CallsPerSecondDefault);
        var burst = (int)control.GetLong("callsBurst", 1, AccessLimits.CallsBurstMax, AccessLimits.CallsBurstDefault);
        return new AccessOptions(tokens, principals, tls, rate, burst);
    }

    private static TokenBook ReadTokens(ConfigSection section)
    {
        var entries = new List<(byte[] Sha256, Caller Caller)>();
        foreach (var name in Names(section))
        {
            var entry = section.Section(name);
            var sha256 = ReadHash(entry);
            if (entries.Exists(other => other.Sha256.AsSpan().SequenceEqual(sha256)))
            {
                throw new ConfigException(
                    $"Setting '{entry.KeyOf("sha256")}' is that of another token: give everybody one of his own.");
            }
            entries.Add((sha256, new Caller(name, ReadRole(entry))));
        }
        return new TokenBook(entries);
    }

    private static Dictionary<string, Caller> ReadPrincipals(ConfigSection section) =>
        Names(section).ToDictionary(
            name => name, name => new Caller(name, ReadRole(section.Section(name))), StringComparer.Ordinal);

    private static string[] Names(ConfigSection section)
    {
        string[] names = [.. section.Children];
        if (names.Length > AccessLimits.CredentialsMax)
        {
            throw new ConfigException($"Setting '{section.KeyOf(names[0])}' is one of {names.Length}: at most "
                + $"{AccessLimits.CredentialsMax} are kept; remove some.");
        }
        foreach (var name in names)
        {
            if (name.Length is 0 or > AccessLimits.PrincipalCharactersMax)
            {
                throw new ConfigException($"Setting '{section.KeyOf(name)}' names a principal of {name.Length} "
                    + $"characters: give 1 to {AccessLimits.PrincipalCharactersMax}.");
            }
        }
        return names;
    }

    // The value is never shown: somebody may have written the token where its hash belongs.
    private static byte[] ReadHash(ConfigSection entry)
    {
        var text = entry.GetText("sha256");
        var sha256 = new byte[SHA256.HashSizeInBytes];
        var isHash = text.Length == SHA256.HashSizeInBytes * 2
            && Convert.FromHexString(text, sha256, out _, out _) == System.Buffers.OperationStatus.Done;
        if (!isHash)
        {
            throw new ConfigException($"Setting '{entry.KeyOf("sha256")}' is no SHA-256 (its value is not shown): give "
                + "64 hex digits, as `enginectl token create` prints them; the token itself never belongs here.");
        }
        if (sha256.AsSpan().SequenceEqual(SHA256.HashData([])))
        {
            throw new ConfigException(
                $"Setting '{entry.KeyOf("sha256")}' is the hash of nothing: hash a token, not an empty variable.");
        }
        return sha256;
    }

    private static OperatorRole ReadRole(ConfigSection entry) => entry.GetText("role") switch
    {
        "viewer" => OperatorRole.Viewer,
        "emergency" => OperatorRole.Emergency,
        "operator" => OperatorRole.Operator,
        "admin" => OperatorRole.Admin,
        _ => throw new ConfigException(
            $"Setting '{entry.KeyOf("role")}' is no role (its value is not shown): give one of {RoleNames}."),
    };
}
