namespace Grpc.Core;

/// <summary>A method without its message types.</summary>
public interface IMethod
{
    /// <summary>How many messages flow each way.</summary>
    MethodType Type { get; }

    /// <summary>Package and service, such as <c>engine.v1.Control</c>.</summary>
    string ServiceName { get; }

    /// <summary>Name within the service.</summary>
    string Name { get; }

    /// <summary>Path of the request: <c>/package.Service/Method</c>.</summary>
    string FullName { get; }
}
