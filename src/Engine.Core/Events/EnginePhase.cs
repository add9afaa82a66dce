namespace Engine.Core.Events;

/// <summary>Journaled. The life of a run, in order.</summary>
public enum EnginePhase : byte
{
    None = 0,
    Starting = 1,
    Reconciling = 2,
    Running = 3,
    Stopping = 4,
    Stopped = 5,
}
