using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using RpcLoad.Protos;

namespace RpcLoad;

/// <summary>A duplex stream of the generated client, one message each way at a time.</summary>
internal sealed class LayeredPingPong(GrpcChannel channel, int payloadBytes) : ICaller
{
    private readonly AsyncDuplexStreamingCall<EchoMessage, EchoMessage> _call = new Echo.EchoClient(channel).PingPong();
    private readonly EchoMessage _message = new() { Payload = ByteString.CopyFrom(new byte[payloadBytes]) };

    public async Task ExchangeAsync()
    {
        await _call.RequestStream.WriteAsync(_message);
        if (!await _call.ResponseStream.MoveNext()) throw new InvalidOperationException("The stream ended.");
    }

    public ValueTask DisposeAsync()
    {
        _call.Dispose();
        return ValueTask.CompletedTask;
    }
}
