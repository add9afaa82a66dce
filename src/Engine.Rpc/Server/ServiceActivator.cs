using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Engine.Rpc.Server;

/// <summary>
/// Provides the object that serves a call, or sits around it: the registered one, or else a new one for each call.
/// </summary>
internal sealed class ServiceActivator<T>(Type type, object[] arguments)
    where T : class
{
    // Made when it is needed: a type that is registered may well have no public constructor.
    private ObjectFactory? _create;

    private readonly bool _isDisposable =
        typeof(IDisposable).IsAssignableFrom(type) || typeof(IAsyncDisposable).IsAssignableFrom(type);

    /// <summary>Calls the object, and disposes it afterwards if it was made for this call.</summary>
    public Task<TResult> UseAsync<TState, TResult>(
        ServerCallContext context, TState state, Func<T, TState, Task<TResult>> use)
    {
        T instance = Get(context, out bool isOurs);
        return isOurs && _isDisposable ? UseAndDisposeAsync(instance, state, use) : use(instance, state);
    }

    /// <summary>Calls the object, and disposes it afterwards if it was made for this call.</summary>
    public Task UseAsync<TState>(ServerCallContext context, TState state, Func<T, TState, Task> use)
    {
        T instance = Get(context, out bool isOurs);
        return isOurs && _isDisposable ? UseAndDisposeAsync(instance, state, use) : use(instance, state);
    }

    private static async Task<TResult> UseAndDisposeAsync<TState, TResult>(
        T instance, TState state, Func<T, TState, Task<TResult>> use)
    {
        try
        {
            return await use(instance, state).ConfigureAwait(false);
        }
        finally
        {
            await DisposeAsync(instance).ConfigureAwait(false);
        }
    }

    private static async Task UseAndDisposeAsync<TState>(T instance, TState state, Func<T, TState, Task> use)
    {
        try
        {
            await use(instance, state).ConfigureAwait(false);
        }
        finally
        {
            await DisposeAsync(instance).ConfigureAwait(false);
        }
    }

    private static ValueTask DisposeAsync(T instance)
    {
        if (instance is IAsyncDisposable asynchronous)
        {
            return asynchronous.DisposeAsync();
        }

        ((IDisposable)instance).Dispose();
        return default;
    }

    private T Get(ServerCallContext context, out bool isOurs)
    {
        IServiceProvider services = context.GetHttpContext().RequestServices;
        isOurs = false;
        if (arguments.Length == 0 && services.GetService(type) is T registered)
        {
            return registered;
        }

        isOurs = true;
        _create ??= ActivatorUtilities.CreateFactory(type, [.. arguments.Select(argument => argument.GetType())]);
        return (T)_create(services, arguments);
    }
}
