using Engine.Core.Events;

namespace Engine.Core.Replay;

/// <summary>
/// Cuts pieces of a journal into groups. A group that lies in two pieces is put together in a buffer; the others are
/// handed out where they are.
/// </summary>
public ref struct GroupAssembler
{
    private readonly EngineEvent[] _carried;
    private ReadOnlySpan<EngineEvent> _piece;
    private int _carriedCount;

    /// <param name="carried">Room for the largest group.</param>
    /// <param name="carriedCount">Records in it from the piece before.</param>
    /// <param name="piece">What was read now.</param>
    public GroupAssembler(EngineEvent[] carried, int carriedCount, ReadOnlySpan<EngineEvent> piece)
    {
        _carried = carried;
        _carriedCount = carriedCount;
        _piece = piece;
    }

    /// <summary>Records that wait for the rest of their group; hand them to the next assembler.</summary>
    public readonly int CarriedCount => _carriedCount;

    /// <summary>The next whole group; false when the piece is used up.</summary>
    /// <exception cref="InvalidOperationException">A group is larger than the buffer.</exception>
    public bool TryNext(out ReadOnlySpan<EngineEvent> group)
    {
        group = default;
        var length = 0;
        while (length < _piece.Length && !_piece[length].IsLastOfGroup) length++;
        if (length == _piece.Length)
        {
            Carry(_piece);
            _piece = [];
            return false;
        }

        length++;
        if (_carriedCount == 0)
        {
            group = _piece[..length];
        }
        else
        {
            Carry(_piece[..length]);
            group = _carried.AsSpan(0, _carriedCount);
            _carriedCount = 0;
        }
        _piece = _piece[length..];
        return true;
    }

    private void Carry(ReadOnlySpan<EngineEvent> records)
    {
        if (_carriedCount + records.Length > _carried.Length)
            throw new InvalidOperationException(
                $"A group has more than {_carried.Length} records: the journal was written with another limit.");
        records.CopyTo(_carried.AsSpan(_carriedCount));
        _carriedCount += records.Length;
    }
}
