using Engine.Core.Events;

namespace Engine.Core;

/// <summary>Who wants the engine to stop, how, and why; journaled.</summary>
public sealed record StopRequest(StopMode Mode, string Who, string Why)
{
    /// <summary>Set if the engine itself cannot go on: the stop is in order, and still a halt.</summary>
    public Exception? Fault { get; init; }
}
