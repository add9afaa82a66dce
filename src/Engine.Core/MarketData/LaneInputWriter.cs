using Engine.Core.Events;
using Engine.Core.Sequencing;

namespace Engine.Core.MarketData;

/// <summary>The producer's end of the lane of one source. Stamps every record with the lane's id.</summary>
public sealed class LaneInputWriter(Lane<EngineEvent> lane, ushort laneId) : IInputWriter
{
    public bool TryWrite(ReadOnlySpan<EngineEvent> input)
    {
        if (!lane.TryClaim(input.Length)) return false;
        for (var i = 0; i < input.Length; i++) Write(in input[i], ref lane.Claimed(i));
        lane.Publish();
        return true;
    }

    public int WriteBatch(ReadOnlySpan<EngineEvent> inputs)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!lane.TryClaim(1)) return i;
            Write(in inputs[i], ref lane.Claimed(0));
            lane.Publish();
        }
        return inputs.Length;
    }

    private void Write(in EngineEvent input, ref EngineEvent slot)
    {
        LaneStamp.CopyBody(ref slot, in input);
        slot.LaneId = laneId;
    }
}
