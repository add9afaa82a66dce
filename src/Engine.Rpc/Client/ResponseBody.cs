using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Engine.Rpc.Client;

/// <summary>
/// The body of a response for <see cref="Protocol.MessageReader"/>: one rented array that is filled from the stream, so
/// that a message is never in pieces. The general reader of a stream costs a token source and a pool of segments more.
/// </summary>
/// <remarks>For one reader at a time; <see cref="Complete"/> only when nobody reads.</remarks>
internal sealed class ResponseBody : PipeReader
{
    private readonly Stream _stream;
    private readonly int _bufferBytes;
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private bool _wantsMore = true;
    private bool _isAtEnd;

    /// <param name="stream">The body.</param>
    /// <param name="bufferBytes">Size of the array at first; it grows to the longest message.</param>
    public ResponseBody(Stream stream, int bufferBytes)
    {
        _stream = stream;
        _bufferBytes = bufferBytes;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        _wantsMore && !_isAtEnd ? FillAsync(cancellationToken) : new ValueTask<ReadResult>(Shown());

    public override bool TryRead(out ReadResult result)
    {
        result = Shown();
        return !_wantsMore || _isAtEnd;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        ReadOnlySequence<byte> shown = Shown().Buffer;
        _wantsMore = shown.Slice(examined).IsEmpty;
        _start = _end - (int)shown.Slice(consumed).Length;
    }

    public override void CancelPendingRead() =>
        throw new NotSupportedException("A read is cancelled by its token.");

    /// <summary>Gives the memory back. The stream belongs to the response.</summary>
    public override void Complete(Exception? exception = null)
    {
        byte[] buffer = _buffer;
        _buffer = [];
        _start = _end = 0;
        _isAtEnd = true;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        int count = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += count;
        _isAtEnd = count == 0;
        _wantsMore = false;
        return Shown();
    }

    private ReadResult Shown() =>
        new(new ReadOnlySequence<byte>(_buffer, _start, _end - _start), isCanceled: false, _isAtEnd);

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }

        if (_end < _buffer.Length)
        {
            return;
        }

        byte[] old = _buffer;
        int kept = _end - _start;
        if (kept == old.Length || old.Length == 0)
        {
            long wanted = Math.Max(_bufferBytes, 2L * old.Length);
            _buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(wanted, Array.MaxLength));
        }

        old.AsSpan(_start, kept).CopyTo(_buffer);
        (_start, _end) = (0, kept);
        if (old != _buffer && old.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(old);
        }
    }
}
