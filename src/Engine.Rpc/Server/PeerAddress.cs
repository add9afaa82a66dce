using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Engine.Rpc.Server;

/// <summary>The address of a client as gRPC writes it.</summary>
internal static class PeerAddress
{
    /// <summary><c>ipv4:a:p</c>, <c>ipv6:[a]:p</c>, <c>unix:path</c>, or <c>unknown</c> without a socket.</summary>
    public static string Of(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address)
        {
            return http.Features.Get<IConnectionEndPointFeature>()?.LocalEndPoint is UnixDomainSocketEndPoint path
                ? $"unix:{path}"
                : "unknown";
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        int port = http.Connection.RemotePort;
        return address.AddressFamily == AddressFamily.InterNetwork
            ? $"ipv4:{address}:{port}"
            : $"ipv6:[{address}]:{port}";
    }
}
