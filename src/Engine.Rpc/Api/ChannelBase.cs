namespace Grpc.Core;

/// <summary>A connection to a server, or several, kept for many calls.</summary>
public abstract class ChannelBase
{
    /// <param name="target">Address that the channel was made for.</param>
    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>Address that the channel was made for.</summary>
    public string Target { get; }

    /// <summary>What clients make their calls with.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Closes the channel. Does not wait for its calls.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>Closes the channel; nothing unless overridden.</summary>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
