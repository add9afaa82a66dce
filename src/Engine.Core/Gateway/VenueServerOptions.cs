namespace Engine.Core.Gateway;

/// <summary>Where a venue process listens, what it writes and how it behaves.</summary>
public sealed record VenueServerOptions
{
    /// <summary><c>unix:PATH</c> or <c>tcp:127.0.0.1:PORT</c> (loopback only; port 0 = any).</summary>
    public required string Listen { get; init; }

    /// <summary>The venue's own log; created if it is not there, recovered if it is.</summary>
    public required string LogPath { get; init; }

    /// <summary>The one account this venue serves; a hello for another one is refused.</summary>
    public required string Account { get; init; }

    public VenueOptions Venue { get; init; } = new();

    /// <summary>Responses kept for an engine that comes back; older ones it can only ask for.</summary>
    public int ResponsesRetained { get; init; } = 65_536;

    /// <summary>A connection that does not say hello for this long is closed.</summary>
    public TimeSpan HelloTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
