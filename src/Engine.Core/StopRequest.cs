using Engine.Core.Events;

namespace Engine.Core;

/// <summary>Who wants the engine to stop, how, and why; journaled.</summary>
public sealed record StopRequest(StopMode Mode, string Who, string Why);
