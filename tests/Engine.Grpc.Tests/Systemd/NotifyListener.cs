using System.Net.Sockets;
using System.Text;

namespace Engine.Grpc.Tests.Systemd;

/// <summary>The service manager's side of NOTIFY_SOCKET: a real datagram socket that keeps what it hears.</summary>
internal sealed class NotifyListener : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly byte[] _buffer = new byte[4_096];

    /// <param name="address">As the variable has it: a path, or a name after <c>@</c>.</param>
    public NotifyListener(string address)
    {
        Address = address;
        _socket.Bind(new UnixDomainSocketEndPoint(address[0] == '@' ? '\0' + address[1..] : address));
    }

    public string Address { get; }

    /// <summary>Every line heard so far, in order.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>Listens until a line begins so; returns its rest.</summary>
    public async Task<string> HearsAsync(string start)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            int count;
            try
            {
                count = await _socket.ReceiveAsync(_buffer, deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"'{start}' was not said.\n" + string.Join('\n', Lines));
            }
            var lines = Encoding.UTF8.GetString(_buffer.AsSpan(0, count)).Split('\n');
            Lines.AddRange(lines);
            if (lines.FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) is { } found)
                return found[start.Length..];
        }
    }

    public void Dispose() => _socket.Dispose();
}
