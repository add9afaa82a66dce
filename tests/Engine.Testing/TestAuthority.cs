using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Engine.Testing;

/// <summary>Signs certificates for one test; nobody else believes it.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-20);
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

    /// <summary>The same in PEM.</summary>
    public string TrustPem => _certificate.ExportCertificatePem();

    /// <summary>For a client of that name, or a server on this machine.</summary>
    /// <param name="address">Also for 127.0.0.1.</param>
    /// <param name="until">End of its time; null for some weeks.</param>
    public X509Certificate2 Sign(string commonName, bool address = true, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(commonName);
        if (address) names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(_certificate, From, until ?? To, RandomNumberGenerator.GetBytes(8));
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(
            withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    /// <summary>Writes certificate and key of a name as PEM; returns where.</summary>
    public static (string Certificate, string Key) Write(string folder, string name, X509Certificate2 issued)
    {
        ArgumentNullException.ThrowIfNull(issued);
        using var key = issued.GetECDsaPrivateKey()!;
        var (certificate, keyFile) = (Path.Combine(folder, name + ".pem"), Path.Combine(folder, name + ".key"));
        File.WriteAllText(certificate, issued.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (certificate, keyFile);
    }

    /// <summary>Writes certificate, key and authorities as PEM and gives the settings that name them.</summary>
    public (string Key, string Value)[] WriteTls(string folder, bool withClients)
    {
        using var server = Sign("localhost");
        var (certificate, key) = Write(folder, "server", server);
        var authorities = Path.Combine(folder, "clients.pem");
        File.WriteAllText(authorities, TrustPem);
        return
        [
            ("control.tls.certificate", certificate), ("control.tls.key", key),
            ("control.tls.clientAuthorities", withClients ? authorities : ""),
        ];
    }

    public void Dispose() => _certificate.Dispose();
}
