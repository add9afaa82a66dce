using Google.Protobuf;
using Grpc.Core;
using Alpha = Grpc.Reflection.V1Alpha;
using V1 = Grpc.Reflection.V1;

namespace Engine.Rpc.Services;

/// <summary>
/// Server reflection under its first name, for tools that know no other. The messages are the same on the wire, so they
/// are translated by their bytes.
/// </summary>
public sealed class ReflectionServiceV1Alpha(ReflectionService current) : Alpha.ServerReflection.ServerReflectionBase
{
    /// <inheritdoc/>
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<Alpha.ServerReflectionRequest> requestStream,
        IServerStreamWriter<Alpha.ServerReflectionResponse> responseStream,
        ServerCallContext context) =>
        current.ServerReflectionInfo(new Requests(requestStream), new Responses(responseStream), context);

    private sealed class Requests(IAsyncStreamReader<Alpha.ServerReflectionRequest> inner)
        : IAsyncStreamReader<V1.ServerReflectionRequest>
    {
        public V1.ServerReflectionRequest Current =>
            V1.ServerReflectionRequest.Parser.ParseFrom(inner.Current.ToByteString());

        public Task<bool> MoveNext(CancellationToken cancellationToken) => inner.MoveNext(cancellationToken);
    }

    private sealed class Responses(IServerStreamWriter<Alpha.ServerReflectionResponse> inner)
        : IServerStreamWriter<V1.ServerReflectionResponse>
    {
        public WriteOptions? WriteOptions
        {
            get => inner.WriteOptions;
            set => inner.WriteOptions = value;
        }

        public Task WriteAsync(V1.ServerReflectionResponse message) =>
            inner.WriteAsync(Alpha.ServerReflectionResponse.Parser.ParseFrom(message.ToByteString()));
    }
}
