using System.Net;
using System.Net.Sockets;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>
/// A venue as a process of its own: one account, one engine at a time, its own log. A hello with a newer session epoch
/// ends the session before it for good. docs/VENUE_PROTOCOL.md describes the frames.
/// </summary>
public sealed class VenueServer : IAsyncDisposable
{
    private readonly VenueServerOptions _options;
    private readonly VenueHost _host;
    private readonly Socket _listener;
    private readonly SemaphoreSlim _gate = new(1, 1); // Guards _host and _current.
    private readonly List<Task> _sessions = [];
    private VenueServerSession? _current;

    private VenueServer(VenueServerOptions options, VenueHost host, Socket listener)
    {
        _options = options;
        _host = host;
        _listener = listener;
        Address = VenueAddress.Format(listener.LocalEndPoint!);
    }

    /// <summary>What engines connect to.</summary>
    public string Address { get; }

    /// <summary>Serves until canceled, then writes what is left and returns.</summary>
    /// <param name="started">Called once with the address that engines connect to.</param>
    /// <exception cref="VenueException">The address or the log cannot be used.</exception>
    public static async Task RunAsync(
        VenueServerOptions options, CancellationToken cancellationToken, Action<string>? started = null)
    {
        await using var server = Open(options);
        started?.Invoke(server.Address);
        await server.ServeAsync(cancellationToken).ConfigureAwait(false);
        server._host.Close();
    }

    /// <summary>Recovers the log and binds the address; <see cref="ServeAsync"/> answers.</summary>
    /// <exception cref="VenueException">The address or the log cannot be used.</exception>
    internal static VenueServer Open(VenueServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var address = VenueAddress.Parse(options.Listen);
        var host = new VenueHost(options);
        try
        {
            return new VenueServer(options, host, Listen(address, options.Listen));
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Ends with everything that was not said lost, as a kill would, if the caller does not close the host.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _current?.Abort();
        try
        {
            await Task.WhenAll(_sessions).ConfigureAwait(false);
        }
        finally
        {
            _host.Dispose();
            _gate.Dispose();
        }
    }

    internal async Task ServeAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(stop.Token).ConfigureAwait(false);
                _sessions.RemoveAll(session => session.IsCompletedSuccessfully);
                foreach (var session in _sessions)
                    if (session.IsFaulted) await session.ConfigureAwait(false); // A broken log ends the venue.
                _sessions.Add(ServeSessionAsync(socket, stop));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _current?.Abort();
            await Task.WhenAll(_sessions).ConfigureAwait(false); // Throws here what made a session stop the venue.
        }
    }

    private async Task ServeSessionAsync(Socket socket, CancellationTokenSource stop)
    {
        using var session = new VenueServerSession(socket, stop.Token);
        try
        {
            await RunSessionAsync(session).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is over: the engine comes back with a newer session and asks what it missed.
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false); // The log failed: a venue without memory says nothing more.
            throw;
        }
    }

    private async Task RunSessionAsync(VenueServerSession session)
    {
        var hello = await session.ReadHelloAsync(_options.HelloTimeout).ConfigureAwait(false);
        if (hello.Kind != EventKind.EngineStarted || !await TryBeginAsync(session, hello).ConfigureAwait(false)) return;

        while (await session.ReceiveAsync().ConfigureAwait(false))
        {
            await _gate.WaitAsync(session.Stopped).ConfigureAwait(false);
            bool isFenced;
            bool isUnderstood;
            try
            {
                // Checked under the gate: after a newer hello not one frame of this session is taken any more.
                isFenced = _current != session;
                isUnderstood = !isFenced && session.TakeFrames(_host);
                if (!isFenced) session.Queue(_host.Commit());
                if (!isFenced) _host.ClearSaid();
            }
            finally
            {
                _gate.Release();
            }
            if (isFenced) break;

            await session.SendQueuedAsync().ConfigureAwait(false);
            if (!isUnderstood) return;
        }
        if (_current != session)
            await session.SendAsync(
                ConnectionRecord.Create(EventKind.VenueDisconnected, 0, VenueReason.SessionFenced, 0))
                .ConfigureAwait(false);
    }

    private async Task<bool> TryBeginAsync(VenueServerSession session, EngineEvent hello)
    {
        await _gate.WaitAsync(session.Stopped).ConfigureAwait(false);
        VenueReason reason;
        int epoch;
        try
        {
            reason = _host.BeginSession(in hello);
            epoch = _host.SessionEpoch;
            if (reason == VenueReason.None)
            {
                var older = _current;
                _current = session; // First: the older one must find itself replaced when it wakes.
                older?.Fence();
                session.Queue(_host.Commit());
                _host.ClearSaid();
            }
        }
        finally
        {
            _gate.Release();
        }

        if (reason == VenueReason.None) await session.SendQueuedAsync().ConfigureAwait(false);
        else await session.SendAsync(
            ConnectionRecord.Create(EventKind.VenueDisconnected, epoch, reason, 0)).ConfigureAwait(false);
        return reason == VenueReason.None;
    }

    private static Socket Listen(EndPoint address, string text)
    {
        var socket = VenueAddress.CreateSocket(address);
        try
        {
            // The log's lock says that no other venue lives: what lies there is left from a killed one.
            if (address is UnixDomainSocketEndPoint) File.Delete(address.ToString()!);
            socket.Bind(address);
            socket.Listen(8);
            return socket;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new VenueException($"Venue cannot listen on '{text}': {e.Message} Choose another address.", e);
        }
    }
}
