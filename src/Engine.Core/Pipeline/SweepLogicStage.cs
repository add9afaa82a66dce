using System.Runtime.CompilerServices;
using Engine.Core.Events;
using Engine.Core.Sequencing;
using Engine.Core.Time;

namespace Engine.Core.Pipeline;

/// <summary>
/// The logic of paper and live trading: sweeps the lanes in fixed order, at most a bounded number of inputs each, so
/// that control and executions never wait behind a burst of market data. Engine time is read once per sweep.
/// </summary>
public sealed class SweepLogicStage : IStage
{
    /// <summary>While orders work or timers are due, time goes on at least this often.</summary>
    public const long ClockTickIntervalNs = 10_000_000;

    private readonly LogicHost _host;
    private readonly LaneReader<EngineEvent>?[] _lanes; // By lane id.
    private readonly IClock _clock;
    private readonly int _inputsPerLane;
    private int _openOrders;
    private int _phase;
    private int _stopMode;
    private int _isFlattening;
    private int _unflattened;
    private int _isReconciled;
    private long _idlePasses;
    private long _sweeps;

    public SweepLogicStage(LogicHost host, LaneReader<EngineEvent>?[] lanes, IClock clock)
    {
        _host = host;
        _lanes = lanes;
        _clock = clock;
        _inputsPerLane = host.Chain.Limits.SweepInputsPerLane;
    }

    public string Name => "logic";

    /// <summary>Times that engine time would have stepped back and was held.</summary>
    public long ClockHeldCount { get; private set; }

    /// <summary>Working orders after the last sweep, for the host that waits for them to end.</summary>
    public int OpenOrders => Volatile.Read(ref _openOrders);

    public EnginePhase Phase => (EnginePhase)Volatile.Read(ref _phase);

    /// <summary>The way of the stop that is under way: None before the first.</summary>
    public StopMode StopMode => (StopMode)Volatile.Read(ref _stopMode);

    /// <summary>Positions are being closed.</summary>
    public bool IsFlattening => Volatile.Read(ref _isFlattening) != 0;

    /// <summary>What the last flatten could not end.</summary>
    public int Unflattened => Volatile.Read(ref _unflattened);

    /// <summary>The venue's view has been compared since the last connection.</summary>
    public bool IsReconciled => Volatile.Read(ref _isReconciled) != 0;

    /// <summary>Passes that found every lane empty.</summary>
    public long IdlePasses => Volatile.Read(ref _idlePasses);

    /// <summary>Sweeps finished: the heartbeat of the logic. Beats without input and while the ring is full.</summary>
    public long Sweeps => Volatile.Read(ref _sweeps);

    public int RunOnce()
    {
        var now = _clock.NowNs;
        if (now < _host.Chain.EngineTimeNs)
        {
            now = _host.Chain.EngineTimeNs;
            ClockHeldCount++;
        }

        _host.Resume();
        var taken = 0;
        for (var laneId = 0; laneId < _lanes.Length; laneId++)
        {
            if (_lanes[laneId] is { } lane) taken += Sweep(lane, laneId, now);
        }
        Volatile.Write(ref _sweeps, _sweeps + 1);
        if (taken == 0)
        {
            Volatile.Write(ref _idlePasses, _idlePasses + 1);
            taken = TickIfDue(now);
        }
        if (taken == 0) return 0;

        Volatile.Write(ref _openOrders, _host.Chain.OpenOrderCount);
        Volatile.Write(ref _unflattened, (int)_host.Chain.View.Control.FlattenRemaining);
        Volatile.Write(ref _isFlattening, _host.Chain.IsFlattening ? 1 : 0);
        Volatile.Write(ref _stopMode, (int)_host.Chain.View.State.StopMode);
        Volatile.Write(ref _phase, (int)_host.Chain.View.State.Phase);
        Volatile.Write(ref _isReconciled, _host.Chain.View.State.IsReconciled);
        return taken;
    }

    private int Sweep(LaneReader<EngineEvent> lane, int laneId, long now)
    {
        var taken = 0;
        while (taken < _inputsPerLane)
        {
            if (!_host.TryOpenGroup()) break;
            // A run begins with its start: what the run before left undone must not go on in its phase.
            if (_host.Chain.NeedsContinuation && _host.InputCount > 0)
            {
                _host.Take(new EngineEvent { Kind = EventKind.Continuation, InstrumentId = -1 }, LaneIds.Control, now);
                taken++;
                continue;
            }
            ref var head = ref lane.PeekOrNull();
            if (Unsafe.IsNullRef(ref head)) break;
            _host.TakeFrom(lane, ref head, laneId, now);
            taken++;
        }
        lane.Release();
        return taken;
    }

    private int TickIfDue(long now)
    {
        var chain = _host.Chain;
        if (chain.View.State.Phase == EnginePhase.Stopped) return 0;

        var isDue = chain.NextTimerNs <= now || (chain.NextWakeNs <= now && now > chain.EngineTimeNs)
            || (chain.OpenOrderCount > 0 && now - chain.EngineTimeNs >= ClockTickIntervalNs);
        if (!isDue || !_host.TryOpenGroup()) return 0;

        _host.Take(new EngineEvent { Kind = EventKind.ClockTick, InstrumentId = -1 }, LaneIds.Clock, now);
        return 1;
    }
}
