using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Strategies;

namespace Engine.Core.Pipeline.Logic;

/// <summary>Who is told what became of orders: the strategies, through <see cref="StrategyFlow"/>.</summary>
internal interface IOrderListener
{
    /// <param name="order">The order as it was before the change.</param>
    void OnStatus(GroupWriter group, in OrderState order, OrderStatus status, long nowNs);

    /// <param name="strategyId">Whose order it was.</param>
    void OnExecution(
        GroupWriter group, int instrumentId, int strategyId, in ExecutionPayload execution, long nowNs);

    /// <param name="execution">As it is now; a quantity of 0 says that it was taken back.</param>
    void OnRestated(
        GroupWriter group, int instrumentId, int strategyId, in ExecutionPayload execution, long nowNs);

    void OnDenied(GroupWriter group, StrategyHost host, in EngineEvent denial);
}
