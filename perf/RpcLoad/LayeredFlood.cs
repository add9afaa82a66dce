using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using RpcLoad.Protos;

namespace RpcLoad;

/// <summary>A server stream: an exchange is one message received.</summary>
internal sealed class LayeredFlood(GrpcChannel channel, int payloadBytes) : ICaller
{
    private readonly AsyncServerStreamingCall<EchoMessage> _call = new Echo.EchoClient(channel).Flood(
        new EchoMessage { Payload = ByteString.CopyFrom(new byte[payloadBytes]) });

    public async Task ExchangeAsync()
    {
        if (!await _call.ResponseStream.MoveNext()) throw new InvalidOperationException("The stream ended.");
    }

    public ValueTask DisposeAsync()
    {
        _call.Dispose();
        return ValueTask.CompletedTask;
    }
}
