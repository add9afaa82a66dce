namespace Engine.Core.Events;

/// <summary>Journaled. What is asked of a venue.</summary>
public enum QueryKind : byte
{
    None = 0,
    OpenOrders = 1,
    Executions = 2,
    Positions = 3,

    /// <summary>The state of one order, named by <see cref="QueryPayload.OrderId"/>.</summary>
    OrderStatus = 4,
}
