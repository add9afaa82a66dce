namespace Engine.Core.Events;

/// <summary>Journaled. What is asked of a venue.</summary>
public enum QueryKind : byte
{
    None = 0,
    OpenOrders = 1,
    Executions = 2,
    Positions = 3,
}
