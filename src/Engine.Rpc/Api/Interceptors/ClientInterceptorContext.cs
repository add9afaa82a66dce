namespace Grpc.Core.Interceptors;

/// <summary>An outgoing call as an interceptor sees it. A value: change it by making another.</summary>
public struct ClientInterceptorContext<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    /// <param name="method">Method called.</param>
    /// <param name="host">Host of the call, or null for the channel's.</param>
    /// <param name="options">Options of the call.</param>
    public ClientInterceptorContext(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Method = method;
        Host = host;
        Options = options;
    }

    /// <summary>Method called.</summary>
    public Method<TRequest, TResponse> Method { get; }

    /// <summary>Host of the call, or null for the channel's.</summary>
    public string? Host { get; }

    /// <summary>Options of the call.</summary>
    public CallOptions Options { get; }
}
