using Engine.Core.MarketData;
using Engine.Core.Orders;
using Engine.Core.Portfolio;

namespace Engine.Core.Strategies;

/// <summary>
/// What a strategy sees and does from a callback. Reads are current; what is emitted goes through risk and into the
/// journal after the callback has returned. Valid only during a callback.
/// </summary>
public sealed class StrategyContext
{
    private readonly StrategyOutbox _outbox;

    internal StrategyContext(
        int strategyId, StrategyOutbox outbox, MarketView market, StrategyPositionsView positions, OrdersView orders)
    {
        StrategyId = strategyId;
        _outbox = outbox;
        Market = market;
        Positions = positions;
        Orders = orders;
    }

    public int StrategyId { get; }

    /// <summary>Engine time of the event being handled.</summary>
    public long NowNs => _outbox.NowNs;

    /// <summary>Event time, at its source, of the market data being handled; engine time otherwise.</summary>
    public long EventTimeNs => _outbox.EventTimeNs;

    public MarketView Market { get; }

    /// <summary>The positions of all strategies.</summary>
    public StrategyPositionsView Positions { get; }

    public OrdersView Orders { get; }

    /// <summary>This strategy's own position.</summary>
    public ref readonly StrategyPositionState Position(int instrumentId) =>
        ref Positions.Position(StrategyId, instrumentId);

    /// <summary>
    /// What may still be emitted from this callback; beyond it <see cref="Submit"/> and the others refuse.
    /// </summary>
    public int EmissionsLeft => _outbox.Left;

    /// <summary>Requests an order. Whether risk allows it is known after the callback.</summary>
    /// <returns>The order id, or 0 if nothing more can be emitted from this callback.</returns>
    public long Submit(in OrderTicket ticket) => _outbox.AddOrder(StrategyId, in ticket);

    /// <summary>Requests the cancellation of one of the strategy's own orders.</summary>
    /// <returns>False if nothing more can be emitted from this callback.</returns>
    public bool Cancel(long orderId) => _outbox.AddCancel(StrategyId, orderId);

    /// <summary>Requests a new price and total quantity for one of the strategy's own limit orders.</summary>
    /// <returns>False if nothing more can be emitted from this callback.</returns>
    public bool Replace(long orderId, long limitPrice, long quantity) =>
        _outbox.AddReplace(StrategyId, orderId, limitPrice, quantity, stopPrice: 0);

    /// <summary>Requests a new stop for one of the strategy's own stop orders, with limit (absent where it has none)
    /// and total quantity. Counts as two emissions.</summary>
    /// <returns>False if nothing more can be emitted from this callback.</returns>
    public bool Replace(long orderId, long limitPrice, long quantity, long stopPrice) =>
        _outbox.AddReplace(StrategyId, orderId, limitPrice, quantity, stopPrice);

    /// <summary>Puts on record what the strategy sees.</summary>
    /// <param name="value">Fixed point, exponent 8.</param>
    /// <param name="code">Defined by the strategy.</param>
    /// <param name="referencePrice">In the price exponent of the instrument.</param>
    /// <param name="targetQuantity">In the size exponent of the instrument.</param>
    /// <returns>False if nothing more can be emitted from this callback.</returns>
    public bool Signal(int instrumentId, long value, long code, long referencePrice, long targetQuantity) =>
        _outbox.AddSignal(StrategyId, instrumentId, value, code, referencePrice, targetQuantity);

    /// <summary>Asks for <see cref="IStrategy.OnTimer"/> at an engine time; now or a time in the past fires with the
    /// next event of a later time.</summary>
    /// <returns>The timer id, or 0 if no timer is free.</returns>
    public long SetTimer(long deadlineNs, long tag) => _outbox.SetTimer(StrategyId, deadlineNs, tag);

    /// <returns>False if the timer has fired already or is not this strategy's.</returns>
    public bool CancelTimer(long timerId) => _outbox.CancelTimer(StrategyId, timerId);
}
