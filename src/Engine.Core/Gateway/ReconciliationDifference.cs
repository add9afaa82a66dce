namespace Engine.Core.Gateway;

/// <summary>One difference between engine and venue, in the unit of its kind.</summary>
/// <param name="Id">Order id, or instrument id for a position.</param>
/// <param name="Engine">Quantity by the engine's executions.</param>
/// <param name="Venue">Quantity by the venue's report.</param>
public readonly record struct ReconciliationDifference(ReconciliationKind Kind, long Id, long Engine, long Venue);
