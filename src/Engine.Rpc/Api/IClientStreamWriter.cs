namespace Grpc.Core;

/// <summary>Requests of a streaming call.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Says that all requests are sent.</summary>
    Task CompleteAsync();
}
