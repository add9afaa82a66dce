using System.Net;
using System.Net.Sockets;

namespace ControlCli.Tests.Online;

/// <summary>Ports that nobody listens on.</summary>
internal static class Ports
{
    public static int Unused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
