using System.Security.Cryptography.X509Certificates;
using Engine.Core.Events;
using Engine.Grpc.Access;

namespace Engine.Grpc.Configuration;

/// <summary>
/// What is another one after the settings were read again, a line each, by key: roles and thumbprints in words, hashes
/// of tokens never.
/// </summary>
internal static class SettingsDifference
{
    private const int ThumbprintShown = 12;

    public static IReadOnlyList<string> Of(
        IEnumerable<string> keys, AccessOptions before, AccessOptions after, LogVerbosity level, LogVerbosity nextLevel)
    {
        var lines = new List<string>();
        if (level != nextLevel) lines.Add($"log.level {Name(level)} -> {Name(nextLevel)}");
        AddCredentials(lines, "control.tokens.", before.Tokens.Callers, after.Tokens.Callers, keys);
        AddCredentials(lines, "control.principals.", before.Principals.Values, after.Principals.Values, keys);
        AddCertificate(lines, before, after);
        AddAuthorities(lines, before, after);
        return lines;
    }

    private static void AddCredentials(
        List<string> lines, string section, IEnumerable<Caller> before, IEnumerable<Caller> after,
        IEnumerable<string> keys)
    {
        var old = before.ToDictionary(caller => caller.Principal, StringComparer.Ordinal);
        foreach (var caller in after.OrderBy(caller => caller.Principal, StringComparer.Ordinal))
        {
            var name = section + caller.Principal;
            if (!old.Remove(caller.Principal, out var known)) lines.Add($"{name} added, {Name(caller.Role)}");
            else if (known.Role != caller.Role) lines.Add($"{name}.role {Name(known.Role)} -> {Name(caller.Role)}");
            if (known is not null && keys.Contains(name + ".sha256")) lines.Add($"{name}.sha256 changed");
        }
        lines.AddRange(old.Keys.Order(StringComparer.Ordinal).Select(name => $"{section}{name} removed"));
    }

    private static void AddCertificate(List<string> lines, AccessOptions before, AccessOptions after)
    {
        var (old, new_) = (before.Tls?.Certificate, after.Tls?.Certificate);
        if (old is null || new_ is null || old.Thumbprint == new_.Thumbprint) return;

        lines.Add($"control.tls.certificate {Short(old)} -> {Short(new_)}, valid until "
            + new_.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm'Z'",
                System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void AddAuthorities(List<string> lines, AccessOptions before, AccessOptions after)
    {
        var (old, new_) = (Shown(before.Tls?.Authorities), Shown(after.Tls?.Authorities));
        if (old != new_) lines.Add($"control.tls.clientAuthorities {old} -> {new_}");
    }

    private static string Shown(X509Certificate2Collection? authorities) => authorities is null ? "none"
        : string.Join("+", authorities.Select(Short).Order(StringComparer.Ordinal));

    private static string Short(X509Certificate2 certificate) =>
        certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)[..ThumbprintShown];

    private static string Name<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
