namespace Engine.Core.Replay;

/// <summary>The latest status, replaced whole: readers on any thread see one consistent picture.</summary>
public sealed class StatusBoard
{
    private EngineStatus? _status;

    /// <summary>Null until the follower has published for the first time.</summary>
    public EngineStatus? Status => Volatile.Read(ref _status);

    public void Publish(EngineStatus status) => Volatile.Write(ref _status, status);
}
