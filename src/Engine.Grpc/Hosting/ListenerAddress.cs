using System.Globalization;
using System.Net;
using Engine.Core.Config;

namespace Engine.Grpc.Hosting;

/// <summary>Where one listener of the control server is to listen, as its setting says.</summary>
/// <param name="Key">The setting, for messages.</param>
/// <param name="EndPoint">Null if the listener is off; port 0 lets the kernel choose.</param>
internal sealed record ListenerAddress(string Key, IPEndPoint? EndPoint)
{
    private const string Off = "off";
    private const string Remedy =
        "give an IP address with a port (127.0.0.1:5051, [::1]:5051), a port of this machine, or off";

    /// <exception cref="ConfigException">No address.</exception>
    public static ListenerAddress Parse(string key, string text)
    {
        if (text == Off) return new ListenerAddress(key, null);

        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return new ListenerAddress(key, new IPEndPoint(IPAddress.Loopback, port));

        const string localhost = "localhost:";
        var address = text.StartsWith(localhost, StringComparison.OrdinalIgnoreCase)
            ? $"{IPAddress.Loopback}:{text[localhost.Length..]}"
            : text;
        // Without a port the parser would take 0: a port that nobody asked for.
        var portAt = address.LastIndexOf(':');
        var hasPort = portAt > 0 && (address[portAt - 1] == ']' || address.IndexOf(':') == portAt);
        return hasPort && IPEndPoint.TryParse(address, out var endPoint)
            ? new ListenerAddress(key, endPoint)
            : throw ConfigException.Invalid(key, text, Remedy);
    }
}
