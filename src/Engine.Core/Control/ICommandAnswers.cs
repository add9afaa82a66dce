using Engine.Core.Events;

namespace Engine.Core.Control;

/// <summary>
/// Whoever waits for the answers of commands. Called at or below durable, by the follower's thread; for holds by the
/// gateway's thread before that.
/// </summary>
public interface ICommandAnswers
{
    /// <param name="holds">The holds in force when the caller had taken the answer.</param>
    void OnAnswered(in EngineEvent answered, IReadOnlyList<HoldInForce> holds);

    /// <summary>Somebody wants to know what a command would do; false if nobody does.</summary>
    bool TryTakePreview(out PreviewRequest request);
}
