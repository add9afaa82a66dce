using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace InteropHost;

/// <summary>The certificate of the TLS port: from files, or made for localhost at each start.</summary>
internal static class HostCertificate
{
    public static X509Certificate2 Create(HostArguments options)
    {
        using var certificate = options.TlsCert is { } file
            ? X509Certificate2.CreateFromPemFile(file, options.TlsKey)
            : SelfSigned();
        if (options.WriteCert is { } path) File.WriteAllText(path, certificate.ExportCertificatePem() + "\n");

        // A key that exists only in memory cannot serve TLS on every platform; a round trip through PKCS 12 can.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }
}
