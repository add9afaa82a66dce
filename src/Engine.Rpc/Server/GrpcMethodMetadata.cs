using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Tells, in the metadata of an endpoint, which method of which service it is.</summary>
public sealed class GrpcMethodMetadata
{
    /// <param name="serviceType">The class that was mapped.</param>
    /// <param name="method">The method.</param>
    public GrpcMethodMetadata(Type serviceType, IMethod method)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        ArgumentNullException.ThrowIfNull(method);
        ServiceType = serviceType;
        Method = method;
    }

    /// <summary>The class that was mapped.</summary>
    public Type ServiceType { get; }

    /// <summary>The method.</summary>
    public IMethod Method { get; }
}
