namespace Engine.Core.Events;

/// <summary>Journaled. Which leg of a protection an order of the engine is.</summary>
public enum OrderLeg : int
{
    None = 0,
    ProtectiveStop = 1,
    ProfitTarget = 2,
}
