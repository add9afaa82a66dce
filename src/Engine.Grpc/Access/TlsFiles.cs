using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Engine.Core.Config;
using Engine.Rpc.Hosting;

namespace Engine.Grpc.Access;

/// <summary>Settings <c>control.tls.*</c>: PEM files of certificate, key, and the authorities of clients.</summary>
internal static class TlsFiles
{
    private const string Certificate = "certificate";
    private const string Key = "key";
    private const string ClientAuthorities = "clientAuthorities";

    /// <summary>Null without certificate.</summary>
    /// <exception cref="ConfigException">A file is missing, or is not what it should be.</exception>
    public static RpcTls? Read(ConfigSection tls)
    {
        var certificate = TextOf(tls, Certificate);
        var key = TextOf(tls, Key);
        var authorities = TextOf(tls, ClientAuthorities);
        if (certificate.Length == 0)
        {
            if (key.Length > 0 || authorities.Length > 0)
            {
                throw ConfigException.Missing(tls.KeyOf(Certificate),
                    "control.tls.* is given without it; give the certificate of this server, or none of them");
            }
            return null;
        }
        if (key.Length == 0)
            throw ConfigException.Missing(tls.KeyOf(Key), "give the file of the private key of the certificate");

        var own = Load(tls.KeyOf(Certificate), certificate, () => LoadWithKey(certificate, key));
        return new RpcTls(own, authorities.Length == 0 ? null : LoadAuthorities(tls, authorities));
    }

    private static string TextOf(ConfigSection tls, string name) => tls.Has(name) ? tls.GetText(name) : "";

    private static X509Certificate2Collection LoadAuthorities(ConfigSection tls, string path)
    {
        var found = Load(tls.KeyOf(ClientAuthorities), path, () =>
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPemFile(path);
            return all;
        });
        return found.Count > 0 ? found : throw ConfigException.Invalid(
            tls.KeyOf(ClientAuthorities), path, "the file holds no certificate; give one in PEM");
    }

    // A key that exists only in memory cannot serve TLS on every platform; a round trip through PKCS 12 can.
    private static X509Certificate2 LoadWithKey(string certificate, string key)
    {
        using var pem = X509Certificate2.CreateFromPemFile(certificate, key);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    // What the platform says of a key file is not repeated: it might quote it.
    private static T Load<T>(string setting, string path, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException
            or CryptographicException or ArgumentException)
        {
            throw ConfigException.Invalid(setting, path, "certificate and key cannot be read "
                + $"({exception.GetType().Name}); give PEM files that exist, may be read, and belong together");
        }
    }
}
