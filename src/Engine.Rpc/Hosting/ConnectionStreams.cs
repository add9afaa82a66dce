using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Engine.Rpc.Hosting;

/// <summary>Streaming calls that run on one connection.</summary>
internal sealed class ConnectionStreams
{
    private static readonly object Key = new();

    private int _count;

    /// <summary>
    /// The count of the connection of a call; null where the transport has no connections (in memory).
    /// </summary>
    public static ConnectionStreams? Of(HttpContext context)
    {
        if (context.Features.Get<IConnectionItemsFeature>() is not { } connection)
        {
            return null;
        }

        // Calls of one connection run on many threads.
        lock (connection.Items)
        {
            if (connection.Items.TryGetValue(Key, out object? found))
            {
                return (ConnectionStreams)found!;
            }

            var created = new ConnectionStreams();
            connection.Items[Key] = created;
            return created;
        }
    }

    /// <summary>Counts a stream in. False: there are so many already.</summary>
    public bool TryBegin(int max)
    {
        if (Interlocked.Increment(ref _count) <= max)
        {
            return true;
        }

        Interlocked.Decrement(ref _count);
        return false;
    }

    /// <summary>Counts a stream out.</summary>
    public void End() => Interlocked.Decrement(ref _count);
}
