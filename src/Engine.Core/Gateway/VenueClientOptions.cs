using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>How an engine reaches a venue process.</summary>
public sealed record VenueClientOptions
{
    /// <summary><c>unix:PATH</c> or <c>tcp:127.0.0.1:PORT</c>.</summary>
    public required string Connect { get; init; }

    public required string Account { get; init; }

    public EngineMode Mode { get; init; } = EngineMode.Paper;

    public int RunEpoch { get; init; }

    /// <summary>Above every epoch ever used on this account: the last one in the journal plus one.</summary>
    public required int FirstSessionEpoch { get; init; }

    /// <summary>The last venue event that the journal holds; everything after it is said again.</summary>
    public long LastVenueEventId { get; init; }

    public int SendFrames { get; init; } = 8_192;

    public int ReceiveFrames { get; init; } = 1_024;

    public int InstrumentsMax { get; init; } = 4_096;

    /// <summary>Sessions told to the venue at each connect; beyond it the oldest are left out.</summary>
    public int SessionsMax { get; init; } = 1_024;

    public long BackoffNsMin { get; init; } = 50_000_000;

    public long BackoffNsMax { get; init; } = 5_000_000_000;
}
