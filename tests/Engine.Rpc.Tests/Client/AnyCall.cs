using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace Engine.Rpc.Tests.Client;

/// <summary>A call of any kind, and the waiting for what has to happen after it.</summary>
internal static class AnyCall
{
    /// <summary>Sends one message without completing, and awaits the end.</summary>
    public static async Task RunAsync(GrpcChannel channel, MethodType kind, CallOptions options)
    {
        CallInvoker invoker = channel.CreateCallInvoker();
        switch (kind)
        {
            case MethodType.Unary:
                await invoker.AsyncUnaryCall(Wire.Unary, null, options, [1]);
                break;
            case MethodType.ServerStreaming:
                AsyncServerStreamingCall<byte[]> responses =
                    invoker.AsyncServerStreamingCall(Wire.ServerStream, null, options, [1]);
                await DrainAsync(responses.ResponseStream);
                break;
            case MethodType.ClientStreaming:
                AsyncClientStreamingCall<byte[], byte[]> requests =
                    invoker.AsyncClientStreamingCall(Wire.ClientStream, null, options);
                await requests.RequestStream.WriteAsync([1]);
                await requests;
                break;
            default:
                AsyncDuplexStreamingCall<byte[], byte[]> both =
                    invoker.AsyncDuplexStreamingCall(Wire.Duplex, null, options);
                await both.RequestStream.WriteAsync([1]);
                await DrainAsync(both.ResponseStream);
                break;
        }
    }

    /// <summary>Waits until a condition holds; fails if it does not in time.</summary>
    public static async Task WaitAsync(Func<bool> condition, string what)
    {
        DateTime limit = DateTime.UtcNow + Limits.Long;
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < limit, $"Waited in vain for: {what}.");
            await Task.Delay(1);
        }
    }

    /// <summary>Waits until no call of the channel holds anything.</summary>
    public static Task WaitUntilReleasedAsync(GrpcChannel channel) =>
        WaitAsync(() => channel.Running.Count == 0, "all calls of the channel released");

    private static async Task DrainAsync(IAsyncStreamReader<byte[]> responses)
    {
        while (await responses.MoveNext())
        {
        }
    }
}
