namespace Grpc.Core;

/// <summary>Responses of a streaming call. They end when the handler returns.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}
