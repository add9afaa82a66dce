using System.Runtime.CompilerServices;
using Engine.Core.Events;
using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>
/// The logic of a backtest: takes inputs in the order of (event time, lane rank, position), whatever the threads do.
/// The venue runs inline and has seen every record before the next input is chosen, so its earliest answer is known and
/// takes its place among the heads of the lanes. While a source that has not ended shows no head, the merge waits for
/// it.
/// </summary>
public sealed class MergeLogicStage : IStage
{
    /// <summary>Inputs per call, so that a fused journal stage gets its turn.</summary>
    private const int InputsPerRunMax = 4_096;

    private const long NoHead = long.MaxValue;

    private readonly LogicHost _host;
    private readonly LaneReader<EngineEvent> _control;
    private readonly LaneReader<EngineEvent>[] _sources; // In rank order: lane 16, 17, ...
    private readonly long[] _headTimesNs;
    private readonly bool[] _isEnded;
    private readonly DayFeed _days;
    private EngineEvent _response; // Of the venue, on its way into a group.
    private int _isDataEnded;
    private int _isAbandoned;
    private long _commandsTaken;
    private long _commandsInRun; // Published last, so that what it covers is seen by whoever sees it.
    private long _processedInputs;
    private int _openOrders;
    private long _idlePasses;
    private long _sweeps;

    /// <param name="sources">In rank order.</param>
    /// <param name="days">Asked before each input for the days that it needs.</param>
    public MergeLogicStage(
        LogicHost host, LaneReader<EngineEvent> control, LaneReader<EngineEvent>[] sources, DayFeed days)
    {
        _days = days;
        _host = host;
        _control = control;
        _sources = sources;
        _headTimesNs = new long[sources.Length];
        _isEnded = new bool[sources.Length];
        Array.Fill(_headTimesNs, NoHead);
    }

    public string Name => "logic";

    /// <summary>Every source has ended and the venue has nothing more to say. Read by the host's thread.</summary>
    public bool IsDataEnded => Volatile.Read(ref _isDataEnded) != 0;

    /// <summary>
    /// Control inputs taken so far. Once it covers a command, <see cref="IsDataEnded"/> speaks of the time after it.
    /// </summary>
    public long CommandsTaken => Volatile.Read(ref _commandsTaken);

    /// <summary>Working orders after the last call.</summary>
    public int OpenOrders => Volatile.Read(ref _openOrders);

    /// <summary>Inputs taken so far, for progress. Read by any thread.</summary>
    public long InputCount => Volatile.Read(ref _processedInputs);

    /// <summary>A source of which the journal has everything already.</summary>
    public void MarkEnded(int sourceIndex) => _isEnded[sourceIndex] = true;

    /// <summary>
    /// No more market data is taken, whatever the lanes still hold: a restart reads it again. For a stop before the
    /// end.
    /// </summary>
    public void AbandonSources() => Volatile.Write(ref _isAbandoned, 1);

    /// <summary>Passes that found nothing to take.</summary>
    public long IdlePasses => Volatile.Read(ref _idlePasses);

    /// <summary>Passes finished, with or without input: the heartbeat of the logic.</summary>
    public long Sweeps => Volatile.Read(ref _sweeps);

    public int RunOnce()
    {
        var taken = 0;
        while (taken < InputsPerRunMax && _host.TryOpenGroup() && TryTakeNext()) taken++;

        _host.Publish();
        _control.Release();
        foreach (var source in _sources) source.Release();
        Volatile.Write(ref _processedInputs, _host.InputCount);
        Volatile.Write(ref _openOrders, _host.Chain.OpenOrderCount);
        if (_commandsInRun != _commandsTaken) Volatile.Write(ref _commandsTaken, _commandsInRun);
        if (taken == 0) Volatile.Write(ref _idlePasses, _idlePasses + 1);
        Volatile.Write(ref _sweeps, _sweeps + 1);
        return taken;
    }

    private bool TryTakeNext()
    {
        var now = _host.Chain.EngineTimeNs;
        if (_host.Chain.NeedsContinuation)
        {
            _host.Take(new EngineEvent { Kind = EventKind.Continuation, InstrumentId = -1 }, LaneIds.Control, now);
            return true;
        }
        ref var command = ref _control.PeekOrNull();
        if (!Unsafe.IsNullRef(ref command))
        {
            Volatile.Write(ref _isDataEnded, 0); // The venue may have to answer to it; found out anew.
            _host.TakeFrom(_control, ref command, LaneIds.Control, Math.Max(now, command.TimestampNs));
            _commandsInRun++;
            return true;
        }
        return _host.Chain.IsMarketDataStarted && TryTakeEarliest(now);
    }

    private bool TryTakeEarliest(long now)
    {
        if (!TryFindEarliest(out var index)) return false;

        var headTimeNs = index < 0 ? NoHead : _headTimesNs[index];
        if (TryTakeDay(headTimeNs, now) || TryTakeVenueResponse(headTimeNs, now)) return true;
        if (index < 0)
        {
            Volatile.Write(ref _isDataEnded, 1);
            return false;
        }
        TakeHead(index, Math.Max(now, headTimeNs));
        return true;
    }

    // Before the earliest of what comes next. Behind the end of the data no day begins: the venue may still say when
    // its sessions close, for as long as it knows any.
    private bool TryTakeDay(long headTimeNs, long now)
    {
        if (headTimeNs == NoHead) return false;
        var timeNs = _host.InlineVenue is { } venue && venue.TryPeekResponse(out var dueTimeNs)
            ? Math.Min(headTimeNs, dueTimeNs)
            : headTimeNs;
        if (!_days.TryPeek(Math.Max(now, timeNs), out var day)) return false;
        _days.Advance();
        _host.Take(in day, LaneIds.Control, now);
        return true;
    }

    // The earliest answer of the venue, if it comes no later than the next head. A due event of the venue may turn out
    // to say nothing (a session that closes on no order), so look again until there is an answer or none is due.
    private bool TryTakeVenueResponse(long headTimeNs, long now)
    {
        if (_host.InlineVenue is not { } venue) return false;

        while (venue.TryPeekResponse(out var dueTimeNs) && dueTimeNs <= headTimeNs)
        {
            if (!venue.TryTakeResponse(dueTimeNs, ref _response)) continue;
            _host.Take(in _response, LaneIds.Venue, Math.Max(now, dueTimeNs));
            return true;
        }
        return false;
    }

    // False while a source that is still open has no head: what it has next may be the earliest.
    private bool TryFindEarliest(out int index)
    {
        index = -1;
        var earliest = NoHead;
        if (Volatile.Read(ref _isAbandoned) != 0) return true;
        for (var i = 0; i < _sources.Length; i++)
        {
            if (_isEnded[i]) continue;
            if (_headTimesNs[i] == NoHead)
            {
                ref var head = ref _sources[i].PeekOrNull();
                if (Unsafe.IsNullRef(ref head)) return false;
                _headTimesNs[i] = head.TimestampNs;
            }
            if (_headTimesNs[i] >= earliest) continue;
            earliest = _headTimesNs[i];
            index = i;
        }
        return true;
    }

    private void TakeHead(int index, long timestampNs)
    {
        ref var head = ref _sources[index].PeekOrNull();
        var isEnd = head.Kind == EventKind.SourceEnded;
        _host.TakeFrom(_sources[index], ref head, LaneIds.FirstSource + index, timestampNs);
        _headTimesNs[index] = NoHead;
        if (isEnd) MarkEnded(index);
    }
}
