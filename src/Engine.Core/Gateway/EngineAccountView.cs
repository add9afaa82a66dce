namespace Engine.Core.Gateway;

/// <summary>The engine's side of a comparison.</summary>
public readonly ref struct EngineAccountView
{
    /// <summary>All orders that are not terminal, after what the answers prove was applied.</summary>
    public ReadOnlySpan<EngineOrderView> Orders { get; init; }

    /// <summary>What is held; instruments that are left out are flat. Ascending by instrument id.</summary>
    public ReadOnlySpan<EnginePositionView> Positions { get; init; }

    public ReadOnlySpan<EngineBalanceView> Balances { get; init; }

    /// <summary>Newest venue event that came as it happened.</summary>
    public long LastVenueEventId { get; init; }

    /// <summary>
    /// The same per instrument; empty if it is not kept. Where given, an instrument about which the venue has said
    /// something since it answered is left out of the comparison, instead of making all of it impossible.
    /// </summary>
    public ReadOnlySpan<long> LastVenueEventIds { get; init; }

    /// <summary>The venue event at which an instrument stands.</summary>
    public bool IsQuiescent(int instrumentId, long answeredAt) =>
        LastVenueEventIds.IsEmpty
        || ((uint)instrumentId < (uint)LastVenueEventIds.Length
            ? LastVenueEventIds[instrumentId] <= answeredAt
            : LastVenueEventId <= answeredAt);
}
