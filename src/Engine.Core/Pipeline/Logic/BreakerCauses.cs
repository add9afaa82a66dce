namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// What has happened in this input that concerns breakers. Empty between two inputs, so it is no state.
/// </summary>
[Flags]
internal enum BreakerCauses
{
    None = 0,

    /// <summary>Equity may have changed.</summary>
    Equity = 1,

    /// <summary>The venue has accepted or rejected an order.</summary>
    Answer = 2,

    /// <summary>An order has become Unknown, or is it no more, or the venue's view has been compared.</summary>
    Unknown = 4,

    /// <summary>A breaker has tripped: what it cancels and closes has to begin.</summary>
    Tripped = 8,

    /// <summary>A breaker that closes the positions of the account has tripped.</summary>
    Flatten = 16,
}
