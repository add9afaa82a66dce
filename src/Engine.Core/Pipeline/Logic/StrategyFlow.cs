using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Strategies;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Calls the strategies and takes what they emit through risk into the group, one strategy after the other. A strategy
/// sees the market as it was before the emissions of the ones behind it.
/// </summary>
internal sealed class StrategyFlow : IOrderListener
{
    /// <summary>Room in every group that callbacks may not use.</summary>
    public const int ReservedRecords = EngineLimits.GroupReserve;

    private readonly LogicParts _parts;
    private readonly OrderFlow _orders;

    public StrategyFlow(LogicParts parts, OrderFlow orders)
    {
        _parts = parts;
        _orders = orders;
        orders.Listener = this;
    }

    public void OnMarketData(GroupWriter group, in EngineEvent e, long eventTimeNs)
    {
        var hosts = _parts.Strategies.HostArray;
        for (var i = 0; i < hosts.Length; i++)
        {
            var host = hosts[i];
            if (_parts.Strategies.CallMarketData(host, in e, eventTimeNs, Budget(group)))
            {
                if (_parts.Outbox.Count > 0) _orders.TakeEmissions(group, host);
            }
            else
            {
                NoteFault(group, host);
            }
        }
    }

    /// <param name="spec">What closed it; null for a bar from a source.</param>
    public void OnBar(GroupWriter group, int instrumentId, BarSpec? spec, in BarPayload bar, long nowNs)
    {
        var call = new StrategyCall
        {
            Callback = StrategyCallback.Bar,
            InstrumentId = instrumentId,
            NowNs = nowNs,
            EventTimeNs = bar.EventTimeNs,
            Bar = ref bar,
        };
        foreach (var host in _parts.Strategies.HostArray)
        {
            if (!host.IsSubscribed(instrumentId)) continue;
            if (spec is null || host.WantsBars(spec.Value)) Call(group, host, in call);
        }
    }

    public void OnExecution(
        GroupWriter group, int instrumentId, int strategyId, in ExecutionPayload execution, long nowNs) =>
        CallOfExecution(StrategyCallback.Execution, group, instrumentId, strategyId, in execution, nowNs);

    public void OnRestated(
        GroupWriter group, int instrumentId, int strategyId, in ExecutionPayload execution, long nowNs) =>
        CallOfExecution(StrategyCallback.ExecutionRestated, group, instrumentId, strategyId, in execution, nowNs);

    private void CallOfExecution(
        StrategyCallback callback, GroupWriter group, int instrumentId, int strategyId,
        in ExecutionPayload execution, long nowNs)
    {
        if (!TryHost(strategyId, out var host)) return;

        Call(group, host, new StrategyCall
        {
            Callback = callback,
            InstrumentId = instrumentId,
            NowNs = nowNs,
            EventTimeNs = nowNs,
            Execution = ref execution,
        });
    }

    public void OnStatus(GroupWriter group, in OrderState order, OrderStatus status, long nowNs)
    {
        if (!TryHost(order.StrategyId, out var host)) return;

        Call(group, host, new StrategyCall
        {
            Callback = StrategyCallback.Order,
            InstrumentId = order.InstrumentId,
            OrderId = order.OrderId,
            Status = status,
            NowNs = nowNs,
            EventTimeNs = nowNs,
        });
    }

    public void OnDenied(GroupWriter group, StrategyHost host, in EngineEvent denial)
    {
        var call = new StrategyCall
        {
            Callback = StrategyCallback.Denied,
            InstrumentId = denial.InstrumentId,
            NowNs = denial.TimestampNs,
            EventTimeNs = denial.TimestampNs,
            Denied = ref denial.Order,
        };
        if (!_parts.Strategies.Call(host, in call, budget: 0)) NoteFault(group, host);
    }

    public void OnStartOrStop(GroupWriter group, bool isStart, long nowNs)
    {
        foreach (var host in _parts.Strategies.HostArray)
        {
            if (!_parts.Strategies.IsEnabled(host.Id)) continue;
            ref readonly var state = ref _parts.Strategies.State(host.Id);
            if (isStart == (state.IsStarted != 0)) continue; // A reconnect or a resumed backtest starts nobody twice.

            if (isStart) _parts.Strategies.EditState(host.Id).IsStarted = 1;
            Call(group, host, new StrategyCall
            {
                Callback = isStart ? StrategyCallback.Start : StrategyCallback.Stop,
                NowNs = nowNs,
                EventTimeNs = nowNs,
            });
            if (!isStart) _parts.Strategies.EditState(host.Id).IsStarted = 0;
        }
    }

    /// <summary>
    /// Fires what is due in (deadline, id) order; leaves the rest to a continuation when the group fills up.
    /// </summary>
    public void FireTimers(GroupWriter group, long nowNs)
    {
        while (_parts.Timers.NextDeadlineNs <= nowNs)
        {
            if (Budget(group) < _parts.Limits.IntentsPerCallbackMax)
            {
                _parts.State.PendingWork |= PendingWork.Timers;
                return;
            }
            if (!_parts.Timers.TryPopDue(nowNs, out var timer)) break;
            if (!TryHost(timer.StrategyId, out var host)) continue;

            Call(group, host, new StrategyCall
            {
                Callback = StrategyCallback.Timer,
                Tag = timer.Tag,
                NowNs = nowNs,
                EventTimeNs = timer.DeadlineNs,
            });
        }
        if ((_parts.State.PendingWork & PendingWork.Timers) != 0) _parts.State.PendingWork &= ~PendingWork.Timers;
    }

    private void Call(GroupWriter group, StrategyHost host, in StrategyCall call)
    {
        if (_parts.Strategies.Call(host, in call, Budget(group)))
        {
            if (_parts.Outbox.Count > 0) _orders.TakeEmissions(group, host);
        }
        else
        {
            NoteFault(group, host);
        }
    }

    // A callback returns false for a disabled strategy too: only the first time is there something to write down.
    private void NoteFault(GroupWriter group, StrategyHost host)
    {
        if (!host.TakeFault(out var typeName)) return;

        _parts.Breakers.EditAccount().StrategyFaults++;
        ref var record = ref group.Append(EventKind.StrategyDisabled, instrumentId: -1, host.Id);
        var bytes = (Span<byte>)record.Text.Bytes;
        for (var i = 0; i < Math.Min(typeName.Length, bytes.Length); i++)
            bytes[i] = typeName[i] is > ' ' and <= '~' ? (byte)typeName[i] : (byte)'?';
    }

    private bool TryHost(int strategyId, out StrategyHost host)
    {
        var hosts = _parts.Strategies.HostArray;
        if (strategyId < 1 || strategyId > hosts.Length)
        {
            host = null!;
            return false;
        }
        host = hosts[strategyId - 1];
        return true;
    }

    private static int Budget(GroupWriter group) => Math.Max(0, group.Remaining - ReservedRecords);
}
