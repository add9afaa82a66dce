using Engine.Core.Events;

namespace Engine.Core.Journal;

/// <summary>A batch in one or two pieces of ring memory, taken from the front in whole groups.</summary>
internal ref struct SplitBatch(ReadOnlySpan<EngineEvent> first, ReadOnlySpan<EngineEvent> second)
{
    private ReadOnlySpan<EngineEvent> _first = first;
    private ReadOnlySpan<EngineEvent> _second = second;

    public readonly int Count => _first.Length + _second.Length;

    public readonly long FirstSequence => _first[0].Sequence;

    /// <summary>Records of the leading whole groups that fit together into the given room.</summary>
    public readonly int GroupsWithin(int roomRecords)
    {
        if (Count <= roomRecords) return Count;

        for (var count = roomRecords; count > 0; count--)
            if (At(count - 1).IsLastOfGroup) return count;
        return 0;
    }

    /// <summary>Of so many leading records, those up to the first that ends its segment.</summary>
    public readonly int WithinSegment(int count)
    {
        for (var i = 0; i < count; i++)
            if (At(i).EndsSegment) return i + 1;
        return count;
    }

    /// <summary>Takes records off the front; returns the part in the first piece and gives the rest.</summary>
    public ReadOnlySpan<EngineEvent> Take(int count, out ReadOnlySpan<EngineEvent> rest)
    {
        if (count < _first.Length)
        {
            var head = _first[..count];
            _first = _first[count..];
            rest = [];
            return head;
        }
        var all = _first;
        rest = _second[..(count - all.Length)];
        _first = _second[rest.Length..];
        _second = [];
        return all;
    }

    private readonly ref readonly EngineEvent At(int index)
    {
        if (index < _first.Length) return ref _first[index];
        return ref _second[index - _first.Length];
    }
}
