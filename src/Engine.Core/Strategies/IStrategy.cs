using Engine.Core.Events;

namespace Engine.Core.Strategies;

/// <summary>
/// What a strategy author implements: one class, run unchanged in backtest, paper, shadow and live. The engine calls
/// one instance from one thread in event order, and calls it again in every replay, so a strategy must decide from what
/// it is handed alone: no clock, files, network, randomness, threads or floating-point state (the loader checks the
/// assembly).
/// <para>
/// Mutable state lives in the tables from <see cref="StrategySetup.AddState{T}"/>; plain fields may hold parameters
/// only. What a callback emits is journaled after it returns. If it throws, nothing of it is: the strategy is disabled
/// and the engine goes on, and every replay does the same.
/// </para>
/// </summary>
public interface IStrategy
{
    /// <summary>
    /// Reads parameters and asks for state, bars and instruments. Called once, before everything else.
    /// </summary>
    void Configure(StrategySetup setup);

    /// <summary>The engine is about to trade: after start-up, and again after a restart.</summary>
    void OnStart(StrategyContext context)
    {
    }

    void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote)
    {
    }

    void OnTrade(StrategyContext context, int instrumentId, in TradePayload trade)
    {
    }

    /// <summary>
    /// A bar that <see cref="StrategySetup.RequestBars"/> asked for has closed, or a bar came from a source.
    /// </summary>
    void OnBar(StrategyContext context, int instrumentId, in BarPayload bar)
    {
    }

    /// <summary>One of the strategy's own orders was executed; position and order views include it already.</summary>
    void OnExecution(StrategyContext context, int instrumentId, in ExecutionPayload execution)
    {
    }

    /// <summary>
    /// The venue has taken back or corrected an execution of one of the strategy's own orders. It is shown as it is
    /// now, with quantity 0 if it counts as nothing any more; position and order views include that already.
    /// </summary>
    void OnExecutionRestated(StrategyContext context, int instrumentId, in ExecutionPayload execution)
    {
    }

    /// <summary>One of the strategy's own orders changed its status.</summary>
    void OnOrder(StrategyContext context, int instrumentId, long orderId, OrderStatus status)
    {
    }

    /// <summary>
    /// A request was denied; the code says why. Nothing can be emitted from here: decide at the next event.
    /// </summary>
    void OnDenied(StrategyContext context, int instrumentId, in OrderPayload denied)
    {
    }

    void OnTimer(StrategyContext context, long tag)
    {
    }

    /// <summary>
    /// The engine stops. An order that reduces exposure passes from in here; afterwards no new one does, or the stop
    /// would never be through.
    /// </summary>
    void OnStop(StrategyContext context)
    {
    }
}
