using Engine.Rpc.Tests.Protos;
using Google.Protobuf;
using Grpc.Core;

namespace Engine.Rpc.Tests.Hosting;

/// <summary>Handlers that wait until a test opens the gate, some of them deaf to their tokens.</summary>
internal sealed class GateService : Probe.ProbeBase
{
    /// <summary>Completed by the test to let handlers go on.</summary>
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed when a handler has begun.</summary>
    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override async Task<ProbeReply> Unary(ProbeRequest request, ServerCallContext context)
    {
        Entered.TrySetResult();
        await Gate.Task;
        return new ProbeReply { Payload = request.Payload };
    }

    public override async Task ServerStream(
        ProbeRequest request, IServerStreamWriter<ProbeReply> responseStream, ServerCallContext context)
    {
        Entered.TrySetResult();
        switch (request.Behaviour)
        {
            case "flood":
                var payload = ByteString.CopyFrom(new byte[64 * 1024]);
                while (true) await responseStream.WriteAsync(new ProbeReply { Payload = payload });
            case "deaf":
                await Gate.Task;
                break;
            case "refuse" or "give-up":
                var code = request.Behaviour == "refuse" ? StatusCode.InvalidArgument : StatusCode.Cancelled;
                await WaitForAsync(context.CancellationToken);
                throw new RpcException(new Status(code, "decided by the handler"));
            default:
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                break;
        }
    }

    public override async Task<ProbeReply> ClientStream(
        IAsyncStreamReader<ProbeRequest> requestStream, ServerCallContext context)
    {
        Entered.TrySetResult();
        var count = 0;
        while (await requestStream.MoveNext(CancellationToken.None)) count++;
        return new ProbeReply { Index = count };
    }

    private static async Task WaitForAsync(CancellationToken token)
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(fired.SetResult);
        await fired.Task;
    }
}
