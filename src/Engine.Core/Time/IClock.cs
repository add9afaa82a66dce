namespace Engine.Core.Time;

/// <summary>
/// Time of day for the edges of the engine. Deterministic code never holds one: it reads event timestamps.
/// </summary>
public interface IClock
{
    /// <summary>Nanoseconds since 1970-01-01T00:00:00Z.</summary>
    long NowNs { get; }
}
