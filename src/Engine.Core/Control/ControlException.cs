namespace Engine.Core.Control;

/// <summary>A command got no answer; the message names cause and remedy.</summary>
public abstract class ControlException(string message) : Exception(message);
