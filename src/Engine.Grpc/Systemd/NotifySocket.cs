using System.Net.Sockets;
using System.Text;
using Engine.Core.Config;

namespace Engine.Grpc.Systemd;

/// <summary>
/// The service manager's end of <c>NOTIFY_SOCKET</c>: datagrams of lines such as <c>READY=1</c>. Sending never waits,
/// and one that fails is told once and does not stop the engine.
/// </summary>
internal sealed class NotifySocket : IDisposable
{
    public const string Variable = "NOTIFY_SOCKET";

    private readonly Socket _socket;
    private readonly UnixDomainSocketEndPoint _manager;
    private readonly Action<string> _reportTrouble;
    private bool _isTroubleTold;

    private NotifySocket(UnixDomainSocketEndPoint manager, Action<string> reportTrouble)
    {
        _manager = manager;
        _reportTrouble = reportTrouble;
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
    }

    /// <param name="address">A path, or <c>@name</c> in the abstract namespace; null or empty: nobody listens.</param>
    /// <exception cref="ConfigException">No unix socket, or too long for one.</exception>
    public static NotifySocket? Open(string? address, Action<string> reportTrouble)
    {
        if (string.IsNullOrEmpty(address)) return null;
        try
        {
            return address[0] switch
            {
                '/' => new NotifySocket(new UnixDomainSocketEndPoint(address), reportTrouble),
                '@' => new NotifySocket(new UnixDomainSocketEndPoint('\0' + address[1..]), reportTrouble),
                _ => throw Refused(address, "it is no unix socket"),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Refused(address, "it is too long for a unix socket");
        }
    }

    public void Send(string lines)
    {
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(lines), _manager);
        }
        catch (SocketException exception)
        {
            // The manager is restarting, or its queue is full: the next message may arrive.
            if (_isTroubleTold) return;
            _isTroubleTold = true;
            _reportTrouble($"the service manager cannot be told ({exception.Message.TrimEnd('.')}); trying again");
        }
    }

    public void Dispose() => _socket.Dispose();

    private static ConfigException Refused(string address, string why) => new(
        $"Variable '{Variable}' is '{address}': {why}; a service manager gives a path or @name, else unset it.");
}
