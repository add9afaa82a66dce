namespace Engine.Core.Gateway;

/// <summary>What the engine holds in an instrument by its executions, as the reconciler needs it.</summary>
/// <param name="Quantity">Signed.</param>
/// <param name="CashFlow">Money that executions have brought in; absent if it is not to be compared.</param>
public readonly record struct EnginePositionView(
    int InstrumentId, long Quantity, long CashFlow = Events.FixedPoint.Absent);
