using System.Diagnostics;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Journal;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>
/// Turns inputs into published groups on the outbound ring: gives the input its sequence, lets the logic append what it
/// decides, seals the group and publishes it: at once where somebody waits for it, several groups together in a
/// backtest, where four checksums side by side cost less than half and the venue is inline. Which input comes next is
/// the stages' business. Logic thread only.
/// </summary>
public sealed class LogicHost
{
    private readonly LogicChain _chain;
    private readonly VenueModel? _inlineVenue;
    private readonly RingBuffer<EngineEvent> _ring;
    private readonly SingleProducerSequencer _sequencer;
    private readonly SegmentPlan _plan;
    private readonly LatencyStamps? _stamps;
    private readonly HaltMarks? _halts;
    private readonly GroupWriter _group;
    private readonly int _groupEventsMax;
    private readonly long _sequenceOffset; // Sequence of a record minus its ring position; fixed for a run.
    private readonly int _gatheredMax;     // Records that may wait to be published together.
    private long _claimed = -1;            // First position of the claim that is open, or -1.
    private long _firstGathered;           // First position that is not published.
    private long _firstUnsealed;           // First position without checksum.
    private long _end;                     // Behind the last finished group.
    private int _holdsVersion;             // Of the holds whose halts are published.
    private uint _seed;                    // Of the segment that the gathered groups go to.
    private long _lastTicks;               // End of the last group if nothing was waited for since, else 0.

    /// <param name="inlineVenue">In a backtest: belongs to the model and sees every group right after the
    /// logic.</param>
    /// <param name="stamps">Null where nobody measures.</param>
    /// <param name="firstSequence">Sequence of the first record of this run.</param>
    /// <param name="gatheredMax">How many records may wait to be published together; 1 publishes every group.</param>
    /// <param name="halts">Where the gateway learns of a halt before it is durable; null without gateway.</param>
    public LogicHost(
        LogicChain chain, VenueModel? inlineVenue, RingBuffer<EngineEvent> ring, SingleProducerSequencer sequencer,
        SegmentPlan plan, LatencyStamps? stamps, long firstSequence, int gatheredMax, HaltMarks? halts = null)
    {
        _chain = chain;
        _inlineVenue = inlineVenue;
        _ring = ring;
        _sequencer = sequencer;
        _plan = plan;
        _stamps = stamps;
        _halts = halts;
        _holdsVersion = chain.View.Holds.Version;
        _groupEventsMax = chain.Limits.GroupEventsMax;
        _group = new GroupWriter(ring, _groupEventsMax);
        _sequenceOffset = firstSequence - sequencer.NextPosition;
        _gatheredMax = gatheredMax;
        _firstGathered = _firstUnsealed = _end = sequencer.NextPosition;
    }

    public LogicChain Chain => _chain;

    public VenueModel? InlineVenue => _inlineVenue;

    /// <summary>Inputs taken in this run.</summary>
    public long InputCount { get; private set; }

    /// <summary>Times the ring had no room for a group.</summary>
    public long FullCount { get; private set; }

    /// <summary>True if the ring has room for the largest group; the room is then ours.</summary>
    public bool TryOpenGroup()
    {
        if (_claimed >= 0) return true;
        if (!_sequencer.TryClaim(_groupEventsMax, out _claimed))
        {
            _claimed = -1;
            FullCount++;
            Publish(); // What waits here may be all that would make room.
            return false;
        }
        return true;
    }

    /// <summary>Time has passed since the last group: the next one begins by the clock, not where that one ended.
    /// </summary>
    public void Resume() => _lastTicks = 0;

    /// <summary>Takes the input at the head of a lane, continuation records included. The group must be open.</summary>
    public void TakeFrom(LaneReader<EngineEvent> lane, ref EngineEvent head, int laneId, long timestampNs)
    {
        var taken = TakenTicks();
        var stamp = head.CauseSequence; // A lane record has no cause: producers leave the ingest time there.
        _group.Begin(_claimed, _claimed + _sequenceOffset);
        ref var input = ref _group.AppendInput(in head, timestampNs, (ushort)laneId);
        if (laneId >= LaneIds.FirstSource && input.Kind is EventKind.Quote or EventKind.Trade or EventKind.Bar)
            input.InstrumentId = _chain.ResolveInstrument(laneId, input.InstrumentId);

        var count = 1;
        if (MayHaveContinuation(input.Kind))
        {
            for (; count < lane.Available(count + 1) && lane.PeekOrNull(count).IsContinuation; count++)
                _group.AppendInput(in lane.PeekOrNull(count), timestampNs, (ushort)laneId);
        }
        lane.Advance(count);
        Finish(stamp, taken);
    }

    /// <summary>Takes an input that comes from the engine itself. The group must be open.</summary>
    public void Take(in EngineEvent prototype, int laneId, long timestampNs)
    {
        var taken = TakenTicks();
        _group.Begin(_claimed, _claimed + _sequenceOffset);
        _group.AppendInput(in prototype, timestampNs, (ushort)laneId);
        Finish(stamp: 0, taken);
    }

    /// <summary>Makes every finished group visible. To be called when no further input is at hand.</summary>
    public void Publish()
    {
        if (_end == _firstGathered) return;

        SealUpTo(_end);
        _sequencer.Publish(_end - 1);
        _firstGathered = _end;
    }

    // One reading of the clock per group while groups follow each other.
    private long TakenTicks() =>
        _stamps is null ? 0 : _lastTicks != 0 ? _lastTicks : Stopwatch.GetTimestamp();

    private void Finish(long stamp, long taken)
    {
        _chain.Process(_group);
        if (_chain.View.Holds.Version != _holdsVersion) PublishHalts();
        var seed = _plan.Place(_group.Count);
        if (_group.EndsSegment) _plan.EndSegment();
        if (seed != _seed)
        {
            SealUpTo(_end);
            _seed = seed;
        }
        _end = _group.FirstPosition + _group.Count;
        _sequencer.GiveBack(_end - 1);
        _claimed = -1;
        if (!_chain.TryClose(_group)) SealWithStateHash(seed);
        if (_inlineVenue is not null)
            for (var i = 0; i < _group.Count; i++) _inlineVenue.OnRecord(in _group[i]);

        InputCount++;
        if (_stamps is not null)
        {
            _lastTicks = Stopwatch.GetTimestamp();
            _stamps.SetGroup(_group.FirstPosition, _group.Count, stamp, taken, _lastTicks);
        }
        if (_end - _firstGathered >= _gatheredMax) Publish();
    }

    // Before the group is visible to anybody: from here on the gateway writes nothing that the halt covers.
    private void PublishHalts()
    {
        _holdsVersion = _chain.View.Holds.Version;
        for (var i = 0; _halts is not null && i < _group.Count; i++)
        {
            ref readonly var record = ref _group[i];
            if (record.Kind == EventKind.HoldPlaced) _halts.Publish(in record.Hold, record.Sequence);
        }
    }

    private void SealUpTo(long end)
    {
        if (end == _firstUnsealed) return;
        _chain.SealClosed(_ring, _firstUnsealed, (int)(end - _firstUnsealed), _seed);
        _firstUnsealed = end;
    }

    private void SealWithStateHash(uint seed)
    {
        SealUpTo(_group.FirstPosition);
        _chain.Seal(_group, _ring, seed);
        _firstUnsealed = _end;
    }

    private static bool MayHaveContinuation(EventKind kind) =>
        kind is EventKind.ConfigApplied or EventKind.SourceOpened or EventKind.SourceEnded or EventKind.SettingsReloaded
            or (>= EventKind.HoldCommanded and < EventKind.CommandIdentity);
}
