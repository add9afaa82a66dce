using System.Collections.Concurrent;
using Engine.Rpc.Tests.Protos;
using Grpc.Core;

namespace Engine.Rpc.Tests.Server;

/// <summary>A service that is not registered: it is made for each call.</summary>
[Place("class")]
public sealed class DisposableProbe(ConcurrentQueue<string> notes) : Probe.ProbeBase, IDisposable
{
    [Place("method")]
    public override async Task<ProbeReply> Unary(ProbeRequest request, ServerCallContext context)
    {
        await Task.Yield();
        notes.Enqueue("called");
        return request.Behaviour == "throw" ? throw new InvalidOperationException() : new ProbeReply();
    }

    public override Task ServerStream(
        ProbeRequest request, IServerStreamWriter<ProbeReply> responseStream, ServerCallContext context)
    {
        notes.Enqueue("called");
        return responseStream.WriteAsync(new ProbeReply());
    }

    public void Dispose() => notes.Enqueue("disposed");
}
