using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>The inbound lane of the venue as the gateway sees it.</summary>
public interface IInputWriter
{
    /// <summary>Writes all records or none. Never waits; false if there is no room now.</summary>
    bool TryWrite(ReadOnlySpan<EngineEvent> inputs);
}
