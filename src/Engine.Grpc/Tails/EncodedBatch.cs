using System.Buffers;
using Grpc.Core;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tails;

/// <summary>
/// An <c>EventBatch</c> in its bytes, put together from events that are encoded already. The server keeps a single one:
/// a call copies it before its write returns.
/// </summary>
internal sealed class EncodedBatch
{
    /// <summary>
    /// Bytes of the longest message: with what the server buffers, it is what a reader that does not read costs.
    /// </summary>
    public const int BytesMax = 32_704;

    private const int ScannedBytesMax = 11;

    private readonly byte[] _bytes = new byte[BytesMax];

    /// <summary>Writes the bytes; the server never reads one.</summary>
    public static Marshaller<EncodedBatch> Marshaller { get; } = new(
        static (batch, context) =>
        {
            context.SetPayloadLength(batch.Length);
            context.GetBufferWriter().Write(batch._bytes.AsSpan(0, batch.Length));
            context.Complete();
        },
        static _ => throw new NotSupportedException("A server writes batches of events and reads none."));

    public int Length { get; private set; }

    public int Count { get; private set; }

    public void Clear() => (Length, Count) = (0, 0);

    /// <summary>False if there is no room for it.</summary>
    public bool TryAdd(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length > BytesMax - ScannedBytesMax - Length) return false;

        encoded.CopyTo(_bytes.AsSpan(Length));
        Length += encoded.Length;
        Count++;
        return true;
    }

    /// <summary>Nothing is added behind this.</summary>
    public void Close(long scannedTo)
    {
        var rest = new ProtoSpan(_bytes.AsSpan(Length));
        rest.Number(Wire.EventBatch.ScannedToSequenceFieldNumber, scannedTo);
        Length += rest.Length;
    }
}
