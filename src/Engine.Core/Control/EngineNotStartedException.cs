namespace Engine.Core.Control;

/// <summary>The engine has not begun its run yet; the command was not taken.</summary>
public sealed class EngineNotStartedException() : ControlException(
    "The engine is starting and takes no commands yet; this one was not taken. Give it again in a moment.");
