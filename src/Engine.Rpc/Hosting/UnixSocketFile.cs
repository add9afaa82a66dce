using System.Net.Sockets;

namespace Engine.Rpc.Hosting;

/// <summary>The file of a unix domain socket outlives a process that was killed.</summary>
internal static class UnixSocketFile
{
    /// <summary>Removes the file if it is a socket and nobody listens on it.</summary>
    /// <exception cref="IOException">Somebody does, or it is another kind of file.</exception>
    public static void RemoveIfDead(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        if (!IsSocket(path))
        {
            throw new IOException($"The file {path} is no socket and is not replaced by one; choose another path.");
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

    /// <summary>
    /// Connecting does not tell: it is refused by a file of records as it is by the socket of a dead process. But files
    /// can be opened, and sockets cannot.
    /// </summary>
    private static bool IsSocket(string path)
    {
        try
        {
            using var opened = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
