using Google.Protobuf;
using Grpc.Net.Client;
using RpcLoad.Protos;

namespace RpcLoad;

/// <summary>Unary calls of the generated client.</summary>
internal sealed class LayeredUnary(GrpcChannel channel, int payloadBytes) : ICaller
{
    private readonly Echo.EchoClient _client = new(channel);
    private readonly EchoMessage _message = new() { Payload = ByteString.CopyFrom(new byte[payloadBytes]) };

    public async Task ExchangeAsync()
    {
        var reply = await _client.UnaryAsync(_message);
        if (reply.Payload.Length != _message.Payload.Length)
            throw new InvalidOperationException($"{reply.Payload.Length} bytes came back.");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
