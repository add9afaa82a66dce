namespace Engine.Core.Pipeline;

/// <summary>How full an inbound lane is.</summary>
/// <param name="Occupied">Records that are published and whose slots are not free again.</param>
/// <param name="Written">Records so far.</param>
public sealed record LaneGauge(int Id, string Name, int Capacity, long Occupied, long Written);
