using System.Security.Cryptography.X509Certificates;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Engine.Rpc.Server;

/// <summary>What the certificate of a client says about it.</summary>
internal static class PeerIdentity
{
    private const string CommonName = "x509_common_name";
    private const string AlternativeName = "x509_subject_alternative_name";

    /// <summary>DNS names of the certificate, or else its common name; nothing without a certificate.</summary>
    public static AuthContext Of(HttpContext http)
    {
        var properties = new Dictionary<string, List<AuthProperty>>();
        if (http.Connection.ClientCertificate is not { } certificate)
        {
            return new AuthContext(null, properties);
        }

        string? identity = null;
        if (certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } name)
        {
            Add(properties, CommonName, name);
            identity = CommonName;
        }

        foreach (X509SubjectAlternativeNameExtension extension in
            certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>())
        {
            foreach (string dnsName in extension.EnumerateDnsNames())
            {
                Add(properties, AlternativeName, dnsName);
                identity = AlternativeName;
            }
        }

        return new AuthContext(identity, properties);
    }

    private static void Add(Dictionary<string, List<AuthProperty>> properties, string name, string value)
    {
        if (!properties.TryGetValue(name, out List<AuthProperty>? values))
        {
            properties.Add(name, values = []);
        }

        values.Add(AuthProperty.Create(name, Encoding.UTF8.GetBytes(value)));
    }
}
