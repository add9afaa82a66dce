using Engine.Core.Portfolio;

namespace Engine.Core.Replay;

/// <summary>Which day of the account it is, for people.</summary>
/// <param name="Date">yyyymmdd; 0 if it is not known.</param>
/// <param name="NextRollNs"><see cref="long.MaxValue"/> if it is not known.</param>
public sealed record DayFigures(int Date, long StartNs, long NextRollNs)
{
    /// <summary>Null before the first day has begun.</summary>
    public static DayFigures? Of(AccountDayView day)
    {
        ArgumentNullException.ThrowIfNull(day);
        return day.HasBegun ? new DayFigures(day.Date, day.StartNs, day.NextRollNs) : null;
    }
}
