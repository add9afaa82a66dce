using Engine.Core.Events;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tails;

/// <summary>
/// The records of a page as one kind of reader gets them; each is encoded when the first one wants it.
/// </summary>
internal sealed class EncodedForm(Wire.EventContent content)
{
    private readonly int[] _starts = new int[EventPage.Records];
    private readonly int[] _lengths = new int[EventPage.Records]; // 0 where nothing is encoded yet.
    private byte[] _buffer = [];
    private int _used;

    /// <summary>Valid until the next call.</summary>
    public ReadOnlySpan<byte> Of(int index, in EngineEvent record, EventEncoder encoder)
    {
        if (_lengths[index] == 0)
        {
            if (_buffer.Length - _used < EventEncoder.EventBytesMax)
                Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, 4 * EventEncoder.EventBytesMax));
            _starts[index] = _used;
            _lengths[index] = encoder.Encode(in record, content, _buffer.AsSpan(_used));
            _used += _lengths[index];
        }
        return _buffer.AsSpan(_starts[index], _lengths[index]);
    }

    public void Clear()
    {
        Array.Clear(_lengths);
        _used = 0;
    }
}
