using System.Threading.Channels;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Engine.Rpc.Services;

/// <summary>
/// Health of the server (empty name) and of its services, by full name. Set by whoever knows; read by
/// <see cref="HealthService"/>. Safe for any thread.
/// </summary>
public sealed class HealthBoard
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, ServingStatus> _statuses = new(StringComparer.Ordinal);
    private readonly List<Watcher> _watchers = [];
    private bool _isStopping;

    /// <summary>Number of watches that are open.</summary>
    public int Watchers
    {
        get
        {
            lock (_gate)
            {
                return _watchers.Count;
            }
        }
    }

    /// <summary>
    /// Sets a status and tells those who watch it. After <see cref="Stop"/> nothing is serving any more.
    /// </summary>
    public void Set(string service, ServingStatus status)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_gate)
        {
            Apply(service, _isStopping && status == ServingStatus.Serving ? ServingStatus.NotServing : status);
        }
    }

    /// <summary>The first thing in a shutdown: everything is NOT_SERVING and stays so, while calls still run.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopping = true;
            foreach (string service in _statuses.Keys.ToArray())
            {
                Apply(service, ServingStatus.NotServing);
            }
        }
    }

    /// <summary>The status of a service; false if nobody ever set one.</summary>
    public bool TryGet(string service, out ServingStatus status)
    {
        lock (_gate)
        {
            return _statuses.TryGetValue(service, out status);
        }
    }

    /// <summary>All statuses by name, ordered.</summary>
    public IReadOnlyList<KeyValuePair<string, ServingStatus>> All()
    {
        lock (_gate)
        {
            return [.. _statuses];
        }
    }

    /// <summary>
    /// Watches a service. The status now is there to be read at once. A reader that is slow misses changes in between
    /// and sees the latest, so watchers never hold anything up.
    /// </summary>
    /// <param name="service">Its name.</param>
    /// <param name="watchersMax">How many watches there may be.</param>
    /// <returns>The watch, to be disposed, or null if there are too many.</returns>
    internal Watcher? Watch(string service, int watchersMax)
    {
        lock (_gate)
        {
            if (_watchers.Count >= watchersMax)
            {
                return null;
            }

            var watcher = new Watcher(this, service);
            _watchers.Add(watcher);
            watcher.Tell(_statuses.GetValueOrDefault(service, ServingStatus.ServiceUnknown));
            return watcher;
        }
    }

    private void Apply(string service, ServingStatus status)
    {
        if (_statuses.TryGetValue(service, out ServingStatus before) && before == status)
        {
            return;
        }

        _statuses[service] = status;
        foreach (Watcher watcher in _watchers)
        {
            if (watcher.Service == service)
            {
                watcher.Tell(status);
            }
        }
    }

    private void Remove(Watcher watcher)
    {
        lock (_gate)
        {
            _watchers.Remove(watcher);
        }
    }

    /// <summary>One open watch.</summary>
    internal sealed class Watcher(HealthBoard board, string service) : IDisposable
    {
        private readonly Channel<ServingStatus> _latest = Channel.CreateBounded<ServingStatus>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

        public string Service => service;

        public ChannelReader<ServingStatus> Changes => _latest.Reader;

        public void Tell(ServingStatus status) => _latest.Writer.TryWrite(status);

        public void Dispose() => board.Remove(this);
    }
}
