using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Engine.Core.Gateway;

/// <summary>
/// Where a venue process listens: <c>unix:PATH</c> or <c>tcp:127.0.0.1:PORT</c>. Loopback only: there is no encryption.
/// </summary>
internal static class VenueAddress
{
    private const string Unix = "unix:";
    private const string Tcp = "tcp:";

    /// <exception cref="VenueException">Not an address, or not loopback.</exception>
    public static EndPoint Parse(string text)
    {
        if (text.StartsWith(Unix, StringComparison.Ordinal) && text.Length > Unix.Length)
            return new UnixDomainSocketEndPoint(text[Unix.Length..]);
        if (text.StartsWith(Tcp, StringComparison.Ordinal) && IPEndPoint.TryParse(text[Tcp.Length..], out var address))
        {
            if (IPAddress.IsLoopback(address.Address)) return address;
            throw new VenueException($"Venue address '{text}' is not loopback: use 127.0.0.1 or a unix socket.");
        }
        throw new VenueException($"Venue address '{text}' cannot be read: write unix:PATH or tcp:127.0.0.1:PORT.");
    }

    public static string Format(EndPoint address) => address switch
    {
        IPEndPoint ip => string.Create(CultureInfo.InvariantCulture, $"{Tcp}{ip.Address}:{ip.Port}"),
        _ => Unix + address,
    };

    public static Socket CreateSocket(EndPoint address)
    {
        var isUnix = address.AddressFamily == AddressFamily.Unix;
        var socket =
            new Socket(address.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        if (!isUnix) socket.NoDelay = true;
        return socket;
    }
}
