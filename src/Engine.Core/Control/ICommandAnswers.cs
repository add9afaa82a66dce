using Engine.Core.Events;

namespace Engine.Core.Control;

/// <summary>Whoever waits for the answers of commands. Called by the follower's thread, at or below durable.</summary>
public interface ICommandAnswers
{
    /// <param name="holds">The holds in force when the follower had taken the answer.</param>
    void OnAnswered(in EngineEvent answered, IReadOnlyList<HoldInForce> holds);
}
