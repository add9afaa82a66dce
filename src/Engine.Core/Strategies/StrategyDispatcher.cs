using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.Orders;
using Engine.Core.Portfolio;
using Engine.Core.State;

namespace Engine.Core.Strategies;

/// <summary>
/// Calls the strategies one at a time, in id order. Each call opens the outbox, runs one callback, and leaves in the
/// outbox what it emitted; the caller takes it from there before the next call. A callback that throws leaves the
/// outbox empty and its strategy disabled.
/// </summary>
public sealed class StrategyDispatcher
{
    private readonly StateTable<StrategyState> _states;
    private readonly StateRegistry _registry;
    private readonly EngineLimits _limits;
    private readonly StrategyOutbox _outbox;
    private readonly List<BarSpec> _barSpecs = [];
    private StrategyHost[] _hosts = [];

    public StrategyDispatcher(StateRegistry registry, EngineLimits limits, StrategyOutbox outbox)
    {
        _registry = registry;
        _limits = limits;
        _outbox = outbox;
        _states = registry.Add<StrategyState>(StateParts.Strategies, version: 1, limits.StrategiesMax + 1);
    }

    public IReadOnlyList<StrategyHost> Hosts => _hosts;

    internal StrategyHost[] HostArray => _hosts;

    /// <summary>Every kind of bar that some strategy asked for, in the order of asking.</summary>
    public IReadOnlyList<BarSpec> BarSpecs => _barSpecs;

    /// <summary>
    /// Creates the strategies of the section <c>strategies</c>. When called again, a strategy that keeps id, name and
    /// type keeps its state; the state of the others is dropped.
    /// </summary>
    /// <exception cref="ConfigException">A strategy cannot be created or configured.</exception>
    public void Configure(
        ConfigSection section, IStrategyCatalog catalog, MarketView market, StrategyPositionsView positions,
            OrdersView orders)
    {
        var names = section.Children.ToArray();
        if (names.Length > _limits.StrategiesMax)
        {
            throw ConfigException.Invalid(section.KeyOf("*"), string.Join(',', names),
                $"configure at most {_limits.StrategiesMax} strategies or raise "
                    + $"{EngineLimits.KeyOf(nameof(EngineLimits.StrategiesMax))}");
        }

        var before = _hosts;
        _hosts = new StrategyHost[names.Length];
        _barSpecs.Clear();
        for (var i = 0; i < names.Length; i++)
        {
            var id = i + 1;
            var own = section.Section(names[i]);
            var type = own.GetText("type", names[i]);
            if (id <= before.Length && (before[i].Name != names[i] || before[i].Type != type)) DropState(id);
            var strategy = catalog.Create(type, own);
            var setup = new StrategySetup(_registry, id, names[i], own, _limits.InstrumentsMax);
            strategy.Configure(setup);
            RemoveTables(id, setup.TableCount); // Those that it had before and asks for no longer.
            var context = new StrategyContext(id, _outbox, market, positions, orders);
            _hosts[i] = new StrategyHost(id, names[i], type, strategy, context, setup, own.GetList("instruments", ""));
            foreach (var spec in setup.Bars)
                if (!_barSpecs.Contains(spec)) _barSpecs.Add(spec);
            _states.Edit(id).IsConfigured = 1;
        }
        for (var id = names.Length + 1; id <= before.Length; id++) DropState(id);
    }

    /// <summary>Tells the subscriptions of a new or restored instrument.</summary>
    public void OnInstrument(int instrumentId, string symbol)
    {
        foreach (var host in _hosts) host.OnInstrument(instrumentId, symbol);
    }

    public ref readonly StrategyState State(int strategyId) => ref _states[strategyId];

    public bool IsEnabled(int strategyId) =>
        (uint)strategyId <= (uint)_hosts.Length && strategyId > 0 && _states[strategyId].IsDisabled == 0;

    /// <summary>A new run: every strategy is started again when trading begins.</summary>
    internal void ResetStarted()
    {
        foreach (var host in _hosts)
            if (_states[host.Id].IsStarted != 0) _states.Edit(host.Id).IsStarted = 0;
    }

    internal ref StrategyState EditState(int strategyId) => ref _states.Edit(strategyId);

    /// <summary>
    /// Hands a market-data input to one strategy. True if it was called and returned; then the outbox holds what it
    /// emitted. False if it is disabled, not subscribed, or has just thrown: see <see cref="StrategyHost.Fault"/>.
    /// </summary>
    public bool CallMarketData(StrategyHost host, in EngineEvent e, long eventTimeNs, int budget)
    {
        if (_states[host.Id].IsDisabled != 0 || !host.IsSubscribed(e.InstrumentId)) return false;

        _outbox.Begin(e.TimestampNs, eventTimeNs, budget);
        try
        {
            if (e.Kind == EventKind.Quote)
                host.Strategy.OnQuote(host.Context, e.InstrumentId, in e.Quote);
            else
                host.Strategy.OnTrade(host.Context, e.InstrumentId, in e.Trade);
            if (_outbox.RefusedCount != 0) NoteRefused(host);
            return true;
        }
        catch (Exception exception)
        {
            return Disable(host, exception);
        }
    }

    /// <summary>Makes any other callback, with the outcome of <see cref="CallMarketData"/>.</summary>
    public bool Call(StrategyHost host, in StrategyCall call, int budget)
    {
        if (_states[host.Id].IsDisabled != 0) return false;

        _outbox.Begin(call.NowNs, call.EventTimeNs, budget);
        try
        {
            Invoke(host, in call);
            if (_outbox.RefusedCount != 0) NoteRefused(host);
            return true;
        }
        catch (Exception exception)
        {
            return Disable(host, exception);
        }
    }

    private static void Invoke(StrategyHost host, in StrategyCall call)
    {
        switch (call.Callback)
        {
            case StrategyCallback.Start:
                host.Strategy.OnStart(host.Context);
                break;
            case StrategyCallback.Bar:
                host.Strategy.OnBar(host.Context, call.InstrumentId, in call.Bar);
                break;
            case StrategyCallback.Execution:
                host.Strategy.OnExecution(host.Context, call.InstrumentId, in call.Execution);
                break;
            case StrategyCallback.ExecutionRestated:
                host.Strategy.OnExecutionRestated(host.Context, call.InstrumentId, in call.Execution);
                break;
            case StrategyCallback.Order:
                host.Strategy.OnOrder(host.Context, call.InstrumentId, call.OrderId, call.Status);
                break;
            case StrategyCallback.Denied:
                host.Strategy.OnDenied(host.Context, call.InstrumentId, in call.Denied);
                break;
            case StrategyCallback.Timer:
                host.Strategy.OnTimer(host.Context, call.Tag);
                break;
            case StrategyCallback.Stop:
                host.Strategy.OnStop(host.Context);
                break;
            default:
                throw new InvalidOperationException($"No callback {call.Callback}.");
        }
    }

    private void DropState(int strategyId)
    {
        RemoveTables(strategyId, firstTable: 0);
        _outbox.CancelTimers(strategyId);
        _states.Edit(strategyId) = default;
    }

    private void RemoveTables(int strategyId, int firstTable)
    {
        var first = StateParts.StrategyBase + (strategyId * StrategySetup.PartsPerStrategy);
        _registry.RemoveParts(first + firstTable, first + StrategySetup.PartsPerStrategy - 1);
    }

    private void NoteRefused(StrategyHost host) => _states.Edit(host.Id).EmissionsRefused += _outbox.RefusedCount;

    private bool Disable(StrategyHost host, Exception exception)
    {
        _outbox.Rewind();
        _outbox.CancelTimers(host.Id);
        host.Fault = exception;
        _states.Edit(host.Id).IsDisabled = 1;
        return false;
    }
}
