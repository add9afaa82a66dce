using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Engine.Rpc.Hosting;

/// <summary>Believes certificates that chain to given authorities, and no others.</summary>
internal static class PeerVerification
{
    /// <summary>Whether a peer is to be believed.</summary>
    /// <param name="certificate">What the peer showed.</param>
    /// <param name="sent">Chain as the transport built it, with the intermediates that the peer sent.</param>
    /// <param name="errors">What the transport found wrong: a name that does not match, or a missing
    /// certificate.</param>
    /// <param name="authorities">Whom to believe.</param>
    public static bool IsSigned(
        X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors, X509Certificate2Collection authorities)
    {
        const SslPolicyErrors Fatal =
            SslPolicyErrors.RemoteCertificateNotAvailable | SslPolicyErrors.RemoteCertificateNameMismatch;
        if (certificate is not X509Certificate2 shown || (errors & Fatal) != 0)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (sent is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        }

        return chain.Build(shown);
    }
}
