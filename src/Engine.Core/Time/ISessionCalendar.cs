using Engine.Core.Events;

namespace Engine.Core.Time;

/// <summary>
/// The sessions of one exchange, resolved to UTC at the edge, so that the deterministic core needs neither file nor
/// time zone.
/// </summary>
public interface ISessionCalendar
{
    /// <summary>
    /// The first session that closes after the time; false if none is known. The calendar id is left 0.
    /// </summary>
    bool TryFindAfter(long timeNs, out CalendarDayPayload session);
}
