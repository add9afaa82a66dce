using Engine.Core.Events;
using Engine.Core.MarketData;

namespace Engine.Core.Tests.MarketData;

/// <summary>Keeps what a source writes; may be given room for only so many inputs at a time.</summary>
internal sealed class ListWriter : IInputWriter
{
    public List<EngineEvent> Records { get; } = [];

    public int Room { get; set; } = int.MaxValue;

    public IEnumerable<EngineEvent> Rows => Records
        .Where(r => r.Kind is EventKind.Quote or EventKind.Trade or EventKind.Bar);

    public bool TryWrite(ReadOnlySpan<EngineEvent> input)
    {
        if (Room < input.Length) return false;
        Take(input);
        return true;
    }

    public int WriteBatch(ReadOnlySpan<EngineEvent> inputs)
    {
        var count = Math.Min(Room, inputs.Length);
        Take(inputs[..count]);
        return count;
    }

    private void Take(ReadOnlySpan<EngineEvent> inputs)
    {
        if (Room != int.MaxValue) Room -= inputs.Length;
        Records.AddRange(inputs);
    }
}
