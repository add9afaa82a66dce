using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Engine.Rpc.Protocol;

/// <summary>
/// Reads messages from a body, on both sides. Frames of HTTP/2 and messages have nothing to do with each other: a
/// message may come byte by byte, and one frame may hold many.
/// </summary>
/// <remarks>
/// Not safe for two readers at a time. What is wrong with the bytes is an <see cref="RpcException"/>; a transport that
/// fails throws its own exception (<see cref="IOException"/>), untouched.
/// </remarks>
internal sealed class MessageReader
{
    private readonly PipeReader _input;
    private readonly ICompressionProvider? _codec;
    private readonly int? _maxBytes;
    private readonly PayloadContext _payload = new();
    private RpcException? _failure;

    /// <param name="input">The body.</param>
    /// <param name="codec">Decompresses messages that are flagged; null if the peer declared no codec.</param>
    /// <param name="maxBytes">Longest message to take, compressed and plain. Null: any that fits an array.</param>
    public MessageReader(PipeReader input, ICompressionProvider? codec, int? maxBytes)
    {
        _input = input;
        _codec = codec;
        _maxBytes = maxBytes;
    }

    /// <summary>The next message, or null at the end of the body.</summary>
    public async ValueTask<T?> ReadAsync<T>(Marshaller<T> marshaller, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            if (_failure is not null)
            {
                throw new RpcException(_failure.Status);
            }

            ReadResult result = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;

            // However this ends, the read is given back: a pipe refuses the next one while one is open, and whoever
            // cleans up behind the call reads too. After an error nobody knows where the next message begins: whoever
            // reads on is told the same again.
            (SequencePosition consumed, SequencePosition examined) = (buffer.End, buffer.End);
            try
            {
                if (result.IsCanceled)
                {
                    (consumed, examined) = (buffer.Start, buffer.Start);
                    throw Canceled(cancellationToken);
                }

                if (TryTake(buffer, out FrameHead head, out ReadOnlySequence<byte> payload))
                {
                    T message = Deserialize(marshaller, head, payload);
                    (consumed, examined) = (payload.End, payload.End);
                    return message;
                }

                if (result.IsCompleted)
                {
                    return buffer.IsEmpty ? null : throw Broken("The stream ended inside a message.");
                }

                consumed = buffer.Start;
            }
            catch (RpcException exception)
            {
                _failure = exception;
                throw;
            }
            finally
            {
                _input.AdvanceTo(consumed, examined);
            }
        }
    }

    /// <summary>The only message of the body.</summary>
    /// <param name="marshaller">Reads the message.</param>
    /// <param name="what">"request" or "response", for errors.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RpcException">INTERNAL: no message, or more than one.</exception>
    public async ValueTask<T> ReadSingleAsync<T>(
        Marshaller<T> marshaller, string what, CancellationToken cancellationToken)
        where T : class
    {
        T message = await ReadAsync(marshaller, cancellationToken).ConfigureAwait(false)
            ?? throw Broken($"The {what} has no message where exactly one is needed.");
        await ReadEndAsync(what, cancellationToken).ConfigureAwait(false);
        return message;
    }

    /// <summary>Reads to the end of the body, where nothing may follow.</summary>
    public async ValueTask ReadEndAsync(string what, CancellationToken cancellationToken)
    {
        ReadResult result;
        do
        {
            result = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
            bool isEmpty = result.Buffer.IsEmpty;
            _input.AdvanceTo(result.Buffer.End);
            if (result.IsCanceled)
            {
                throw Canceled(cancellationToken);
            }

            if (!isEmpty)
            {
                throw Broken($"The {what} has more than one message where exactly one is needed.");
            }
        }
        while (!result.IsCompleted);
    }

    /// <summary>Whether a whole message lies in the buffer. Refuses one that is too long by its head alone.</summary>
    private bool TryTake(
        in ReadOnlySequence<byte> buffer, out FrameHead head, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        if (buffer.Length < FrameHead.SizeInBytes)
        {
            head = default;
            return false;
        }

        head = FrameHead.Read(buffer);
        if (head.IsCompressed && _codec is null)
        {
            throw Broken("A message is flagged as compressed, but no grpc-encoding was declared.");
        }

        if (head.Length > (uint)(_maxBytes ?? Array.MaxLength))
        {
            throw TooLong($"of {head.Length} bytes");
        }

        if (buffer.Length < FrameHead.SizeInBytes + head.Length)
        {
            return false;
        }

        payload = buffer.Slice(FrameHead.SizeInBytes, head.Length);
        return true;
    }

    private T Deserialize<T>(Marshaller<T> marshaller, FrameHead head, in ReadOnlySequence<byte> payload)
        where T : class
    {
        if (!head.IsCompressed)
        {
            return Parse(marshaller, payload);
        }

        using PooledBuffer plain = Decompress(payload);
        return Parse(marshaller, new ReadOnlySequence<byte>(plain.Written));
    }

    /// <summary>
    /// Parsing is kept apart from reading: the exception of protobuf for a bad message derives from IOException and
    /// would look like a lost connection.
    /// </summary>
    private T Parse<T>(Marshaller<T> marshaller, in ReadOnlySequence<byte> payload)
        where T : class
    {
        try
        {
            _payload.Show(payload);
            return marshaller.ContextualDeserializer(_payload)
                ?? throw Broken($"The deserializer of {typeof(T).Name} returned null.");
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw new RpcException(new Status(
                StatusCode.Internal,
                $"A message of {payload.Length} bytes is not a valid {typeof(T).Name}: {exception.Message}",
                exception));
        }
        finally
        {
            _payload.Show(default);
        }
    }

    private PooledBuffer Decompress(in ReadOnlySequence<byte> payload)
    {
        var plain = new PooledBuffer();
        try
        {
            Decompress(payload, plain);
            return plain;
        }
        catch (Exception exception)
        {
            plain.Dispose();

            // Codecs tell of bad bytes in many ways, some of which would look like a transport that failed.
            throw exception as RpcException ?? new RpcException(new Status(
                StatusCode.Internal, $"A message cannot be decompressed ({_codec!.EncodingName}).", exception));
        }
    }

    private void Decompress(in ReadOnlySequence<byte> payload, PooledBuffer plain)
    {
        using Stream decompressor = _codec!.CreateDecompressionStream(new SequenceStream(payload));
        while (decompressor.Read(plain.GetSpan()) is > 0 and int count)
        {
            plain.Advance(count);
            if (plain.Length > (_maxBytes ?? Array.MaxLength))
            {
                throw TooLong("decompressed");
            }
        }

        if (GzipTrailer.IsMissing(_codec, payload, plain.Length))
        {
            throw new InvalidDataException("The compressed data end too early.");
        }
    }

    private static OperationCanceledException Canceled(CancellationToken cancellationToken) =>
        new("Reading was cancelled.", cancellationToken);

    private static RpcException Broken(string detail) => new(new Status(StatusCode.Internal, detail));

    private RpcException TooLong(string length) => new(new Status(
        StatusCode.ResourceExhausted,
        $"A message {length} is longer than the receive limit of {_maxBytes} bytes (MaxReceiveMessageSize)."));
}
