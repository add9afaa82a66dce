using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Engine.Grpc.Tests.Access;

/// <summary>Signs certificates for one test; nobody else believes it.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset To = DateTimeOffset.UtcNow.AddDays(30);

    private readonly X509Certificate2 _certificate;

    public TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority of a test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _certificate = request.CreateSelfSigned(From, To);
    }

    /// <summary>What those who believe in it are given.</summary>
    public X509Certificate2Collection Trust => [X509CertificateLoader.LoadCertificate(_certificate.RawData)];

    /// <summary>For a client of that name, or a server on this machine.</summary>
    public X509Certificate2 Sign(string commonName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(commonName);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(_certificate, From, To, RandomNumberGenerator.GetBytes(8));
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(
            withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    /// <summary>Writes certificate, key and authorities as PEM and gives the settings that name them.</summary>
    public (string Key, string Value)[] WriteTls(TempFolder folder, bool withClients)
    {
        using var server = Sign("localhost");
        using var key = server.GetECDsaPrivateKey()!;
        var authorities = folder.Write("clients.pem", _certificate.ExportCertificatePem());
        return
        [
            ("control.tls.certificate", folder.Write("server.pem", server.ExportCertificatePem())),
            ("control.tls.key", folder.Write("server.key", key.ExportPkcs8PrivateKeyPem())),
            ("control.tls.clientAuthorities", withClients ? authorities : ""),
        ];
    }

    public void Dispose() => _certificate.Dispose();
}
