namespace Engine.Core.Orders;

/// <summary>One cell of the table.</summary>
/// <param name="IsAnomaly">The message does not belong here; it is applied as the target says, and reported.</param>
public readonly record struct OrderTransition(OrderTarget Target, bool IsAnomaly);
