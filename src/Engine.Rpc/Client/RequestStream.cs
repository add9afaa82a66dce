using System.Diagnostics.CodeAnalysis;
using Engine.Rpc.Protocol;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Engine.Rpc.Client;

/// <summary>Writes the messages of a client-streaming or duplex call.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Given back by End, which the call is sure to call.")]
internal sealed class RequestStream<T> : IClientStreamWriter<T>, IRequestSide
    where T : class
{
    private readonly ClientCall _call;
    private readonly Marshaller<T> _marshaller;
    private readonly ICompressionProvider? _codec;
    private readonly StreamingContent _content = new();
    private readonly MessageEncoder _encoder;

    // Guards the encoder and its memory.
    private Turn _turn;
    private volatile bool _isCompleted;

    public RequestStream(ClientCall call, Marshaller<T> marshaller, ICompressionProvider? codec)
    {
        _call = call;
        _marshaller = marshaller;
        _codec = codec;
        _encoder = new MessageEncoder(call.Channel.MaxSendMessageSize);
        WriteOptions = call.Options.WriteOptions;
    }

    public WriteOptions? WriteOptions { get; set; }

    public HttpContent Content => _content;

    public bool IsComplete => _content.IsComplete;

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_isCompleted)
        {
            return Misuse("The message cannot be written because CompleteAsync was called before.");
        }

        if (!_turn.TryTake())
        {
            return _call.Outcome is null
                ? Misuse("The message cannot be written because the previous write has not finished.")
                : Task.FromException(_call.CreateWriteException());
        }

        return WriteCoreAsync(message, cancellationToken);
    }

    public Task CompleteAsync()
    {
        if (_turn.TryTake())
        {
            _isCompleted = true;
            _content.Complete();
            GiveBack();
            return Task.CompletedTask;
        }

        return _turn.IsClosed
            ? Task.CompletedTask
            : Misuse("The stream cannot be completed because the previous write has not finished.");
    }

    public void End()
    {
        _content.Abort();
        CloseIfIdle();
    }

    private static Task Misuse(string message) => Task.FromException(new InvalidOperationException(message));

    private async Task WriteCoreAsync(T message, CancellationToken cancellationToken)
    {
        CancellationTokenRegistration cancels = _call.CancelWith(cancellationToken);
        try
        {
            Stream? stream = _call.Outcome is null ? await _content.Opened.ConfigureAwait(false) : null;
            if (stream is null)
            {
                throw _call.CreateWriteException();
            }

            await SendAsync(stream, message).ConfigureAwait(false);
        }
        finally
        {
            cancels.Unregister();
            GiveBack();
        }
    }

    private async ValueTask SendAsync(Stream stream, T message)
    {
        WriteFlags flags = WriteOptions?.Flags ?? default;
        ICompressionProvider? codec = (flags & WriteFlags.NoCompress) == 0 ? _codec : null;
        ReadOnlyMemory<byte> frame = _encoder.Encode(message, _marshaller.ContextualSerializer, codec, level: null);
        try
        {
            await stream.WriteAsync(frame, _call.AbortToken).ConfigureAwait(false);
            if ((flags & WriteFlags.BufferHint) == 0)
            {
                await stream.FlushAsync(_call.AbortToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            throw await _call.CreateWriteExceptionAsync(exception).ConfigureAwait(false);
        }
    }

    private void GiveBack()
    {
        _turn.GiveBack();
        if (_call.Outcome is not null)
        {
            CloseIfIdle();
        }
    }

    private void CloseIfIdle()
    {
        if (_turn.TryClose())
        {
            _encoder.Dispose();
        }
    }
}
