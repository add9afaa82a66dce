using Engine.Core.Events;

namespace Engine.Core.Orders;

/// <summary>What a message did to an order.</summary>
/// <param name="Code">Accepted, or why nothing changed: a refused request, an unknown order, an overflow.</param>
/// <param name="IsIgnored">The message changed nothing and was not refused either: a late or repeated one.</param>
public readonly record struct OrderChange(
    RiskCode Code, OrderStatus From, OrderStatus To, OrderAnomaly Anomaly, bool IsIgnored)
{
    public bool IsApplied => Code == RiskCode.Accepted && !IsIgnored;
}
