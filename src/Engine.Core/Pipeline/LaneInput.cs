using System.Diagnostics;
using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>
/// One source's way into its lane. Leaves the ingest time, in ticks of <see cref="Stopwatch"/>, where the record will
/// later have its cause: the logic reads it from there before it writes the cause. An input that waited in front of the
/// lane brings the time at which it was received.
/// </summary>
public sealed class LaneInput(Lane<EngineEvent> lane) : IInputWriter, Gateway.IInputWriter
{
    private const int ClaimMax = 64;

    public bool TryWrite(ReadOnlySpan<EngineEvent> input)
    {
        if (!lane.TryClaim(input.Length)) return false;
        Fill(input);
        return true;
    }

    // The gateway's backlog may be longer than the lane: more than fits at once simply does not fit now.
    bool Gateway.IInputWriter.TryWrite(ReadOnlySpan<EngineEvent> inputs) =>
        inputs.Length <= lane.RunMax && TryWrite(inputs);

    public int WriteBatch(ReadOnlySpan<EngineEvent> inputs)
    {
        var written = 0;
        while (written < inputs.Length)
        {
            var count = Math.Min(Math.Min(ClaimMax, lane.RunMax), inputs.Length - written);
            while (count > 0 && !lane.TryClaim(count)) count >>= 1; // Nearly full: fill what is left.
            if (count == 0) break;
            Fill(inputs.Slice(written, count));
            written += count;
        }
        return written;
    }

    private void Fill(ReadOnlySpan<EngineEvent> inputs)
    {
        var now = Stopwatch.GetTimestamp();
        for (var i = 0; i < inputs.Length; i++)
        {
            ref var slot = ref lane.Claimed(i);
            var stamp = slot.Sequence; // The lane's own until it publishes.
            slot = inputs[i];
            slot.Sequence = stamp;
            if (slot.CauseSequence == 0) slot.CauseSequence = now; // Else it was received before it came here.
        }
        lane.Publish();
    }
}
