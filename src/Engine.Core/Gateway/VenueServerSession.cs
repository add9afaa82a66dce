using System.Net.Sockets;
using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>One connection of an engine to the venue process: frames in, frames out.</summary>
internal sealed class VenueServerSession : IDisposable
{
    private const int ReceiveFrames = 512;
    private static readonly TimeSpan FenceTimeout = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly CancellationTokenSource _stop;
    private readonly byte[] _received = new byte[ReceiveFrames * VenueFrame.Bytes];
    private readonly List<EngineEvent> _queued = [];
    private int _receivedBytes;

    public VenueServerSession(Socket socket, CancellationToken stop)
    {
        _socket = socket;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Stopped = _stop.Token;
    }

    public CancellationToken Stopped { get; }

    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public async Task<EngineEvent> ReadHelloAsync(TimeSpan timeout)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stopped);
        deadline.CancelAfter(timeout);
        while (_receivedBytes < VenueFrame.Bytes)
        {
            var bytes =
                await _socket.ReceiveAsync(_received.AsMemory(_receivedBytes), deadline.Token).ConfigureAwait(false);
            if (bytes == 0) return default;
            _receivedBytes += bytes;
        }
        var hello = MemoryMarshal.Read<EngineEvent>(_received);
        DropFirst(VenueFrame.Bytes);
        return VenueFrame.IsIntact(in hello, VenueFrame.WireSeed) ? hello : default;
    }

    /// <summary>Waits for at least one whole frame. False at the end of the connection.</summary>
    public async Task<bool> ReceiveAsync()
    {
        while (_receivedBytes < VenueFrame.Bytes)
        {
            var bytes = await _socket.ReceiveAsync(_received.AsMemory(_receivedBytes), Stopped).ConfigureAwait(false);
            if (bytes == 0) return false;
            _receivedBytes += bytes;
        }
        return true;
    }

    /// <summary>
    /// Hands the whole frames over. False if one is damaged or out of place: the connection is then of no use.
    /// </summary>
    public bool TakeFrames(VenueHost host)
    {
        var frames = MemoryMarshal.Cast<byte, EngineEvent>(_received.AsSpan(0, _receivedBytes));
        foreach (ref readonly var frame in frames)
            if (!VenueFrame.IsIntact(in frame, VenueFrame.WireSeed) || !host.Receive(frame)) return false;
        DropFirst(frames.Length * VenueFrame.Bytes);
        return true;
    }

    /// <summary>Copies what may be said; <see cref="SendQueuedAsync"/> says it.</summary>
    public void Queue(ReadOnlySpan<EngineEvent> said) => _queued.AddRange(said);

    public async Task SendQueuedAsync()
    {
        if (_queued.Count == 0) return;

        var bytes = new byte[_queued.Count * VenueFrame.Bytes];
        for (var i = 0; i < _queued.Count; i++)
        {
            var frame = _queued[i];
            VenueFrame.Seal(ref frame, VenueFrame.WireSeed);
            MemoryMarshal.Write(bytes.AsSpan(i * VenueFrame.Bytes), in frame);
        }
        _queued.Clear();
        for (var sent = 0; sent < bytes.Length;)
            sent += await _socket.SendAsync(bytes.AsMemory(sent), SocketFlags.None, Stopped).ConfigureAwait(false);
    }

    public Task SendAsync(EngineEvent frame)
    {
        _queued.Add(frame);
        return SendQueuedAsync();
    }

    /// <summary>
    /// A newer session took over: wakes the reader so that it says so and ends, and cuts the line if it cannot.
    /// </summary>
    public void Fence()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Receive);
            _stop.CancelAfter(FenceTimeout);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was over already.
        }
    }

    /// <summary>Cuts the line.</summary>
    public void Abort()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was over already.
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _stop.Dispose();
    }

    private void DropFirst(int bytes)
    {
        _received.AsSpan(bytes, _receivedBytes - bytes).CopyTo(_received);
        _receivedBytes -= bytes;
    }
}
