using Engine.Core.Events;

namespace Engine.Core.Replay;

/// <summary>The first place where a replay decided otherwise than the journal says.</summary>
/// <param name="Sequence">Sequence of the first differing record.</param>
/// <param name="Recorded">What the journal has there; null if the replay decided more than was recorded.</param>
/// <param name="Replayed">What the replay has there; null if it decided less.</param>
/// <param name="Input">The input that both decided upon.</param>
public sealed record ReplayDivergence(long Sequence, EngineEvent? Recorded, EngineEvent? Replayed, EngineEvent Input);
