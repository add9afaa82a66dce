using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Sequencing;

namespace Engine.Core.Replay;

/// <summary>
/// Feeds recorded inputs to a model and compares what it decides with what was recorded, byte for byte but for the
/// checksum (which says in which segment a record lies). Recovery, follower and verification are this one loop.
/// </summary>
public sealed class ReplayRunner
{
    private readonly TradingModel _model;
    private readonly RingBuffer<EngineEvent> _ring;
    private readonly GroupWriter _group;
    private readonly EngineEvent[] _carried;
    private int _carriedCount;

    public ReplayRunner(TradingModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var groupEventsMax = model.Chain.Limits.GroupEventsMax;
        _model = model;
        _ring = new RingBuffer<EngineEvent>((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)groupEventsMax));
        _group = new GroupWriter(_ring, groupEventsMax);
        _carried = new EngineEvent[groupEventsMax];
    }

    public TradingModel Model => _model;

    /// <summary>Records of whole groups replayed so far.</summary>
    public long RecordCount { get; private set; }

    public long GroupCount { get; private set; }

    /// <summary>Orders that the replay decided, denied ones included.</summary>
    public long OrderDecisionCount { get; private set; }

    public long ExecutionCount { get; private set; }

    /// <summary>
    /// False in a replay with other settings: state may differ long before a decision does, and the decision is what is
    /// looked for. The first state hash that differs is then noted in <see cref="FirstStateDifference"/>.
    /// </summary>
    public bool ComparesStateHashes { get; init; } = true;

    /// <summary>Sequence of the first state hash that was passed over; 0 if there was none.</summary>
    public long FirstStateDifference { get; private set; }

    /// <summary>The first difference; nothing is fed to the model after it.</summary>
    public ReplayDivergence? Divergence { get; private set; }

    /// <summary>
    /// Replays a piece of the journal; a group that is cut off at its end waits for the next piece. False from the
    /// first divergence on.
    /// </summary>
    public bool Feed(ReadOnlySpan<EngineEvent> records)
    {
        if (Divergence is not null) return false;

        var groups = new GroupAssembler(_carried, _carriedCount, records);
        while (groups.TryNext(out var recorded))
            if (!FeedGroup(recorded)) return false;
        _carriedCount = groups.CarriedCount;
        return true;
    }

    private bool FeedGroup(ReadOnlySpan<EngineEvent> recorded)
    {
        ref readonly var head = ref recorded[0];
        if (!TryTakeVenueResponse(in head, out var divergence))
        {
            Divergence = divergence;
            return false;
        }

        _group.Begin(0, head.Sequence);
        _group.AppendInput(in head, head.TimestampNs, head.LaneId);
        for (var i = 1; i < recorded.Length && recorded[i].IsContinuation; i++)
            _group.AppendInput(in recorded[i], head.TimestampNs, head.LaneId);
        _model.Chain.Process(_group);
        _model.Chain.Seal(_group, _ring, seed: 0);
        var replayed = _ring.Slice(0, _group.Count);
        TellVenue(replayed);

        RecordCount += recorded.Length;
        GroupCount++;
        if (head.Kind == EventKind.Execution) ExecutionCount++;
        for (var i = 1; i < replayed.Length; i++)
            if (replayed[i].Kind is EventKind.OrderRequested or EventKind.OrderDenied) OrderDecisionCount++;
        return Compare(recorded, replayed);
    }

    // In a backtest the venue is part of the model: what it says at this point is compared like every decision.
    private bool TryTakeVenueResponse(in EngineEvent head, out ReplayDivergence? divergence)
    {
        divergence = null;
        if (_model.Mode != EngineMode.Backtest || _model.Venue is not { } venue
            || head.LaneId != LaneIds.Venue) return true;

        EngineEvent response = default;
        var isTaken = venue.TryTakeResponse(head.TimestampNs, ref response);
        response.Sequence = head.Sequence;
        response.CauseSequence = head.CauseSequence;
        response.TimestampNs = head.TimestampNs;
        response.Flags = head.Flags;
        response.LaneId = head.LaneId;
        if (isTaken && IsSame(in head, in response)) return true;

        divergence = new ReplayDivergence(head.Sequence, head, isTaken ? response : null, head);
        return false;
    }

    private void TellVenue(ReadOnlySpan<EngineEvent> group)
    {
        if (_model.Venue is not { } venue) return;
        foreach (ref readonly var record in group) venue.OnRecord(in record);
    }

    private bool Compare(ReadOnlySpan<EngineEvent> recorded, ReadOnlySpan<EngineEvent> replayed)
    {
        var common = Math.Min(recorded.Length, replayed.Length);
        for (var i = 0; i < common; i++)
        {
            if (IsSame(in recorded[i], in replayed[i]) || IsPassedOver(in recorded[i], in replayed[i])) continue;
            Divergence = new ReplayDivergence(recorded[i].Sequence, recorded[i], replayed[i], recorded[0]);
            return false;
        }
        if (recorded.Length == replayed.Length) return true;

        Divergence = new ReplayDivergence(
            recorded[0].Sequence + common,
            recorded.Length > common ? recorded[common] : null,
            replayed.Length > common ? replayed[common] : null,
            recorded[0]);
        return false;
    }

    private bool IsPassedOver(in EngineEvent recorded, in EngineEvent replayed)
    {
        if (ComparesStateHashes || recorded.Kind != EventKind.StateHash
            || replayed.Kind != EventKind.StateHash) return false;
        if (FirstStateDifference == 0) FirstStateDifference = recorded.Sequence;
        return true;
    }

    private static bool IsSame(in EngineEvent recorded, in EngineEvent replayed) =>
        BytesOf(in recorded).SequenceEqual(BytesOf(in replayed));

    private static ReadOnlySpan<byte> BytesOf(in EngineEvent record) =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in record, 1))[..EngineEvent.ChecksumOffset];
}
