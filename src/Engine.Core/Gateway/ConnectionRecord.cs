using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>The inputs that say that a session with the venue began or ended.</summary>
internal static class ConnectionRecord
{
    /// <param name="sessionEpoch">New orders carry the epoch of the session in force; 0 if the venue has no
    /// sessions.</param>
    public static EngineEvent Create(EventKind kind, int sessionEpoch, VenueReason reason, long venueEventId)
    {
        var record = default(EngineEvent);
        record.Kind = kind;
        record.SchemaVersion = EngineEvent.CurrentSchemaVersion;
        record.LaneId = VenueModel.VenueLaneId;
        record.InstrumentId = -1;
        record.OrderReport.SessionEpoch = sessionEpoch;
        record.OrderReport.Reason = reason;
        record.OrderReport.VenueEventId = venueEventId;
        return record;
    }
}
