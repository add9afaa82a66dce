using System.Net.Security;

namespace Engine.Rpc.Hosting;

/// <summary>
/// The server's side of TLS handshakes, with the certificate and the authorities that are there when one begins. What
/// is costly about a certificate, its chain, is worked out once.
/// </summary>
internal sealed class TlsHandshakes(Func<RpcTls> current)
{
    private Prepared? _latest;

    public SslServerAuthenticationOptions Options()
    {
        RpcTls tls = current();

        // Two that prepare the same at a time waste one, and none waits for the other.
        Prepared? latest = Volatile.Read(ref _latest);
        if (latest is null || !ReferenceEquals(latest.Tls, tls))
        {
            Volatile.Write(ref _latest, latest = Prepared.Of(tls));
        }

        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = latest.Certificate,
            ClientCertificateRequired = tls.Authorities is not null,
            RemoteCertificateValidationCallback = tls.Authorities is not { } authorities
                ? null
                : (_, certificate, chain, errors) => PeerVerification.IsSigned(
                    certificate, chain, errors, authorities, PeerVerification.ClientUsage),
        };
    }

    private sealed record Prepared(RpcTls Tls, SslStreamCertificateContext Certificate)
    {
        public static Prepared Of(RpcTls tls) => new(tls, SslStreamCertificateContext.Create(
            tls.Certificate ?? throw new InvalidOperationException("A server needs a certificate for TLS."),
            additionalCertificates: null, offline: true));
    }
}
