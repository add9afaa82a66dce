using Engine.Core.Events;

namespace Engine.Grpc.Hosting;

/// <summary>Why there is no session with the venue, and what to do, for people.</summary>
internal static class VenueLossText
{
    /// <summary>The engine does not try again by itself.</summary>
    public static bool IsFinal(VenueReason reason) => reason is VenueReason.SessionFenced or VenueReason.WrongAccount;

    public static string Of(VenueReason reason) => reason switch
    {
        VenueReason.SessionFenced => "the venue has ended the session (SessionFenced): another engine has taken the "
            + "account over, and this one never connects again. Nothing but a stop is left to do here; then see which "
            + "engine is to trade.",
        VenueReason.WrongAccount => "the venue has refused the session (WrongAccount): it belongs to another account, "
            + "and this engine never connects again. Stop it, and give venue.address of the right venue.",
        VenueReason.ConnectionLost => "the venue is away (ConnectionLost): nothing but cancels is decided until it is "
            + "back and everything has been compared; the engine goes on trying.",
        _ => $"the venue has ended the session ({reason}); the engine goes on trying.",
    };
}
