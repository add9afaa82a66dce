using Engine.Core.Events;
using Engine.Core.Replay;

namespace Engine.Grpc.Hosting;

/// <summary>Why there is no session with the venue, and what to do, for people.</summary>
internal static class VenueLossText
{
    /// <summary>The engine does not try again by itself.</summary>
    public static bool IsFinal(VenueReason reason) => reason is VenueReason.SessionFenced or VenueReason.WrongAccount;

    public static string Of(VenueReason reason)
    {
        if (!IsFinal(reason))
        {
            return $"the venue is away ({reason}): until it is back and everything is compared nothing but cancels "
                + "is let out; the engine goes on trying";
        }
        var known = CodeCatalog.Find(reason.ToString()).First(code => code.Family == CodeCatalog.Venue);
        return $"the venue has ended the session ({reason}): {known.Meaning}; this engine never connects again: stop "
            + $"it, then {known.Remedy}";
    }
}
