namespace Engine.Core.Gateway;

/// <summary>A position of the engine by its executions, as the reconciler needs it.</summary>
/// <param name="Quantity">Signed.</param>
public readonly record struct EnginePositionView(int InstrumentId, long Quantity);
