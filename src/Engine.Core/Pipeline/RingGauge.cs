namespace Engine.Core.Pipeline;

/// <summary>How full the outbound ring is.</summary>
/// <param name="Occupied">Slots between what the logic has published and what the slower of journal and gateway has
/// done with.</param>
/// <param name="Published">Records so far.</param>
/// <param name="Waits">Times that the logic found no room for a group.</param>
/// <param name="Batches">Batches that the journal has written.</param>
public sealed record RingGauge(int Capacity, long Occupied, long Published, long Waits, long Batches);
