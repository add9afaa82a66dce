namespace Grpc.Core;

/// <summary>Base of generated clients that knows their type.</summary>
public abstract class ClientBase<T> : ClientBase
    where T : ClientBase<T>
{
    /// <summary>For test doubles: every call throws <see cref="NotImplementedException"/>.</summary>
    protected ClientBase()
    {
    }

    /// <param name="configuration">From another client of this type.</param>
    protected ClientBase(ClientBaseConfiguration configuration) : base(configuration)
    {
    }

    /// <param name="channel">Channel that makes the calls.</param>
    public ClientBase(ChannelBase channel) : base(channel)
    {
    }

    /// <param name="callInvoker">What makes the calls.</param>
    public ClientBase(CallInvoker callInvoker) : base(callInvoker)
    {
    }

    /// <summary>A client that names another host to the server (pseudo header <c>:authority</c>).</summary>
    public T WithHost(string host) => NewInstance(Configuration.WithHost(host));

    /// <summary>A client of this type from a configuration.</summary>
    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}
