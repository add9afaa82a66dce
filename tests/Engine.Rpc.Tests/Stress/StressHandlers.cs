using Engine.Rpc.Tests.Protos;
using Grpc.Core;

namespace Engine.Rpc.Tests.Stress;

/// <summary>What the server of the stress test does, by the behaviour that a request names.</summary>
internal static class StressHandlers
{
    public const string Fail = "fail";
    public const string Wait = "wait";
    public const string Trailer = "stress-trailer";
    public const int EarlyEnd = 3;

    public static void Install(ProbeService probe)
    {
        probe.OnUnary = UnaryAsync;
        probe.OnClientStream = EndEarlyAsync;
    }

    private static async Task<ProbeReply> UnaryAsync(ProbeRequest request, ServerCallContext context)
    {
        if (request.Behaviour == Fail)
        {
            context.ResponseTrailers.Add(Trailer, $"{request.Payload.Length}");
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "as asked"));
        }

        if (request.Behaviour == Wait)
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }

        return new ProbeReply { Payload = request.Payload };
    }

    private static async Task<ProbeReply> EndEarlyAsync(
        IAsyncStreamReader<ProbeRequest> requests, ServerCallContext context)
    {
        int count = 0;
        while (count < EarlyEnd && await requests.MoveNext())
        {
            count++;
        }

        return new ProbeReply { Index = count };
    }
}
