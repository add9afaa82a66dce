namespace Engine.Core.Events;

/// <summary>Journaled. What a hold covers.</summary>
public enum HoldScope : byte
{
    None = 0,
    Account = 1,
    Strategy = 2,
    Instrument = 3,
}
