namespace Engine.Core.Events;

/// <summary>
/// Fixed lanes; sweep order and rank in a backtest are the ascending ids. Journaled, so never renumbered.
/// </summary>
public static class LaneIds
{
    /// <summary>Operator commands and the life of the engine. Many producers.</summary>
    public const int Control = 0;

    /// <summary>Time, while nothing else happens.</summary>
    public const int Clock = 1;

    /// <summary>Everything the venue and the gateway say.</summary>
    public const int Venue = 2;

    /// <summary>The first market-data source; the others follow in configured order.</summary>
    public const int FirstSource = 16;
}
