using Engine.Core.Events;

namespace Engine.Core.Control;

/// <summary>Somebody who wants to know what a command would do; answered by the follower's thread.</summary>
public sealed class PreviewRequest
{
    private readonly TaskCompletionSource<CommandPreview> _preview =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal PreviewRequest(EngineEvent[] records) => Records = records;

    /// <summary>The records that the command would be journaled as.</summary>
    public EngineEvent[] Records { get; }

    internal Task<CommandPreview> Task => _preview.Task;

    public void Complete(CommandPreview preview) => _preview.TrySetResult(preview);

    internal void Fail(ControlException exception) => _preview.TrySetException(exception);
}
