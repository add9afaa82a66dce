namespace Engine.Core.Gateway;

/// <summary>What became of an attempt to hand an intent to a venue. Negative: it certainly was not sent.</summary>
public enum GatewaySendCode
{
    /// <summary>Handed over; whether it arrives is for the venue to say.</summary>
    Written = 0,

    /// <summary>No room right now: try again later.</summary>
    Busy = -1,

    /// <summary>No session: it was not and will not be sent.</summary>
    NotConnected = -2,

    /// <summary>Made for a session that is over: it was not and will not be sent.</summary>
    OldSession = -3,
}
