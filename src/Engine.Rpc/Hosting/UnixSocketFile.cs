using System.Net.Sockets;

namespace Engine.Rpc.Hosting;

/// <summary>The file of a unix domain socket outlives a process that was killed.</summary>
internal static class UnixSocketFile
{
    /// <summary>Removes the file if nobody listens on it.</summary>
    /// <exception cref="IOException">Somebody does.</exception>
    public static void RemoveIfDead(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
            return;
        }

        throw new IOException($"Another process listens on the socket {path}; stop it or choose another path.");
    }
}
