using System.Globalization;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Engine.Rpc.Hosting;

/// <summary>The server of a connection is not who it should be; nothing was sent to it.</summary>
public sealed class PeerRejectedException : AuthenticationException
{
    internal PeerRejectedException(PeerRejection reason, X509Certificate2? certificate)
        : base(Text(reason, certificate)) => Reason = reason;

    public PeerRejection Reason { get; }

    private static string Text(PeerRejection reason, X509Certificate2? certificate) => reason switch
    {
        PeerRejection.NoCertificate => "it shows no certificate",
        PeerRejection.UnknownAuthority => "its certificate is signed by none of the authorities that are believed here",
        PeerRejection.Expired => $"its certificate was valid until {Time(certificate!.NotAfter)}",
        PeerRejection.NotYetValid => $"its certificate is valid only from {Time(certificate!.NotBefore)} on",
        PeerRejection.WrongUse => "its certificate is not for a server",
        PeerRejection.WrongName => "its certificate is for another name",
        _ => "its certificate cannot be verified",
    };

    private static string Time(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
