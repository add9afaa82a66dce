using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Engine.Rpc.Hosting;

/// <summary>Believes certificates that chain to given authorities, and no others.</summary>
internal static class PeerVerification
{
    /// <summary>What the certificate of a server may be used for (RFC 5280, section 4.2.1.12).</summary>
    public const string ServerUsage = "1.3.6.1.5.5.7.3.1";

    /// <summary>What the certificate of a client may be used for.</summary>
    public const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    /// <summary>Whether a peer is to be believed.</summary>
    /// <param name="certificate">What the peer showed.</param>
    /// <param name="sent">Chain as the transport built it, with the intermediates that the peer sent.</param>
    /// <param name="errors">What the transport found wrong: a name that does not match, or a missing
    /// certificate.</param>
    /// <param name="authorities">Whom to believe.</param>
    /// <param name="usage">
    /// The side that the peer is. A certificate that names its uses must name this one: otherwise whoever has one of a
    /// client could play the server.
    /// </param>
    public static bool IsSigned(
        X509Certificate? certificate,
        X509Chain? sent,
        SslPolicyErrors errors,
        X509Certificate2Collection authorities,
        string usage) => Judge(certificate, sent, errors, authorities, usage) == PeerRejection.None;

    /// <summary>The same with the reason; of several the one that matters most.</summary>
    /// <param name="authorities">Null for those of the operating system, by which the transport has judged.</param>
    public static PeerRejection Judge(
        X509Certificate? certificate,
        X509Chain? sent,
        SslPolicyErrors errors,
        X509Certificate2Collection? authorities,
        string usage)
    {
        if (certificate is not X509Certificate2 shown || (errors & SslPolicyErrors.RemoteCertificateNotAvailable) != 0)
        {
            return PeerRejection.NoCertificate;
        }

        PeerRejection ofChain = authorities is null
            ? (errors & SslPolicyErrors.RemoteCertificateChainErrors) == 0 ? PeerRejection.None : OfChain(sent, shown)
            : BuildChain(shown, sent, authorities, usage);
        if (ofChain != PeerRejection.None)
        {
            return ofChain;
        }

        return (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0
            ? PeerRejection.WrongName
            : PeerRejection.None;
    }

    private static PeerRejection BuildChain(
        X509Certificate2 shown, X509Chain? sent, X509Certificate2Collection authorities, string usage)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(usage));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (sent is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        }

        return chain.Build(shown) ? PeerRejection.None : OfChain(chain, shown);
    }

    private static PeerRejection OfChain(X509Chain? chain, X509Certificate2 shown)
    {
        X509ChainStatusFlags found = X509ChainStatusFlags.NoError;
        foreach (X509ChainStatus status in chain?.ChainStatus ?? [])
        {
            found |= status.Status;
        }

        // An authority of the same name with another key finds its signature wrong: it is not the one that signed.
        const X509ChainStatusFlags Unknown = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot
            | X509ChainStatusFlags.NotSignatureValid;
        if ((found & Unknown) != 0)
        {
            return PeerRejection.UnknownAuthority;
        }

        if ((found & X509ChainStatusFlags.NotTimeValid) != 0)
        {
            return shown.NotBefore > DateTime.Now ? PeerRejection.NotYetValid : PeerRejection.Expired;
        }

        return (found & X509ChainStatusFlags.NotValidForUsage) != 0 ? PeerRejection.WrongUse : PeerRejection.Damaged;
    }
}
