namespace Engine.Core.Control;

/// <summary>The engine ended before it answered. The command may have been applied: its key tells at the next start.
/// </summary>
public sealed class EngineStoppedException() : ControlException(
    "The engine stopped before it answered. The command may have been applied; give it again under the same "
    + "idempotency key after the next start to learn what became of it.");
