using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Engine.Rpc.Hosting;

/// <summary>Streaming calls that run on one connection.</summary>
internal sealed class ConnectionStreams
{
    // By connection, and gone with it. Not in the items of the connection: those are made when first asked for, and two
    // calls that ask at once may be given two sets.
    private static readonly ConditionalWeakTable<IConnectionItemsFeature, ConnectionStreams> ByConnection = [];

    private int _count;

    /// <summary>
    /// The count of the connection of a call; null where the transport has no connections (in memory).
    /// </summary>
    public static ConnectionStreams? Of(HttpContext context) =>
        context.Features.Get<IConnectionItemsFeature>() is { } connection
            ? ByConnection.GetValue(connection, static _ => new ConnectionStreams())
            : null;

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
