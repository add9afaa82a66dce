using System.Buffers;
using Grpc.Core;

namespace Engine.Rpc.Protocol;

/// <summary>Shows a marshaller the bytes of one message where they lie.</summary>
internal sealed class PayloadContext : DeserializationContext
{
    private ReadOnlySequence<byte> _payload;

    /// <inheritdoc/>
    public override int PayloadLength => (int)_payload.Length;

    /// <inheritdoc/>
    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    /// <inheritdoc/>
    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;

    /// <summary>The next message; a default sequence lets go of the last one.</summary>
    public void Show(in ReadOnlySequence<byte> payload) => _payload = payload;
}
