using Grpc.Core;
using RpcLoad.Protos;

namespace RpcLoad;

/// <summary>The measured service: it does nothing, so that only the layer shows.</summary>
internal sealed class EchoService : Echo.EchoBase
{
    public override Task<EchoMessage> Unary(EchoMessage request, ServerCallContext context) => Task.FromResult(request);

    public override async Task PingPong(
        IAsyncStreamReader<EchoMessage> requestStream,
        IServerStreamWriter<EchoMessage> responseStream,
        ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
            await responseStream.WriteAsync(requestStream.Current);
    }

    public override async Task Flood(
        EchoMessage request, IServerStreamWriter<EchoMessage> responseStream, ServerCallContext context)
    {
        while (!context.CancellationToken.IsCancellationRequested) await responseStream.WriteAsync(request);
    }
}
