using Engine.Core.Events;
using Engine.Core.State;
using Engine.Core.Strategies;

namespace Engine.Testing;

/// <summary>
/// A strategy whose callbacks a test writes down as lambdas. They must decide from their arguments alone.
/// </summary>
public sealed class ScriptedStrategy : IStrategy
{
    public delegate void MarketDataCallback<T>(StrategyContext context, int instrumentId, in T data);

    public Action<ScriptedStrategy, StrategySetup>? Configured { get; init; }

    public Action<StrategyContext>? Started { get; init; }

    public MarketDataCallback<QuotePayload>? Quoted { get; init; }

    public MarketDataCallback<TradePayload>? Traded { get; init; }

    public MarketDataCallback<BarPayload>? BarClosed { get; init; }

    public MarketDataCallback<ExecutionPayload>? Executed { get; init; }

    public MarketDataCallback<ExecutionPayload>? Restated { get; init; }

    public MarketDataCallback<OrderPayload>? Denied { get; init; }

    public Action<StrategyContext, long, OrderStatus>? Changed { get; init; }

    public Action<StrategyContext, long>? TimerFired { get; init; }

    public Action<StrategyContext>? Stopped { get; init; }

    /// <summary>The table that <see cref="Configured"/> has asked for, if it has.</summary>
    public StateTable<long>? State { get; set; }

    public void Configure(StrategySetup setup) => Configured?.Invoke(this, setup);

    public void OnStart(StrategyContext context) => Started?.Invoke(context);

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote) =>
        Quoted?.Invoke(context, instrumentId, in quote);

    public void OnTrade(StrategyContext context, int instrumentId, in TradePayload trade) =>
        Traded?.Invoke(context, instrumentId, in trade);

    public void OnBar(StrategyContext context, int instrumentId, in BarPayload bar) =>
        BarClosed?.Invoke(context, instrumentId, in bar);

    public void OnExecution(StrategyContext context, int instrumentId, in ExecutionPayload execution) =>
        Executed?.Invoke(context, instrumentId, in execution);

    public void OnExecutionRestated(StrategyContext context, int instrumentId, in ExecutionPayload execution) =>
        Restated?.Invoke(context, instrumentId, in execution);

    public void OnOrder(StrategyContext context, int instrumentId, long orderId, OrderStatus status) =>
        Changed?.Invoke(context, orderId, status);

    public void OnDenied(StrategyContext context, int instrumentId, in OrderPayload denied) =>
        Denied?.Invoke(context, instrumentId, in denied);

    public void OnTimer(StrategyContext context, long tag) => TimerFired?.Invoke(context, tag);

    public void OnStop(StrategyContext context) => Stopped?.Invoke(context);
}
