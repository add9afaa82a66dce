using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Strategies;

namespace Engine.Core.Pipeline.Logic;

/// <summary>Who is told what became of orders: the strategies, through <see cref="StrategyFlow"/>.</summary>
internal interface IOrderListener
{
    /// <param name="order">The order as it was before the change.</param>
    void OnStatus(GroupWriter group, in OrderState order, OrderStatus status, long nowNs);

    /// <param name="strategyId">Whose order it was; 0 if the engine does not know the order.</param>
    void OnExecution(GroupWriter group, in EngineEvent e, int strategyId);

    void OnDenied(GroupWriter group, StrategyHost host, in EngineEvent denial);
}
