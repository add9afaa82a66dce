using System.Net;
using System.Net.Sockets;
using Engine.Core.Config;

namespace Engine.Grpc.Hosting;

/// <summary>
/// A socket that has its port and does not listen yet. Ports are taken before the journal is touched, so that a port in
/// use leaves no run behind, and opened when there is something to say.
/// </summary>
internal sealed class BoundListener : IDisposable
{
    private readonly Socket _socket;

    private BoundListener(Socket socket, ListenerRole role)
    {
        _socket = socket;
        Role = role;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    public ListenerRole Role { get; }

    /// <summary>With the port that the kernel chose, where it was to choose.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Null if the listener is off.</summary>
    /// <exception cref="ConfigException">The port cannot be had; the message names setting and remedy.</exception>
    public static BoundListener? TryBind(ListenerAddress address, ListenerRole role)
    {
        if (address.EndPoint is not { } endPoint) return null;

        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Bind(socket, endPoint, address.IsDefault);
            return new BoundListener(socket, role);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw Refused(address.Key, endPoint, exception);
        }
    }

    // A second engine beside the first needs no settings: it says where it is, and so does endpoints.json.
    private static void Bind(Socket socket, IPEndPoint endPoint, bool mayMove)
    {
        try
        {
            socket.Bind(endPoint);
        }
        catch (SocketException exception) when (mayMove && exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Bind(new IPEndPoint(endPoint.Address, 0));
        }
    }

    /// <summary>Why a port cannot be had, as a refusal to start.</summary>
    public static ConfigException Refused(string key, IPEndPoint endPoint, SocketException exception)
    {
        var reason = exception.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse =>
                "the port is in use, perhaps by another engine; stop that, give another port (0 takes a free one), "
                + "or off",
            SocketError.AccessDenied => "the port needs rights that this process does not have; give one above 1023",
            SocketError.AddressNotAvailable => "this machine does not have the address; give 127.0.0.1 with a port",
            _ => $"it cannot be listened to ({exception.Message.TrimEnd('.')}); give another port, or off",
        };
        return ConfigException.Invalid(key, endPoint.ToString(), reason);
    }

    /// <summary>For the server, which listens on it and closes it.</summary>
    public Socket Release() => _socket;

    public void Dispose() => _socket.Dispose();
}
