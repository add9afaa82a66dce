using System.Collections.ObjectModel;
using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server;

/// <summary>Interceptors around every handler, outermost first.</summary>
public class InterceptorCollection : Collection<InterceptorRegistration>
{
    /// <summary>Adds an interceptor inside those already there.</summary>
    /// <param name="args">Arguments of its constructor that services do not provide.</param>
    public void Add<TInterceptor>(params object[] args)
        where TInterceptor : Interceptor => Add(typeof(TInterceptor), args);

    /// <summary>Adds an interceptor inside those already there.</summary>
    /// <param name="interceptorType">A class derived from <see cref="Interceptor"/>.</param>
    /// <param name="args">Arguments of its constructor that services do not provide.</param>
    public void Add(Type interceptorType, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(interceptorType);
        if (!interceptorType.IsSubclassOf(typeof(Interceptor)))
        {
            throw new ArgumentException(
                $"{interceptorType} is not an interceptor; it must derive from {typeof(Interceptor)}.",
                nameof(interceptorType));
        }

        Add(new InterceptorRegistration(interceptorType, args));
    }
}
