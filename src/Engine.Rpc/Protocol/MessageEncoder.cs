using System.Buffers;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Engine.Rpc.Protocol;

/// <summary>
/// Turns messages into frames, one at a time, in rented memory. A message is serialised completely before a byte of it
/// leaves, so a serialiser that throws cannot leave half a message on the wire.
/// </summary>
/// <remarks>Not safe for two threads. The frame is valid until the next call.</remarks>
internal sealed class MessageEncoder : SerializationContext, IDisposable
{
    private readonly PooledBuffer _plain = new();
    private readonly PooledBuffer _compressed = new();
    private readonly int? _maxBytes;
    private int? _announcedLength;
    private bool _isComplete;

    /// <param name="maxBytes">Longest message to send, before compression. Null: any that fits an array.</param>
    public MessageEncoder(int? maxBytes) => _maxBytes = maxBytes;

    /// <summary>The message with its head.</summary>
    /// <param name="message">The message.</param>
    /// <param name="serializer">Writes it to this context.</param>
    /// <param name="codec">Compresses it; null for no compression.</param>
    /// <param name="level">How hard to compress; null for the codec's own choice.</param>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: longer than the limit.</exception>
    public ReadOnlyMemory<byte> Encode<T>(
        T message, Action<T, SerializationContext> serializer, ICompressionProvider? codec, CompressionLevel? level)
    {
        Dispose();
        _announcedLength = null;
        _isComplete = false;
        Begin(_plain);
        serializer(message, this);
        int length = _plain.Length - FrameHead.SizeInBytes;
        if (!_isComplete || (_announcedLength is int announced && announced != length))
        {
            throw new InvalidOperationException(
                $"The serializer of {typeof(T).Name} completed {_isComplete} with {length} bytes"
                + $" after it had announced {_announcedLength}.");
        }

        ThrowIfTooLong(length);

        // Nothing cannot become shorter, and some codecs make of it what others cannot read.
        return codec is null || length == 0 ? Finished(_plain, isCompressed: false) : Compressed(codec, level);
    }

    /// <inheritdoc/>
    public override void SetPayloadLength(int payloadLength)
    {
        ThrowIfTooLong(payloadLength);
        _announcedLength = payloadLength;
        _plain.Reserve(payloadLength);
    }

    /// <inheritdoc/>
    public override IBufferWriter<byte> GetBufferWriter() => _plain;

    /// <inheritdoc/>
    public override void Complete() => _isComplete = true;

    /// <inheritdoc/>
    public override void Complete(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        ThrowIfTooLong(payload.Length);
        _plain.Write(payload);
        _isComplete = true;
    }

    /// <summary>Gives the memory back. The encoder can be used again.</summary>
    public void Dispose()
    {
        _plain.Dispose();
        _compressed.Dispose();
    }

    private ReadOnlyMemory<byte> Compressed(ICompressionProvider codec, CompressionLevel? level)
    {
        Begin(_compressed);
        using (var sink = new PooledBufferStream(_compressed))
        using (Stream compressor = codec.CreateCompressionStream(sink, level))
        {
            compressor.Write(_plain.Written.Span[FrameHead.SizeInBytes..]);
        }

        return Finished(_compressed, isCompressed: true);
    }

    private static void Begin(PooledBuffer buffer)
    {
        buffer.GetSpan(FrameHead.SizeInBytes);
        buffer.Advance(FrameHead.SizeInBytes);
    }

    private static ReadOnlyMemory<byte> Finished(PooledBuffer buffer, bool isCompressed)
    {
        var head = new FrameHead(isCompressed, (uint)(buffer.Length - FrameHead.SizeInBytes));
        head.Write(buffer.Written.Span);
        return buffer.Written;
    }

    private void ThrowIfTooLong(int length)
    {
        if (length > _maxBytes)
        {
            throw new RpcException(new Status(
                StatusCode.ResourceExhausted,
                $"A message of {length} bytes is longer than the send limit of {_maxBytes} (MaxSendMessageSize)."));
        }
    }
}
