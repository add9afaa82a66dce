namespace Grpc.Core;

/// <summary>The call for which an <see cref="AsyncAuthInterceptor"/> adds credentials.</summary>
public class AuthInterceptorContext
{
    /// <param name="serviceUrl">Address of the service: scheme, host and <c>/package.Service</c>.</param>
    /// <param name="methodName">Name of the method within the service.</param>
    public AuthInterceptorContext(string serviceUrl, string methodName)
        : this(serviceUrl, methodName, CancellationToken.None)
    {
    }

    /// <param name="serviceUrl">Address of the service: scheme, host and <c>/package.Service</c>.</param>
    /// <param name="methodName">Name of the method within the service.</param>
    /// <param name="cancellationToken">Fires when the call needs no credentials any more.</param>
    public AuthInterceptorContext(string serviceUrl, string methodName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(serviceUrl);
        ArgumentNullException.ThrowIfNull(methodName);
        ServiceUrl = serviceUrl;
        MethodName = methodName;
        CancellationToken = cancellationToken;
    }

    /// <summary>Address of the service: scheme, host and <c>/package.Service</c>.</summary>
    public string ServiceUrl { get; }

    /// <summary>Name of the method within the service.</summary>
    public string MethodName { get; }

    /// <summary>Fires when the call needs no credentials any more.</summary>
    public CancellationToken CancellationToken { get; }
}
